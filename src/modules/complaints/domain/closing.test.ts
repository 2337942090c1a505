import { expect, test } from 'vitest'
import { AppError } from '../../../kernel/errors.ts'
import { close, closeReasons, type Closing } from './closing.ts'

const open = { status: 'in_progress', receivedOn: '2026-11-01', requestsWithCompany: [] } as const
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
  expect(fieldsOf({ reason: 'duplicate', reference: 'C-000001' })).toEqual([])
})

test('requests with the company are named in the refusal', () => {
  expect(() => close({ ...open, requestsWithCompany: ['IR-000007'] }, { reason: 'invalid' }, '2026-11-23')).toThrow(/IR-000007/)
})
