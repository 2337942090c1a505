import type { ReportDefinition } from './report.ts'

/** Of many rows the first are drawn; months, which stand side by side, the last. */
export const mostBars = 15
export const mostMonthBars = 36

/** What a bar is made of: the columns that exclude one another, each in its color, on the page as on paper. */
export function chartParts({ stacked, measures }: ReportDefinition): { key: string; name: string; color: string }[] {
  return stacked.flatMap((key) => measures.filter((measure) => measure.key === key).map(({ head }) => ({ key, name: head, color: colors[key] ?? blue })))
}

export function chartRows<Row>(by: string, rows: readonly Row[]): readonly Row[] {
  return by === 'month' ? rows.slice(-mostMonthBars) : rows.slice(0, mostBars)
}

const [blue, teal, gray, orange, light, violet, gold, red] = ['#1a4480', '#008480', '#71767a', '#c05600', '#2378c3', '#8168b3', '#936f38', '#b50909'] as const
const colors: Readonly<Record<string, string>> = {
  agency: blue, company: teal, open: blue, closed: gray, reopened: orange, unsent: light, referral: violet, review: gold,
  on_time: teal, late: orange, due: blue, overdue: red, canceled: gray,
  withRelief: teal, otherRelief: light, explained: blue, referred: violet, otherwise: gray,
}
/** The market's: what is open, and what is not. */
export const marketColors = { open: blue, closed: '#8d9297' } as const
