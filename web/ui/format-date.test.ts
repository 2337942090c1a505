import { expect, test, vi } from 'vitest'
import { daysLate, daysUntil, dueWords, formatDate, formatMoment, formatTime, todayIn } from './format-date.ts'

const today = '2026-11-23'

test('a date is never shifted by a time zone, whatever the zone of the machine', () => {
  for (const zone of ['Pacific/Honolulu', 'UTC', 'Pacific/Auckland']) {
    vi.stubEnv('TZ', zone)
    expect(formatDate('2026-11-30', 'short', today)).toBe('Nov 30')
    expect(formatDate('2026-11-30', 'weekday', today)).toBe('Mon, Nov 30')
    expect(formatDate('2026-11-30', 'full', today)).toBe('Monday, November 30, 2026')
  }
  vi.unstubAllEnvs()
})

test('the year is said when it is another one, or when asked for', () => {
  expect(formatDate('2027-01-04', 'weekday', today)).toBe('Mon, Jan 4, 2027')
  expect(formatDate('2026-01-04', 'year', today)).toBe('Jan 4, 2026')
})

test('an instant is shown in the zone of the reader’s agency', () => {
  expect(formatTime('2026-11-20T21:41:00Z', 'America/New_York')).toBe('4:41 pm')
  expect(formatTime('2026-11-20T15:00:00Z', 'America/Los_Angeles')).toBe('7:00 am')
  expect(formatMoment('2026-11-21T03:30:00Z', 'America/New_York')).toMatch(/^Nov 20(, 2026)?, 10:30 pm$/)
  expect(todayIn('America/New_York', '2026-11-21T03:30:00Z')).toBe('2026-11-20')
})

test('late days are counted over the change from summer time', () => {
  expect(daysUntil('2026-11-02', '2026-10-30')).toBe(3)
  expect(daysLate('2026-11-18', today)).toBe(5)
  expect(daysLate('2026-11-30', today)).toBe(0)
})

test('due dates are said in words', () => {
  expect([-5, -1, 0, 1, 7].map(dueWords)).toEqual(['5 days late', '1 day late', 'today', 'tomorrow', 'in 7 days'])
})

test('what is not a date is shown as it is', () => {
  expect(formatDate('soon')).toBe('soon')
})
