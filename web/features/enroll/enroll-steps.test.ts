import { expect, test } from 'vitest'
import { placeOf, shownStep } from './enroll-steps.ts'

test('without an address of its own the wizard opens where it was left', () => {
  expect(shownStep('assign_contacts', undefined)).toBe('assign_contacts')
})

test('a step that was taken can be opened again, one that lies ahead cannot', () => {
  expect(shownStep('assign_contacts', 'verify_company')).toBe('verify_company')
  expect(shownStep('verify_company', 'review')).toBe('verify_company')
})

test('verifying the company is the second thing that a newcomer does, after securing the account', () => {
  expect(placeOf('verify_company')).toBe(1)
})
