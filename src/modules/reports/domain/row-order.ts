import { ageBands } from './age-bands.ts'
import { monthsAfter, type Days } from './period.ts'
import type { Grouping } from './report.ts'

type Row = { key: string | null; label: string; detail: string | null; values: readonly (number | null)[] }

const mostMonths = 600

/** Months and ages in their order, with those in which there was nothing; other rows as they came, the largest first. */
export function inOrder<R extends Row>(by: Grouping, rows: readonly R[], days: Days, nothing: readonly (number | null)[]): (R | (Row & { values: (number | null)[] }))[] {
  if (by === 'age') return ageBands.map(({ key, words }) => rows.find((row) => row.key === key) ?? { key, label: words, detail: null, values: [...nothing] })
  if (by !== 'month') return [...rows]
  const known = new Map(rows.map((row) => [row.key, row]))
  const counted = rows.flatMap(({ key }) => key ?? []).toSorted()
  const first = days.from?.slice(0, 7) ?? counted[0]
  const last = days.to?.slice(0, 7) ?? counted.at(-1)
  if (first === undefined || last === undefined) return []
  const months: string[] = []
  for (let month = last; month >= first && months.length < mostMonths; month = monthsAfter(`${month}-01`, -1).slice(0, 7)) months.push(month)
  return months.toReversed().map((month) => known.get(month) ?? { key: month, label: monthWords(month), detail: null, values: [...nothing] })
}

/** "2026-11" → "Nov 2026" */
export function monthWords(month: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
}
