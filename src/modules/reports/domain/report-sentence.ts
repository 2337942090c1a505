import { groupingAmid, type Grouping, type ReportDefinition } from './report.ts'

type Counted = { by: Grouping; rows: readonly { label: string; values: readonly (number | null)[] }[]; total: readonly (number | null)[]; groups: number }

/** What the numbers say, in words: beside the chart, and instead of it for whoever does not see it. */
export function sentenceOf(report: ReportDefinition, { by, rows, total, groups }: Counted): string {
  const all = total[0] ?? 0
  const what = all === 1 ? report.of.slice(0, -1) : report.of
  const kind = report.of === 'requests' ? ' sent' : report.scope === 'open' ? ' open' : report.scope === 'closed' ? ' closed' : ''
  if (all === 0) return `No ${report.of.slice(0, -1)}${kind} in this period and with these filters.`
  const largest = rows.toSorted((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0)).slice(0, by === 'month' || by === 'age' ? 1 : 3).filter((row) => (row.values[0] ?? 0) > 0)
  const named = largest.map(({ label, values }) => `${label} (${count(values[0])})`).join(', ')
  const most = by === 'month' ? 'The highest month' : by === 'age' ? 'The largest group' : `The largest by ${groupingAmid(by)}`
  return `${count(all)} ${what}${kind}. ${most}: ${named}${groups > rows.length && by !== 'month' ? `, of ${count(groups)}` : ''}.`
}

function count(value: number | null | undefined): string {
  return (value ?? 0).toLocaleString('en-US')
}
