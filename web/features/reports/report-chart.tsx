import { useMemo, type ReactNode } from 'react'
import type { ReportDefinition } from '#src/modules/reports/domain/report.ts'
import type { Report } from '#src/modules/reports/report-contract.ts'
import { PlotFigure, type Drawing, type Plot } from '../../ui/plot-figure.tsx'
import './reports.scss'

/** One part of a bar. */
type Part = { row: string; key: string | null; label: string; part: string; head: string; value: number }

const mostBars = 15
const mostMonths = 36

/** Bars of a report's rows, in parts that exclude one another. Months stand beside one another, other rows below one another. */
export function ReportChart({ definition, report, onChoose }: { definition: ReportDefinition; report: Report; onChoose?: (key: string | null, part: string) => void }): ReactNode {
  const drawing = useMemo(() => drawingOf(definition, report), [definition, report])
  const heads = headsOf(definition)
  const total = (key: string) => report.total[report.columns.findIndex((column) => column.key === key)] ?? 0
  const left = report.rows.length - shownOf(report).length
  return (
    <figure className="report-chart">
      {heads.length > 1 ? (
        <ul className="report-legend" aria-hidden="true">
          {heads
            .filter(({ key }) => total(key) > 0)
            .map(({ key, head }) => (
              <li key={key}>
                <span className="report-legend__swatch" data-part={key} />
                {head} <strong className="num">{total(key).toLocaleString('en-US')}</strong>
              </li>
            ))}
        </ul>
      ) : null}
      <PlotFigure
        label={`Chart. ${report.sentence} The table below has every number.`}
        drawing={drawing}
        onChoose={(datum) => {
          if (isPart(datum)) onChoose?.(datum.key, datum.part)
        }}
      />
      {left > 0 ? <figcaption className="muted small">{report.by === 'month' ? `The last ${String(mostMonths)} months; the table has ${String(left)} more.` : `The ${String(mostBars)} largest; the table has more.`}</figcaption> : null}
    </figure>
  )
}

function headsOf({ stacked, measures }: ReportDefinition): { key: string; head: string }[] {
  return stacked.flatMap((key) => measures.filter((measure) => measure.key === key).map(({ head }) => ({ key, head })))
}

function shownOf({ by, rows }: Report): Report['rows'] {
  return by === 'month' ? rows.slice(-mostMonths) : rows.slice(0, mostBars)
}

function drawingOf(definition: ReportDefinition, report: Report): Drawing {
  const heads = headsOf(definition)
  const rows = shownOf(report)
  const parts: Part[] = rows.flatMap((row, index) =>
    heads.map(({ key, head }) => ({ row: String(index), key: row.key, label: row.label, part: key, head, value: row.values[report.columns.findIndex((column) => column.key === key)] ?? 0 })),
  )
  const color = { type: 'ordinal' as const, domain: heads.map(({ key }) => key), range: heads.map(({ key }) => partColors[key] ?? 'var(--ours)') }
  const names = new Map(rows.map((row, index) => [String(index), row.label]))
  const sums = rows.map((row, index) => ({ row: String(index), value: row.values[0] ?? 0 }))
  // A number beside each bar; of many months there is no room for it.
  const told = { text: (one: { value: number }) => (one.value > 0 ? one.value.toLocaleString('en-US') : ''), fontWeight: 600 }
  const tip = { title: (one: Part) => `${one.label}\n${one.head}: ${one.value.toLocaleString('en-US')}` }
  if (report.by === 'month') {
    const height = 280
    const draw = (plot: Plot, width: number) => {
      const every = Math.max(1, Math.ceil(rows.length / (width / 52)))
      return plot.plot({
        width, height, marginLeft: 40, marginTop: 24, marginBottom: 36, color,
        x: { type: 'band', domain: [...names.keys()], label: null, tickSize: 0, tickFormat: (row: string) => (Number(row) % every === 0 ? twoLines(names.get(row)) : '') },
        y: { label: null, grid: true, ticks: 5, tickFormat: (value: number) => (Number.isInteger(value) ? value.toLocaleString('en-US') : '') },
        marks: [
          plot.barY(parts, plot.stackY({ x: 'row', y: 'value', fill: 'part', order: color.domain, insetLeft: 1, insetRight: 1, ...tip, tip: { format: { x: false } } })),
          ...(every === 1 ? [plot.text(sums, { x: 'row', y: 'value', dy: -8, ...told })] : []),
          plot.ruleY([0]),
        ],
      })
    }
    return { draw, height }
  }
  const height = 40 + rows.length * 34
  const draw = (plot: Plot, width: number) =>
    plot.plot({
      width, height, marginLeft: Math.min(240, Math.round(width * 0.36)), marginRight: 48, marginTop: 8, marginBottom: 28, color,
      x: { label: null, grid: true, ticks: 5, tickFormat: (value: number) => (Number.isInteger(value) ? value.toLocaleString('en-US') : '') },
      y: { type: 'band', domain: [...names.keys()], label: null, tickSize: 0, tickFormat: (row: string) => cut(names.get(row) ?? '', width < 500 ? 16 : 34) },
      marks: [
        plot.barX(parts, plot.stackX({ y: 'row', x: 'value', fill: 'part', order: color.domain, insetTop: 3, insetBottom: 3, ...tip, tip: { format: { y: false } } })),
        plot.text(sums, { y: 'row', x: 'value', dx: 6, textAnchor: 'start', ...told }),
        plot.ruleX([0]),
      ],
    })
  return { draw, height }
}

/** The same in reports.scss. */
const partColors: Readonly<Record<string, string>> = {
  all: 'var(--ours)', agency: 'var(--ours)', open: 'var(--ours)', company: 'var(--theirs)', closed: 'var(--base)', reopened: 'var(--chart-orange)', unsent: 'var(--chart-blue)', referral: 'var(--chart-violet)', review: 'var(--chart-gold)',
  on_time: 'var(--theirs)', late: 'var(--chart-orange)', due: 'var(--ours)', overdue: 'var(--late)', canceled: 'var(--base)',
}

/** "Nov 2026" on two lines. */
function twoLines(month = ''): string {
  return month.replace(' ', '\n')
}

function cut(words: string, most: number): string {
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`
}

function isPart(datum: unknown): datum is Part {
  return typeof datum === 'object' && datum !== null && 'part' in datum && 'key' in datum
}
