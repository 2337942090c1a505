import { expect, test } from 'vitest'
import { AppError } from '../../../kernel/errors.ts'
import { close, closeReasons, type Closing } from './closing.ts'

const open = { number: 7, status: 'in_progress', receivedOn: '2026-11-01', requestsWithCompany: [] } as const
const fieldsOf = (closing: Closing) => {
  try {
    close(open, closing, '2026-11-23')
    return []
  } catch (error) {
    return error instanceof AppError ? Object.keys(error.extras.fields ?? {}) : ['unexpected']
  }
}

test('there are eleven reasons', () => {
  expect(closeReasons).toHaveLength(11)
})

test('days open count from the receipt', () => {
  expect(close(open, { reason: 'invalid' }, '2026-11-23').daysOpen).toBe(22)
})

test('monetary relief needs an amount and a payment date that is not in the future', () => {
  expect(fieldsOf({ reason: 'closed_with_monetary_relief' })).toEqual(['reliefAmount', 'reliefPaidOn'])
  expect(fieldsOf({ reason: 'closed_with_monetary_relief', reliefAmount: '12.50', reliefPaidOn: '2026-11-24' })).toEqual(['reliefPaidOn'])
  expect(fieldsOf({ reason: 'closed_with_monetary_relief', reliefAmount: '12.50', reliefPaidOn: '2026-11-23' })).toEqual([])
})

test('a duplicate names the complaint, a referral to another state the agency', () => {
  expect(fieldsOf({ reason: 'duplicate', reference: ' ' })).toEqual(['reference'])
  expect(fieldsOf({ reason: 'referred_to_other_state_agency' })).toEqual(['reference'])
  expect(fieldsOf({ reason: 'duplicate', reference: 'c-1' })).toEqual([])
})

test('a duplicate repeats another complaint, named by its ID', () => {
  for (const reference of ['yesterday’s letter', 'IR-000001', 'C-000007']) expect(fieldsOf({ reason: 'duplicate', reference })).toEqual(['reference'])
})

test('before the preliminary review only a duplicate, an invalid or a referred complaint is closed', () => {
  const refused = closeReasons.filter((reason) => {
    try {
      close({ ...open, status: 'pending' }, { reason, reliefAmount: '1', reliefPaidOn: '2026-11-01', reference: reason === 'duplicate' ? 'C-000001' : 'Kentucky' }, '2026-11-23')
      return false
    } catch {
      return true
    }
  })
  expect(refused).toEqual(['cancelled_by_complainant', 'closed_with_explanation', 'closed_with_monetary_relief', 'closed_with_non_monetary_relief', 'complainant_ceased_communication'])
})

test('requests with the company are named in the refusal', () => {
  expect(() => close({ ...open, requestsWithCompany: ['IR-000007'] }, { reason: 'invalid' }, '2026-11-23')).toThrow(/IR-000007/)
})
