import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysBetween } from '../../../kernel/calendar.ts'
import { isOverdue, isToOpen, nextMonth, opensOn, verifyBy } from './verification-due.ts'

describe('a calendar month later', () => {
  test.each([
    ['2027-01-31', '2027-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2027-01-28', '2027-02-28'],
    ['2027-02-28', '2027-03-28'],
    ['2026-12-31', '2027-01-31'],
    ['2026-03-31', '2026-04-30'],
    ['2026-11-23', '2026-12-23'],
  ])('%s → %s', (from, to) => {
    expect(nextMonth(from)).toBe(to)
  })
})

test('a company verifies 90 days later, across the change of clocks and the leap day', () => {
  expect(opensOn('company', '2026-11-23')).toBe('2027-02-21')
  expect(opensOn('company', '2027-12-31')).toBe('2028-03-30')
})

test('it opens on the day itself, not the day before', () => {
  expect(isToOpen('agency', '2027-01-31', '2027-02-27')).toBe(false)
  expect(isToOpen('agency', '2027-01-31', '2027-02-28')).toBe(true)
})

test('the last day is not late', () => {
  expect(verifyBy('2026-11-23')).toBe('2026-12-07')
  expect(isOverdue('2026-12-07', '2026-12-07')).toBe(false)
  expect(isOverdue('2026-12-07', '2026-12-08')).toBe(true)
})

const dates = fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2090-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))

describe('whatever the day', () => {
  test('the next month is the next month, 28 to 31 days later, on the same day or its last', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const next = nextMonth(date)
        const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
        expect(months(next) - months(date)).toBe(1)
        expect(daysBetween(date, next)).toBeGreaterThanOrEqual(28)
        expect(daysBetween(date, next)).toBeLessThanOrEqual(31)
        const sameDay = next.slice(8) === date.slice(8)
        const lastDay = nextMonth(next).slice(0, 7) !== next.slice(0, 7) && new Date(Date.parse(`${next}T00:00:00Z`) + 86_400_000).getUTCDate() === 1
        expect(sameDay || lastDay).toBe(true)
      }),
    )
  })

  test('it opens after the last one, is due 14 days later, and a later one never opens earlier', () => {
    fc.assert(
      fc.property(dates, dates, fc.constantFrom('agency' as const, 'company' as const), (one, other, kind) => {
        const opens = opensOn(kind, one)
        expect(opens > one).toBe(true)
        expect(isToOpen(kind, one, opens)).toBe(true)
        expect(daysBetween(opens, verifyBy(opens))).toBe(14)
        expect(isOverdue(verifyBy(opens), opens)).toBe(false)
        if (one <= other) expect(opens <= opensOn(kind, other)).toBe(true)
      }),
    )
  })
})
