import { expect, test } from 'vitest'
import { sampleRecord } from '../record/sample-record.ts'
import { valuesOf } from './intake-values.ts'
import { missingFields, missingValues } from './missing-fields.ts'

const today = '2026-11-23'
const whole = sampleRecord({ categories: { product: { id: 1, name: 'Mortgage' }, subProduct: null, issue: { id: 2, name: 'Escrow' }, subIssue: null } })

test('a draft says what it lacks, in the words of the server, and nothing once it is whole', () => {
  expect(missingFields(sampleRecord(), today).map(({ field }) => field)).toEqual(['productId', 'issueId'])
  expect(missingFields(whole, today)).toEqual([])
})

test('an update may not take back what the submission required', () => {
  const values = { ...valuesOf(whole), receivedOn: '', narrative: '  ' }
  expect(missingValues(values, whole, today).map(({ field }) => field)).toEqual(['receivedOn', 'narrative'])
})

test('what an imported complaint never had does not stand in the way of its update', () => {
  expect(missingValues({ ...valuesOf(sampleRecord()), cfpbId: '7' }, sampleRecord(), today)).toEqual([])
})
