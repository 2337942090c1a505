import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import { chartRows, marketColors } from '#src/modules/reports/domain/chart-parts.ts'
import { addMonths, monthsBetween } from '#src/modules/reports/domain/market-period.ts'
import { listOfMarket, type NotGiven } from '#src/modules/reports/domain/market-list.ts'
import type { MarketBy, MarketFilters, MarketRow, MarketView } from '#src/modules/reports/market-contract.ts'
import { StaticTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Section } from '../../ui/page.tsx'
import { PlotFigure, type Drawing, type Plot } from '../../ui/plot-figure.tsx'
import { Switch } from '../../ui/switch.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { ToList } from './market-months.tsx'
import type { MarketSearch } from './routes.ts'
import { byWords, numberWords, rowName } from './market-words.ts'

/** The rest comes at a press: nobody reads a hundred rows before the first ones. */
const firstRows = 25
const column = columnsFor<MarketRow>()
const to: string = '/complaints'

/** The complaints told apart by one thing: the table first, as it is what people act on; its largest rows as bars. */
export function MarketBreakdown({ view, filters, search }: { view: MarketView; filters: MarketFilters; search: MarketSearch }): ReactNode {
  const [as, setAs] = useState<'chart' | 'table'>('table')
  return (
    <Section title={`By ${byWords[view.by].toLowerCase()}`} lead={`${numberWords(view.rows.length + view.rest.rows)} in all`} side={<Switch label="Show this part as" value={as} onChange={setAs} options={[{ value: 'chart', label: 'Chart' }, { value: 'table', label: 'Table' }]} />}>
      {view.rows.length === 0 ? <EmptyState title="Nothing to show">Choose a longer period, or take a filter away.</EmptyState> : as === 'chart' ? <Chart view={view} filters={filters} /> : <Table view={view} filters={filters} search={search} />}
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
        column.display({ id: 'open', header: 'Open now', meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <ToList count={original.open} search={listOf(view, filters, original, 'open')} label={`${rowName(original, by)}, open`} /> }),
        column.display({ id: 'share', header: 'Share', meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <span className="num">{`${((100 * original.count) / Math.max(1, total)).toFixed(1)} %`}</span> }),
        column.display({ id: 'before', header: 'Before', meta: { align: 'end', card: 'more' }, cell: ({ row: { original } }) => <ToList count={original.before} search={beforeOf(view, filters, original)} label={`${rowName(original, by)}, before`} /> }),
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

function listOf(view: MarketView, filters: MarketFilters, row: MarketRow, part: 'all' | 'open' | 'closed' = 'all'): Record<string, string | number> | null {
  const notGiven: Partial<Record<MarketBy, NotGiven>> = { product: 'product', issue: 'issue', state: 'state' }
  // Of complaints about nobody known there is no list.
  if (row.name === null && notGiven[view.by] === undefined) return null
  return listOfMarket(view.period, filters, row, { open: part === 'open', closed: part === 'closed', without: row.name === null ? notGiven[view.by] : undefined })
}

/** A month is held against the one as many months before as the period has. */
function beforeOf(view: MarketView, filters: MarketFilters, row: MarketRow): Record<string, string | number> | null {
  return listOf({ ...view, period: { ...view.period, ...view.before } }, filters, row.month === null ? row : { ...row, month: addMonths(row.month, -monthsBetween(view.period)) })
}

function Chart({ view, filters }: { view: MarketView; filters: MarketFilters }): ReactNode {
  const navigate = useNavigate()
  const drawing = useMemo(() => drawingOf(view), [view])
  const left = view.rows.length + view.rest.rows - chartRows(view.by, view.rows).length
  return (
    <figure className="market-figure">
      <ul className="market-legend" aria-hidden="true">
        <li><span className="market-swatch market-swatch--open" /> Open now</li>
        <li><span className="market-swatch market-swatch--other" /> Closed</li>
      </ul>
      <PlotFigure
        label={`Chart of complaints by ${byWords[view.by].toLowerCase()}. ${view.rows.slice(0, 3).map((row) => `${rowName(row, view.by)}: ${numberWords(row.count)}`).join(', ')}. The table has every number.`}
        drawing={drawing}
        onChoose={(datum) => {
          if (!isPart(datum)) return
          const row = chartRows(view.by, view.rows)[Number(datum.at)]
          const search = row ? listOf(view, filters, row, datum.part) : null
          if (search) void navigate({ to, search })
        }}
      />
      {left > 0 ? <figcaption className="muted small">{`The ${view.by === 'month' ? 'latest' : 'largest'} ${String(chartRows(view.by, view.rows).length)}; the table has ${numberWords(left)} more.`}</figcaption> : null}
    </figure>
  )
}

function drawingOf(view: MarketView): Drawing {
  const rows = chartRows(view.by, view.rows).map((row, index) => ({ at: String(index), name: rowName(row, view.by), count: row.count, open: row.open }))
  const names = new Map(rows.map(({ at, name }) => [at, name]))
  const parts: Part[] = rows.flatMap(({ at, count, open }) => [{ at, part: 'open', value: open }, { at, part: 'closed', value: count - open }])
  const height = 40 + rows.length * 32
  const draw = (plot: Plot, width: number) =>
    plot.plot({
      width, height, marginLeft: Math.min(280, Math.round(width * 0.38)), marginRight: 56, marginTop: 8, marginBottom: 28,
      color: { type: 'ordinal', domain: ['open', 'closed'], range: [marketColors.open, marketColors.closed] },
      x: { label: null, grid: true, ticks: 5, tickFormat: (value: number) => (Number.isInteger(value) ? numberWords(value) : '') },
      y: { type: 'band', domain: [...names.keys()], label: null, tickSize: 0, tickFormat: (at: string) => cut(names.get(at) ?? '', width < 500 ? 18 : 38) },
      marks: [
        plot.barX(parts, plot.stackX({ y: 'at', x: 'value', fill: 'part', order: ['open', 'closed'], insetTop: 4, insetBottom: 4, insetLeft: 0.75, insetRight: 0.75, title: ({ at, part, value }: Part) => `${names.get(at) ?? ''}\n${part === 'open' ? 'Open now' : 'Closed'}: ${numberWords(value)}`, tip: { format: { y: false } } })),
        plot.text(rows, { y: 'at', x: 'count', dx: 6, textAnchor: 'start', fontWeight: 600, text: ({ count }: { count: number }) => numberWords(count) }),
        plot.ruleX([0]),
      ],
    })
  return { draw, height }
}

type Part = { at: string; part: 'open' | 'closed'; value: number }

function isPart(datum: unknown): datum is Part {
  return typeof datum === 'object' && datum !== null && 'at' in datum && 'part' in datum
}

function cut(words: string, most: number): string {
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`
}
