import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'
import { firstDay, monthsOf, type Period } from '../domain/market-period.ts'
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
  before: number
}

type Part = 'company' | 'issue' | 'agency'
type Grain = Part | 'state' | 'state_company' | 'state_issue' | 'state_agency' | 'all'

const columns = { subject: ['company_id', 'entity_id'], product: ['product_id'], issue: ['product_id', 'issue_id'], state: ['state'], agency: ['agency_id'], month: ['month'] } as const
const allColumns = ['agency_id', 'company_id', 'entity_id', 'product_id', 'issue_id', 'state', 'month'] as const
const grainOf = { subject: 'company', product: 'issue', issue: 'issue', agency: 'agency' } as const

/**
 * How many complaints, told apart by these dimensions, and in `before` how many of the time just before the period. Kept
 * sums and what changed since are added up in one statement, so that the numbers are those of now (migration 0048).
 */
export async function countMarket(tx: Tx, period: Period, filters: MarketFilters, by: readonly Dimension[], before?: Period): Promise<CountRow[]> {
  const names = columnsOf(by)
  const group = names.length === 0 ? sql`` : sql`group by ${sql.join(names)}`
  const listed = names.length === 0 ? sql`` : sql`${sql.join(names)}, `
  const { counted, open } = measured(filters)
  const since = sql`filter (where month >= ${firstDay(period.from)}::date)`
  const until = sql`filter (where month < ${firstDay(period.from)}::date)`
  const sums = sql`sum(${counted}) ${since} as n, sum(${open}) ${since} as o, sum(${counted}) ${until} as b`
  const { rows } = await sql<Partial<CountRow> & { count: number; open: number; before: number }>`
    select ${listed}coalesce(sum(n), 0)::int as count, coalesce(sum(o), 0)::int as open, coalesce(sum(b), 0)::int as before
    from ${kept({ from: before?.from ?? period.from, to: period.to }, filters, by, sql`${listed}${sums}`, group)} s
    ${group}
    having coalesce(sum(n), 0) <> 0 or coalesce(sum(b), 0) <> 0`.execute(tx.db)
  return rows.map((row) => ({ ...noCount, ...row }))
}

export const noCount: CountRow = { agency_id: null, company_id: null, entity_id: null, product_id: null, issue_id: null, state: null, month: null, count: 0, open: 0, before: 0 }

/** Month by month, of those alone that had at least `least` in the last one; and how many there are in all. */
export async function countSeries(tx: Tx, period: Period, filters: MarketFilters, by: 'subject' | 'issue', least: number): Promise<{ of: number; series: { key: CountRow; months: number[] }[] }> {
  const keys = columnsOf([by])
  const named = columnsOf([by, 'month'])
  const { counted } = measured(filters)
  const someKey = by === 'subject' ? sql`company_id is not null or entity_id is not null` : sql`issue_id is not null`
  const { rows } = await sql<Partial<CountRow> & { at: string[]; counts: number[]; of: number }>`
    select * from (
      select ${sql.join(keys)}, array_agg(month::text) as at, array_agg(n) as counts, sum(n) filter (where month = ${firstDay(period.to)}::date) as last, (count(*) over ())::int as of
      from (select ${sql.join(named)}, sum(n)::int as n from ${kept(period, filters, [by, 'month'], sql`${sql.join(named)}, sum(${counted}) as n`, sql`group by ${sql.join(named)}`)} k group by ${sql.join(named)} having sum(n) <> 0) m
      where ${someKey}
      group by ${sql.join(keys)}) s
    where last >= ${least}`.execute(tx.db)
  const months = monthsOf(period).map(firstDay)
  return {
    of: rows[0]?.of ?? 0,
    series: rows.map(({ at, counts, ...key }) => {
      const byMonth = new Map(at.map((month, index) => [month, counts[index] ?? 0]))
      return { key: { ...noCount, ...key }, months: months.map((month) => byMonth.get(month) ?? 0) }
    }),
  }
}

/** The sums that are kept, and what changed since: to be added up. */
function kept(period: Period, filters: MarketFilters, by: readonly Dimension[], columns: RawBuilder<unknown>, group: RawBuilder<unknown>): RawBuilder<unknown> {
  const where = conditions(period, filters)
  return sql`(select ${columns} from market_count where grain = ${sql.lit(grain(filters, by))} and ${where} ${group} union all select ${columns} from market_change where ${where} ${group})`
}

function columnsOf(by: readonly Dimension[]): RawBuilder<unknown>[] {
  const told = new Set<string>(by.flatMap((dimension) => columns[dimension]))
  return allColumns.filter((column) => told.has(column)).map((column) => sql.ref(column))
}

function measured({ status }: MarketFilters): { counted: RawBuilder<unknown>; open: RawBuilder<unknown> } {
  const counted = status === 'open' ? sql`open_complaints` : status === 'closed' ? sql`complaints - open_complaints` : sql`complaints`
  return { counted, open: status === 'closed' ? sql`0` : sql`open_complaints` }
}

/** The coarsest sums that still tell apart what is asked (migrations 0048 and 0051). */
function grain(filters: MarketFilters, by: readonly Dimension[]): Grain {
  const needed = new Set<Part>(by.flatMap((dimension) => (dimension === 'month' || dimension === 'state' ? [] : [grainOf[dimension]])))
  if (filters.companyId !== undefined || filters.entityId !== undefined) needed.add('company')
  if (filters.productId !== undefined || filters.issueId !== undefined) needed.add('issue')
  if (filters.agencyId !== undefined) needed.add('agency')
  const [part, ...others] = needed
  if (others.length > 0) return 'all'
  // That of the states has the fewest rows.
  if (part === undefined) return 'state'
  return filters.state !== undefined || by.includes('state') ? `state_${part}` : part
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
