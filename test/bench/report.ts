import { budgetOf } from './budgets.ts'
import type { Row } from './readings.ts'

export type Verdict = { row: Row; misses: string[]; growth?: number }

/** Each row against its budget; growth against the same row at the smallest size. */
export function judge(rows: readonly Row[]): Verdict[] {
  return rows.map((row) => {
    const budget = budgetOf(row.work)
    const misses: string[] = []
    if (budget.p95 !== undefined && row.timing !== undefined && row.timing.p95 > budget.p95) misses.push('p95')
    if (budget.share !== undefined && row.share !== undefined && row.share < budget.share) misses.push('share of bare')
    const smallest = rows.find((other) => other.work === row.work && other.name === row.name)
    const base = smallest === row ? undefined : smallest?.timing?.p95
    const growth = base === undefined || row.timing === undefined ? undefined : row.timing.p95 / base
    if (budget.growth !== undefined && base !== undefined && row.timing !== undefined && row.timing.p95 > Math.max(base * budget.growth.times, base + budget.growth.plus)) misses.push('growth')
    if (budget.most !== undefined && row.figure !== undefined && row.figure.value > budget.most) misses.push('too much')
    if (budget.least !== undefined && row.figure !== undefined && row.figure.value < budget.least) misses.push('too little')
    return { row, misses, growth }
  })
}

/** As Markdown, to be pasted where it is read. */
export function table(verdicts: readonly Verdict[]): string {
  const header = ['Work', 'Complaints', 'p50', 'p95', 'p99', 'a second', 'processor', 'of bare', 'growth', 'Budget', '']
  const lines = verdicts.map(({ row, misses, growth }) => {
    const { timing, figure } = row
    const budget = budgetOf(row.work)
    return [
      `${row.work}: ${row.name}${row.remark === undefined ? '' : ` (${row.remark})`}`,
      row.size === undefined ? '' : row.size.toLocaleString('en-US'),
      ...(timing === undefined
        ? [figure === undefined ? '' : `${digits(figure.value)} ${figure.unit}`, '', '', '']
        : [milliseconds(timing.p50), milliseconds(timing.p95), milliseconds(timing.p99), timing.perSecond.toFixed(0)]),
      row.processor === undefined ? '' : milliseconds(row.processor),
      row.share === undefined ? '' : `${(row.share * 100).toFixed(0)} %`,
      growth === undefined ? '' : `× ${growth.toFixed(2)}`,
      [budget.p95 === undefined ? '' : `p95 ≤ ${String(budget.p95)} ms`, budget.most === undefined ? '' : `≤ ${String(budget.most)}`, budget.least === undefined ? '' : `≥ ${String(budget.least)}`].filter(Boolean).join(', '),
      Object.keys(budget).length === 0 || (timing === undefined && figure === undefined) ? '' : misses.length === 0 ? 'met' : `**missed: ${misses.join(', ')}**`,
    ]
  })
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}
