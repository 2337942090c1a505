import { useNavigate } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { chartParts, chartRows, mostBars, mostMonthBars } from '#src/modules/reports/domain/chart-parts.ts'
import type { Asked, ReportDefinition } from '#src/modules/reports/domain/report.ts'
import type { Report } from '#src/modules/reports/report-contract.ts'
import { PlotFigure, type Drawing, type Plot } from '../../ui/plot-figure.tsx'
import { behind, searchOf } from './report-table.tsx'
import './reports.scss'

/** One part of a bar. */
type Part = { row: string; key: string | null; label: string; part: string; head: string; value: number }

/**
 * Bars of a report's rows, in parts that exclude one another; each part leads to its list, as its number in the table does.
 * Months stand beside one another, other rows below one another.
 */
export function ReportChart({ definition, report, asked }: { definition: ReportDefinition; report: Report; asked: Asked }): ReactNode {
  const navigate = useNavigate()
  const drawing = useMemo(() => drawingOf(definition, report), [definition, report])
  const heads = chartParts(definition)
  const total = (key: string) => report.total[report.columns.findIndex((column) => column.key === key)] ?? 0
  const left = report.rows.length - chartRows(report.by, report.rows).length
  return (
    <figure className="report-chart">
      {heads.length > 1 ? (
        <ul className="report-legend" aria-hidden="true">
          {heads
            .filter(({ key }) => total(key) > 0)
            .map(({ key, name, color }) => (
              <li key={key}>
                <span className="report-legend__swatch" style={{ background: color }} />
                {name} <strong className="num">{total(key).toLocaleString('en-US')}</strong>
              </li>
            ))}
        </ul>
      ) : null}
      <PlotFigure
        label={`Chart. ${report.sentence} The table below has every number.`}
        drawing={drawing}
        onChoose={(datum) => {
          const list = isPart(datum) ? behind(definition, asked, report.today, { by: report.by, key: datum.key }, datum.part) : null
          const to: string | undefined = list?.path
          if (list && to) void navigate({ to, search: searchOf(list) })
        }}
      />
      {left > 0 ? <figcaption className="muted small">{report.by === 'month' ? `The last ${String(mostMonthBars)} months; the table has ${String(left)} more.` : `The ${String(mostBars)} largest; the table has more.`}</figcaption> : null}
    </figure>
  )
}

function drawingOf(definition: ReportDefinition, report: Report): Drawing {
  const heads = chartParts(definition)
  const rows = chartRows(report.by, report.rows)
  const parts: Part[] = rows.flatMap((row, index) =>
    heads.map(({ key, name }) => ({ row: String(index), key: row.key, label: row.label, part: key, head: name, value: row.values[report.columns.findIndex((column) => column.key === key)] ?? 0 })),
  )
  const color = { type: 'ordinal' as const, domain: heads.map(({ key }) => key), range: heads.map(({ color: one }) => one) }
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
