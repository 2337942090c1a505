import { Link } from '@tanstack/react-router'
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { listOfMarket } from '#src/modules/reports/domain/market-list.ts'
import type { MarketFilters, MarketView } from '#src/modules/reports/market-contract.ts'
import { StaticTable } from '../../ui/data-table.tsx'
import { Section } from '../../ui/page.tsx'
import { PlotFigure, type Drawing, type Plot } from '../../ui/plot-figure.tsx'
import { Switch } from '../../ui/switch.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { monthWords, numberWords } from './market-words.ts'

type Month = MarketView['months'][number]
type Part = { month: string; part: string; value: number }
const other = 'other'
const to: string = '/complaints'

/** Complaints by month of receipt and product: a chart whose months are read beside it, or a table. */
export function MarketMonths({ view, filters }: { view: MarketView; filters: MarketFilters }): ReactNode {
  const [as, setAs] = useState<'chart' | 'table'>('chart')
  return (
    <Section title="By month and product" lead={highestWords(view)} side={<Switch label="Show as" value={as} onChange={setAs} options={[{ value: 'chart', label: 'Chart' }, { value: 'table', label: 'Table' }]} />}>
      {as === 'chart' ? <Chart view={view} filters={filters} /> : <Table view={view} filters={filters} />}
    </Section>
  )
}

function highestWords({ months, products }: MarketView): string {
  const highest = months.reduce((most, month) => (month.count > most.count ? month : most), months[0] ?? { month: '', count: 0, products: [], other: 0 })
  if (highest.count === 0) return 'No complaints'
  return `${products[0] ? `${products[0].name} is the largest. ` : ''}${monthWords(highest.month)} was the highest, with ${numberWords(highest.count)}.`
}

function seriesOf({ products, months }: MarketView): { key: string; name: string }[] {
  return [...products.map(({ id, name }) => ({ key: id, name })), ...(months.some((month) => month.other > 0) ? [{ key: other, name: 'All other products' }] : [])]
}

function valueOf(month: Month, view: MarketView, key: string): number {
  return key === other ? month.other : (month.products[view.products.findIndex(({ id }) => id === key)] ?? 0)
}

/** One stop of the Tab key; arrow keys move between months. */
function Chart({ view, filters }: { view: MarketView; filters: MarketFilters }): ReactNode {
  const [at, setAt] = useState<string | null>(null)
  const series = seriesOf(view)
  const index = Math.max(0, at === null ? view.months.length - 1 : view.months.findIndex(({ month }) => month === at))
  const month = view.months[index]
  const drawing = useMemo(() => drawingOf(view, month?.month ?? ''), [view, month])
  if (month === undefined) return null

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -index, End: view.months.length - 1 - index }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = view.months[Math.min(view.months.length - 1, Math.max(0, index + step))]
    if (next) setAt(next.month)
  }

  return (
    <div className="market-chart">
      <div>
        <div
          className="market-chart__stage"
          tabIndex={0}
          role="slider"
          aria-label="Month of receipt"
          aria-valuemin={1}
          aria-valuemax={view.months.length}
          aria-valuenow={index + 1}
          aria-valuetext={`${monthWords(month.month)}: ${numberWords(month.count)} complaints`}
          onKeyDown={onKeyDown}
        >
          <PlotFigure
            label={`Chart of complaints by month and product. ${highestWords(view)} The table has every number.`}
            drawing={drawing}
            onChoose={(datum) => {
              if (typeof datum === 'object' && datum !== null && 'month' in datum && typeof datum.month === 'string') setAt(datum.month)
            }}
          />
        </div>
        <p className="muted small">Select a month to read it beside the chart. Arrow keys move between months.</p>
      </div>
      <div className="market-values">
        <h3>{monthWords(month.month)}</h3>
        <table className="market-values__table">
          <caption className="sr-only">{`Complaints received in ${monthWords(month.month)}, by product`}</caption>
          <tbody>
            {series.map(({ key, name }, part) => (
              <tr key={key}>
                <th scope="row">
                  <span className={`market-swatch market-swatch--${key === other ? 'other' : String(part)}`} />
                  {name}
                </th>
                <td>
                  <ToList count={valueOf(month, view, key)} search={key === other ? null : listOfMarket(view.period, filters, { month: month.month, productId: Number(key) })} label={`${name}, ${monthWords(month.month)}`} />
                </td>
              </tr>
            ))}
            <tr className="market-values__all">
              <th scope="row">All</th>
              <td>
                <ToList count={month.count} search={listOfMarket(view.period, filters, { month: month.month })} label={monthWords(month.month)} />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </div>
  )
}

const colors = ['var(--market-0)', 'var(--market-1)', 'var(--market-2)', 'var(--market-3)', 'var(--market-4)']

function drawingOf(view: MarketView, chosen: string): Drawing {
  const series = seriesOf(view)
  const parts: Part[] = view.months.flatMap((month) => series.map(({ key }) => ({ month: month.month, part: key, value: valueOf(month, view, key) })))
  const height = 300
  const draw = (plot: Plot, width: number) => {
    const every = Math.max(1, Math.ceil(view.months.length / (width / 52)))
    const position = new Map(view.months.map(({ month }, index) => [month, index]))
    return plot.plot({
      width, height, marginLeft: 48, marginTop: 24, marginBottom: 36,
      color: { type: 'ordinal', domain: series.map(({ key }) => key), range: series.map(({ key }, index) => (key === other ? 'var(--market-other)' : (colors[index] ?? 'var(--market-other)'))) },
      x: { type: 'band', domain: view.months.map(({ month }) => month), label: null, tickSize: 0, tickFormat: (month: string) => ((position.get(month) ?? 0) % every === 0 ? monthWords(month, 'short').replace(' ', '\n') : '') },
      y: { label: null, grid: true, ticks: 5, tickFormat: (value: number) => (Number.isInteger(value) ? numberWords(value) : '') },
      marks: [
        plot.barY(view.months.filter(({ month }) => month === chosen), { x: 'month', y: () => Math.max(1, ...view.months.map(({ count }) => count)), fill: 'var(--chosen)', stroke: 'var(--focus)', strokeWidth: 2, inset: -1 }),
        plot.barY(parts, plot.stackY({ x: 'month', y: 'value', fill: 'part', order: series.map(({ key }) => key), insetLeft: 2, insetRight: 2, insetTop: 0.75, insetBottom: 0.75 })),
        ...(every === 1 ? [plot.text(view.months, { x: 'month', y: 'count', dy: -8, fontWeight: 600, text: ({ count }: Month) => (count > 0 ? numberWords(count) : '') })] : []),
        plot.ruleY([0]),
        // The whole column answers to the pointer, not its bars alone.
        plot.tip(view.months, plot.pointerX({ x: 'month', y: 'count', title: ({ month, count }: Month) => `${monthWords(month)}: ${numberWords(count)}` })),
      ],
    })
  }
  return { draw, height }
}

const column = columnsFor<Month>()

function Table({ view, filters }: { view: MarketView; filters: MarketFilters }): ReactNode {
  const columns = column.columns([
    column.display({ id: 'month', header: 'Month of receipt', meta: { card: 'title', nowrap: true }, cell: ({ row: { original } }) => monthWords(original.month) }),
    ...seriesOf(view).map(({ key, name }) =>
      column.display({ id: key, header: name, meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <ToList count={valueOf(original, view, key)} search={key === other ? null : listOfMarket(view.period, filters, { month: original.month, productId: Number(key) })} label={`${name}, ${monthWords(original.month)}`} /> }),
    ),
    column.display({ id: 'all', header: 'All', meta: { align: 'end', card: 'tag' }, cell: ({ row: { original } }) => <ToList count={original.count} search={listOfMarket(view.period, filters, { month: original.month })} label={monthWords(original.month)} /> }),
  ])
  return (
    <div className="market-months">
      <StaticTable caption="Complaints by month of receipt and product" rows={view.months} columns={columns} cards={false} rowId={({ month }) => month} empty="No complaints" />
    </div>
  )
}

/** A number and the list behind it. */
export function ToList({ count, search, label }: { count: number; search: Record<string, string | number> | null; label: string }): ReactNode {
  if (count === 0 || search === null) return <span className="num">{numberWords(count)}</span>
  return (
    <Link to={to} search={search} className="num" aria-label={`${numberWords(count)}, ${label}: list them`}>
      {numberWords(count)}
    </Link>
  )
}
