import { expect, test } from 'vitest'
import { disposalWords } from './retention-words.ts'

const said = (retainUntil: string, onHold = false) => disposalWords({ retainUntil, onHold }, '2026-11-23')

test('a retention date that is reached makes a complaint due for disposal, never late', () => {
  expect(said('2026-11-05')).toBe('due for disposal since Nov 6, 2026')
  expect(said('2025-12-31')).toBe('due for disposal since Jan 1, 2026')
  expect(said('2026-11-05', true)).toBe('kept by the legal hold; due since Nov 6, 2026')
})

test('one that comes says when', () => {
  expect(said('2026-11-23')).toBe('today')
  expect(said('2026-11-30')).toBe('in 7 days')
})
