import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { invalid, notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { firstDay, lastDay, monthOf, monthsBetween, monthsOf, mostMonths, periodBefore, usualPeriod, addMonths, type Period } from '../domain/market-period.ts'
import type { AskMarket, MarketBy, MarketRow, MarketView } from '../market-contract.ts'
import { countMarket, noCount, type CountRow, type Dimension } from './market-counts.ts'
import { marketNames, type MarketNames } from './market-names.ts'

/** As many rows are shown; a file has them all. */
const mostRows = 100
/** More products could not be told apart by their colors. */
const mostProducts = 5

const dimensionOf = { company: 'subject', product: 'product', issue: 'issue', state: 'state', agency: 'agency', month: 'month' } as const satisfies Record<MarketBy, Dimension>

/** The complaints of all agencies, counted (docs/rules.md 7): canceled ones and drafts are left out. */
export async function readMarket(deps: Deps, actor: Actor, input: AskMarket): Promise<MarketView> {
  const reader = marketReader(actor)
  return deps.transaction(reader, (tx) => marketView(tx, reader, input, mostRows))
}

/** Everybody who reads complaints, of any agency. */
export function marketReader(actor: Actor): AgencyActor {
  permit(actor, 'report.view')
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

export async function marketView(tx: Tx, reader: AgencyActor, input: AskMarket, most: number): Promise<MarketView> {
  const period = periodOf(input, dateIn(reader.timeZone, tx.now))
  const before = periodBefore(period)
  const dimension = dimensionOf[input.by]
  const byMonth = await countMarket(tx, period, input, ['month', 'product'])
  const rows = await countMarket(tx, period, input, [dimension], before)
  const listed = inOrder(input.by, rows, period)
  const shown = listed.slice(0, most)
  const ranked = rankedProducts(byMonth)
  const chosenKeys = { company_id: input.companyId ?? null, entity_id: input.entityId ?? null, product_id: input.productId ?? null, issue_id: input.issueId ?? null, agency_id: input.agencyId ?? null }
  const names = await marketNames(tx, [...shown, ...ranked.map((product_id) => ({ ...noCount, product_id })), chosenKeys])
  const count = (of: readonly CountRow[]) => of.reduce((total, row) => total + row.count, 0)
  return {
    countedAt: tx.now.toISOString(),
    period: { ...period, firstDay: firstDay(period.from), lastDay: lastDay(period.to), isRunning: period.to >= monthOf(dateIn(reader.timeZone, tx.now)) },
    before: { ...before, firstDay: firstDay(before.from), lastDay: lastDay(before.to) },
    by: input.by,
    total: count(byMonth),
    open: byMonth.reduce((total, row) => total + row.open, 0),
    totalBefore: rows.reduce((total, row) => total + row.before, 0),
    chosen: {
      company: names.nameOf('company', chosenKeys.company_id) ?? names.nameOf('entity', chosenKeys.entity_id),
      product: names.nameOf('category', chosenKeys.product_id),
      issue: names.nameOf('category', chosenKeys.issue_id),
      agency: names.nameOf('agency', chosenKeys.agency_id),
    },
    products: ranked.map((id) => ({ id: String(id), name: names.nameOf('category', id) ?? '' })),
    months: monthsOf(period).map((month) => monthRow(month, byMonth, ranked)),
    rows: shown.map((row) => presentRow(row, input.by, names)),
    rest: { rows: listed.length - shown.length, count: count(listed.slice(shown.length)) },
  }
}

/** A year before the last month, unless both are said. */
function periodOf(input: AskMarket, today: string): Period {
  const to = input.to ?? usualPeriod(today).to
  const period = { from: input.from ?? addMonths(to, -12), to }
  if (period.from > period.to) throw invalid({ from: 'The first month lies after the last. Choose an earlier one.' })
  if (monthsBetween(period) > mostMonths) throw invalid({ from: `Choose at most ${String(mostMonths)} months.` })
  return period
}

/** A month is held against the one as many months before as the period has. */
function inOrder(by: MarketBy, rows: readonly CountRow[], period: Period): CountRow[] {
  if (by !== 'month') return rows.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  const known = new Map(rows.map((row) => [row.month, row]))
  return monthsOf(period).map((month) => {
    const [own, earlier] = [known.get(firstDay(month)), known.get(firstDay(addMonths(month, -monthsBetween(period))))]
    return { ...noCount, month: firstDay(month), count: own?.count ?? 0, open: own?.open ?? 0, before: earlier?.before ?? 0 }
  })
}

function rankedProducts(byMonth: readonly CountRow[]): number[] {
  const totals = new Map<number, number>()
  for (const { product_id, count } of byMonth) if (product_id !== null) totals.set(product_id, (totals.get(product_id) ?? 0) + count)
  return [...totals].sort((a, b) => b[1] - a[1]).slice(0, mostProducts).map(([id]) => id)
}

function monthRow(month: string, rows: readonly CountRow[], ranked: readonly number[]): MarketView['months'][number] {
  const own = rows.filter((row) => row.month === firstDay(month))
  const count = own.reduce((total, row) => total + row.count, 0)
  const products = ranked.map((id) => own.find(({ product_id }) => product_id === id)?.count ?? 0)
  return { month, count, products, other: count - products.reduce((total, one) => total + one, 0) }
}

function presentRow(row: CountRow, by: MarketBy, names: MarketNames): MarketRow {
  return {
    companyId: row.company_id,
    entityId: row.entity_id,
    productId: row.product_id,
    issueId: row.issue_id,
    state: row.state,
    agencyId: row.agency_id,
    month: row.month === null ? null : monthOf(row.month),
    ...nameOf(row, by, names),
    count: row.count,
    open: row.open,
    before: row.before,
  }
}

function nameOf(row: CountRow, by: MarketBy, names: MarketNames): { name: string | null; under: string | null } {
  switch (by) {
    case 'company':
      return { name: names.nameOf('company', row.company_id) ?? names.nameOf('entity', row.entity_id), under: names.etnOf(row.entity_id) }
    case 'product':
      return { name: names.nameOf('category', row.product_id), under: null }
    case 'issue':
      return { name: names.nameOf('category', row.issue_id), under: names.nameOf('category', row.product_id) }
    case 'state':
      return { name: row.state, under: null }
    case 'agency':
      return { name: names.nameOf('agency', row.agency_id), under: null }
    case 'month':
      return { name: row.month === null ? null : monthOf(row.month), under: null }
  }
}
