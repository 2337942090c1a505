import { expect, test } from 'vitest'
import { addMonths, firstDay, lastDay, monthsBetween, monthsOf, periodBefore, usualPeriod } from './market-period.ts'

test('months are counted over the ends of years, in both directions', () => {
  expect(addMonths('2026-11', 2)).toBe('2027-01')
  expect(addMonths('2026-01', -1)).toBe('2025-12')
  expect(addMonths('2026-01', -25)).toBe('2023-12')
  expect(monthsBetween({ from: '2025-11', to: '2026-11' })).toBe(13)
  expect(monthsOf({ from: '2025-11', to: '2026-02' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  expect(monthsOf({ from: '2026-02', to: '2026-01' })).toEqual([])
})

test('a month has its last day, in leap years too', () => {
  expect([firstDay('2028-02'), lastDay('2028-02'), lastDay('2026-02'), lastDay('2026-12')]).toEqual(['2028-02-01', '2028-02-29', '2026-02-28', '2026-12-31'])
})

test('the usual time is the running month and the year before; before it comes as long a time', () => {
  expect(usualPeriod('2026-11-23')).toEqual({ from: '2025-11', to: '2026-11' })
  expect(periodBefore({ from: '2025-11', to: '2026-11' })).toEqual({ from: '2024-10', to: '2025-10' })
})
