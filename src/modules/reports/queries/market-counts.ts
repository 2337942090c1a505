import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'
import { firstDay, type Period } from '../domain/market-period.ts'
import type { MarketFilters } from '../market-contract.ts'

/** By what complaints are told apart. `subject` is a company or a Non-NMLS entity. */
export type Dimension = 'subject' | 'product' | 'issue' | 'state' | 'agency' | 'month'

export type CountRow = {
  agency_id: string | null
  company_id: string | null
  entity_id: string | null
  product_id: number | null
  issue_id: number | null
  state: string | null
  month: string | null
  count: number
  open: number
}

type Grain = 'company' | 'issue' | 'state' | 'agency' | 'all'

const columns = { subject: ['company_id', 'entity_id'], product: ['product_id'], issue: ['product_id', 'issue_id'], state: ['state'], agency: ['agency_id'], month: ['month'] } as const
const allColumns = ['agency_id', 'company_id', 'entity_id', 'product_id', 'issue_id', 'state', 'month'] as const
const grainOf = { subject: 'company', product: 'issue', issue: 'issue', state: 'state', agency: 'agency' } as const

/**
 * How many complaints, told apart by these dimensions. Kept sums and what changed since are added up in one statement, so
 * that the numbers are those of now (migration 0048).
 */
export async function countMarket(tx: Tx, period: Period, filters: MarketFilters, by: readonly Dimension[]): Promise<CountRow[]> {
  const told = new Set<string>(by.flatMap((dimension) => columns[dimension]))
  const shown = allColumns.filter((column) => told.has(column))
  const names = shown.map((column) => sql.ref(column))
  const where = conditions(period, filters)
  const group = shown.length === 0 ? sql`` : sql`group by ${sql.join(names)}`
  const listed = shown.length === 0 ? sql`` : sql`${sql.join(names)}, `
  const complaints = filters.status === 'open' ? sql`open_complaints` : filters.status === 'closed' ? sql`complaints - open_complaints` : sql`complaints`
  const open = filters.status === 'closed' ? sql`0` : sql`open_complaints`
  const { rows } = await sql<Partial<CountRow> & { count: number; open: number }>`
    select ${listed}sum(n)::int as count, sum(o)::int as open
    from (select ${listed}sum(${complaints}) as n, sum(${open}) as o from market_count where grain = ${sql.lit(grain(filters, by))} and ${where} ${group}
          union all
          select ${listed}sum(${complaints}), sum(${open}) from market_change where ${where} ${group}) s
    ${group}
    having sum(n) <> 0`.execute(tx.db)
  return rows.map((row) => ({ agency_id: null, company_id: null, entity_id: null, product_id: null, issue_id: null, state: null, month: null, ...row }))
}

/** The coarsest sums that still tell apart what is asked. */
function grain(filters: MarketFilters, by: readonly Dimension[]): Grain {
  const needed = new Set<Grain>(by.flatMap((dimension) => (dimension === 'month' ? [] : [grainOf[dimension]])))
  if (filters.companyId !== undefined || filters.entityId !== undefined) needed.add('company')
  if (filters.productId !== undefined || filters.issueId !== undefined) needed.add('issue')
  if (filters.state !== undefined) needed.add('state')
  if (filters.agencyId !== undefined) needed.add('agency')
  const [only] = needed
  // That of the states has the fewest rows.
  return needed.size > 1 ? 'all' : (only ?? 'state')
}

function conditions(period: Period, filters: MarketFilters): RawBuilder<unknown> {
  const all = [sql`month between ${firstDay(period.from)}::date and ${firstDay(period.to)}::date`]
  if (filters.agencyId !== undefined) all.push(sql`agency_id = ${filters.agencyId}`)
  if (filters.companyId !== undefined) all.push(sql`company_id = ${filters.companyId}`)
  if (filters.entityId !== undefined) all.push(sql`entity_id = ${filters.entityId}`)
  if (filters.productId !== undefined) all.push(sql`product_id = ${filters.productId}`)
  if (filters.issueId !== undefined) all.push(sql`issue_id = ${filters.issueId}`)
  if (filters.state !== undefined) all.push(sql`state = ${filters.state}`)
  return sql.join(all, sql` and `)
}
