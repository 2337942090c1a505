import { addDays, addYears } from '../../../kernel/calendar.ts'
import type { Asked, PeriodName, ReportDefinition } from './report.ts'

/** The days that a report is about, both included; null: open to that side. */
export type Days = { from: string | null; to: string | null }

export const periodWords: Record<PeriodName, string> = {
  '12_months': 'Last 12 months', this_month: 'This month', last_month: 'Last month', this_year: 'This year', last_year: 'Last year', all: 'All time',
}

/** The days asked for: those given, else those of the period, by today in the agency's zone. */
export function daysOf(report: ReportDefinition, asked: Asked, today: string): Days {
  if (asked.from !== undefined || asked.to !== undefined) return { from: asked.from ?? null, to: asked.to ?? null }
  const year = today.slice(0, 4)
  const month = `${today.slice(0, 7)}-01`
  switch (asked.period ?? report.usualPeriod) {
    case '12_months':
      // Whole months, this one to date.
      return { from: monthsAfter(addYears(month, -1), 1), to: today }
    case 'this_month':
      return { from: month, to: today }
    case 'last_month':
      return { from: monthsAfter(month, -1), to: addDays(month, -1) }
    case 'this_year':
      return { from: `${year}-01-01`, to: today }
    case 'last_year':
      return { from: addYears(`${year}-01-01`, -1), to: addDays(`${year}-01-01`, -1) }
    case 'all':
      return { from: null, to: null }
  }
}

/** The first day of the month so many months after a day's own. */
export function monthsAfter(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`
}

/** "2026-11" → its first and last day. */
export function daysOfMonth(month: string): { from: string; to: string } {
  return { from: `${month}-01`, to: addDays(monthsAfter(`${month}-01`, 1), -1) }
}

/** Days that are in both; a side that is open in one is the other's. */
export function commonDays(a: Days, b: Days): Days {
  return { from: laterOf(a.from, b.from), to: earlierOf(a.to, b.to) }
}

function laterOf(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a
}

function earlierOf(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a
}
