import { expect, test } from 'vitest'
import { printWords } from './print-words.ts'

test('paper says times as the pages do', () => {
  const words = printWords('America/New_York')
  expect(words.time('2026-11-23T14:05:00Z')).toBe('Nov 23, 2026, 9:05 am')
  expect(words.time('2026-11-24T02:41:00Z')).toBe('Nov 23, 2026, 9:41 pm')
  expect(words.time(null)).toBe('')
})
