import { expect, test } from 'vitest'
import { momentInZone, timeInZone, timeWords } from './time-words.ts'

test('times read alike on pages, on paper and in e-mails, in the reader’s zone', () => {
  const instant = '2026-11-22T21:22:00Z'
  expect(timeWords(instant, 'America/New_York')).toBe('4:22 pm')
  expect(timeInZone(instant, 'America/New_York')).toBe('4:22 pm EST')
  expect(momentInZone(new Date(instant), 'America/Los_Angeles')).toBe('November 22, 2026 at 1:22 pm PST')
  expect(timeInZone('2026-07-01T13:05:00Z', 'America/Chicago')).toBe('8:05 am CDT')
  // A zone's own letters stay as they are.
  expect(timeInZone('2026-11-22T09:00:00Z', 'Pacific/Pago_Pago')).toBe('10:00 pm GMT-11')
})
