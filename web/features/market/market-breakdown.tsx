import { Link } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import type { MarketBy, MarketFilters, MarketRow, MarketView } from '#src/modules/reports/market-contract.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/page.tsx'
import { PlotFigure, type Drawing, type Plot } from '../../ui/plot-figure.tsx'
import { Switch } from '../../ui/switch.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { listOfMarket, type NotGiven } from './market-list.ts'
import { ToList } from './market-months.tsx'
import type { MarketSearch } from './routes.ts'
import { byWords, numberWords, rowName } from './market-words.ts'

const mostBars = 15
/** The rest comes at a press: nobody reads a hundred rows before the first ones. */
const firstRows = 25
const column = columnsFor<MarketRow>()

/** The complaints told apart by one thing: the table first, as it is what people act on; its largest rows as bars. */
export function MarketBreakdown({ view, filters, search }: { view: MarketView; filters: MarketFilters; search: MarketSearch }): ReactNode {
  const [as, setAs] = useState<'chart' | 'table'>('table')
  return (
    <Section title={`By ${byWords[view.by].toLowerCase()}`} lead={`${numberWords(view.rows.length + view.rest.rows)} in all`} side={<Switch label="Show this part as" value={as} onChange={setAs} options={[{ value: 'chart', label: 'Chart' }, { value: 'table', label: 'Table' }]} />}>
      {view.rows.length === 0 ? <EmptyState title="Nothing to show">Choose a longer period, or take a filter away.</EmptyState> : as === 'chart' ? <Chart view={view} /> : <Table view={view} filters={filters} search={search} />}
    </Section>
  )
}

function Table({ view, filters, search }: { view: MarketView; filters: MarketFilters; search: MarketSearch }): ReactNode {
  const { by, total } = view
  const [all, setAll] = useState(false)
  const shown = all || by === 'month' ? view.rows : view.rows.slice(0, firstRows)
  const columns = useMemo(
    () =>
      column.columns([
        column.display({ id: 'name', header: byWords[by], meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={<Narrow row={original} by={by} search={search} />} under={original.under ?? undefined} /> }),
        column.display({ id: 'count', header: 'Complaints', meta: { align: 'end', card: 'tag' }, cell: ({ row: { original } }) => <ToList count={original.count} search={listOf(view, filters, original)} label={rowName(original, by)} /> }),
        column.display({ id: 'open', header: 'Open now', meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <ToList count={original.open} search={listOf(view, filters, original, true)} label={`${rowName(original, by)}, open`} /> }),
        column.display({ id: 'share', header: 'Share', meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <span className="num">{`${((100 * original.count) / Math.max(1, total)).toFixed(1)} %`}</span> }),
        column.display({ id: 'before', header: 'Before', meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <span className="num">{numberWords(original.before)}</span> }),
      ]),
    [view, filters, search, by, total],
  )
  return (
    <>
      <StaticTable caption={`Complaints by ${byWords[by].toLowerCase()}`} rows={shown} columns={columns} cards={false} rowId={(row) => [row.companyId, row.entityId, row.productId, row.issueId, row.state, row.agencyId, row.month].map(String).join(' ')} empty="No complaints" />
      {shown.length < view.rows.length ? (
        <div className="table-foot">
          <button type="button" className="usa-button usa-button--outline" onClick={() => setAll(true)}>{`Show all ${numberWords(view.rows.length)}`}</button>
          <span className="num" role="status">{`${numberWords(shown.length)} shown`}</span>
        </div>
      ) : view.rest.rows > 0 ? (
        <p className="muted small">{`${numberWords(view.rest.rows)} more, with ${numberWords(view.rest.count)} complaints together, are not shown. An exported file has them.`}</p>
      ) : null}
    </>
  )
}

/** Leads on: the same market with this row alone, told apart by something else. */
function Narrow({ row, by, search }: { row: MarketRow; by: MarketBy; search: MarketSearch }): ReactNode {
  const own = Object.fromEntries(Object.entries({ companyId: row.companyId, entityId: row.entityId, productId: row.productId, issueId: row.issueId, state: row.state, agencyId: row.agencyId }).filter(([, value]) => value !== null))
  const name = rowName(row, by)
  if (row.name === null) return name
  const next: Record<MarketBy, MarketBy> = { company: 'issue', product: 'issue', issue: 'company', state: 'company', agency: 'company', month: 'company' }
  return (
    <Link to="/reports/market" search={{ ...search, ...own, by: next[by], ...(row.month === null ? {} : { from: row.month, to: row.month }) }}>
      {name}
    </Link>
  )
}

function listOf(view: MarketView, filters: MarketFilters, row: MarketRow, open = false): Record<string, string | number> | null {
  const notGiven: Partial<Record<MarketBy, NotGiven>> = { product: 'product', issue: 'issue', state: 'state' }
  // Of complaints about nobody known there is no list.
  if (row.name === null && notGiven[view.by] === undefined) return null
  return listOfMarket(view.period, filters, row, { open, without: row.name === null ? notGiven[view.by] : undefined })
}

function Chart({ view }: { view: MarketView }): ReactNode {
  const drawing = useMemo(() => drawingOf(view), [view])
  const left = view.rows.length + view.rest.rows - Math.min(mostBars, view.rows.length)
  return (
    <figure className="market-figure">
      <ul className="market-legend" aria-hidden="true">
        <li><span className="market-swatch market-swatch--open" /> Open now</li>
        <li><span className="market-swatch market-swatch--other" /> Closed</li>
      </ul>
      <PlotFigure label={`Chart of complaints by ${byWords[view.by].toLowerCase()}. ${view.rows.slice(0, 3).map((row) => `${rowName(row, view.by)}: ${numberWords(row.count)}`).join(', ')}. The table has every number.`} drawing={drawing} />
      {left > 0 ? <figcaption className="muted small">{`The ${String(mostBars)} largest; the table has ${numberWords(left)} more.`}</figcaption> : null}
    </figure>
  )
}

function drawingOf(view: MarketView): Drawing {
  const rows = (view.by === 'month' ? view.rows.slice(-mostBars) : view.rows.slice(0, mostBars)).map((row, index) => ({ at: String(index), name: rowName(row, view.by), count: row.count, open: row.open }))
  const names = new Map(rows.map(({ at, name }) => [at, name]))
  const parts = rows.flatMap(({ at, count, open }) => [{ at, part: 'open', value: open }, { at, part: 'closed', value: count - open }])
  const height = 40 + rows.length * 32
  const draw = (plot: Plot, width: number) =>
    plot.plot({
      width, height, marginLeft: Math.min(280, Math.round(width * 0.38)), marginRight: 56, marginTop: 8, marginBottom: 28,
      color: { type: 'ordinal', domain: ['open', 'closed'], range: ['var(--ours)', 'var(--market-other)'] },
      x: { label: null, grid: true, ticks: 5, tickFormat: (value: number) => (Number.isInteger(value) ? numberWords(value) : '') },
      y: { type: 'band', domain: [...names.keys()], label: null, tickSize: 0, tickFormat: (at: string) => cut(names.get(at) ?? '', width < 500 ? 18 : 38) },
      marks: [
        plot.barX(parts, plot.stackX({ y: 'at', x: 'value', fill: 'part', order: ['open', 'closed'], insetTop: 4, insetBottom: 4, insetLeft: 0.75, insetRight: 0.75 })),
        plot.text(rows, { y: 'at', x: 'count', dx: 6, textAnchor: 'start', fontWeight: 600, text: ({ count }: { count: number }) => numberWords(count) }),
        plot.ruleX([0]),
      ],
    })
  return { draw, height }
}

function cut(words: string, most: number): string {
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`
}
