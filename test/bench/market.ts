import { MarketFilters, AskMarket } from '#src/modules/reports/market-contract.ts'
import { findRises } from '#src/modules/reports/queries/find-rises.ts'
import { readMarket } from '#src/modules/reports/queries/read-market.ts'
import type { Clerk } from './cast.ts'
import type { Ground } from './ground.ts'
import type { Reading } from './readings.ts'

type Asked = Partial<AskMarket>

/** The market view and its unusual rises, each asked by a clerk of every agency in turn. */
export async function marketReadings(ground: Ground, clerks: readonly Clerk[]): Promise<Reading[]> {
  await keepSums(ground)
  const reading = (name: string, asked: (clerk: Clerk) => Asked): Reading => ({
    work: 'market',
    name: `market: ${name}`,
    inputs: clerks.map((clerk) => {
      const input = AskMarket.parse(asked(clerk))
      return () => readMarket(ground.deps, clerk.actor, input)
    }),
  })
  const rises = (name: string, asked: (clerk: Clerk) => Partial<MarketFilters>): Reading => ({
    work: 'market',
    name: `market: ${name}`,
    inputs: clerks.map((clerk) => {
      const input = MarketFilters.parse(asked(clerk))
      return () => findRises(ground.deps, clerk.actor, input)
    }),
  })
  const fiveYears = { from: monthsAgo(59), to: monthsAgo(0) }
  return [
    reading('by company', () => ({ by: 'company' })),
    reading('by issue', () => ({ by: 'issue' })),
    reading('by company, five years', () => ({ by: 'company', ...fiveYears })),
    reading('a company by issue', ({ companyId }) => ({ by: 'issue', companyId })),
    reading('a product by company', ({ productId }) => ({ by: 'company', productId })),
    reading('an issue by company, five years', ({ productId, issueId }) => ({ by: 'company', productId, issueId, ...fiveYears })),
    reading('a state by company', () => ({ by: 'company', state: 'KY' })),
    reading('nearly all are in one state, by company', () => ({ by: 'company', state: 'OH' })),
    reading('nearly all are in one state, by agency', () => ({ by: 'agency', state: 'OH' })),
    reading('an agency by issue, open ones', ({ otherAgencyId }) => ({ by: 'issue', agencyId: otherAgencyId, status: 'open' })),
    rises('unusual rises', () => ({})),
    rises('unusual rises of a product', ({ productId }) => ({ productId })),
  ]
}

/** The ground is made with triggers off: nothing is counted yet. */
async function keepSums(ground: Ground): Promise<void> {
  const { rows } = await ground.admin.query('select 1 from market_count limit 1')
  if (rows.length > 0) return
  await ground.admin.query('select count_market_anew()')
  await ground.admin.query('vacuum analyze market_count, market_change')
}

function monthsAgo(count: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1)).toISOString().slice(0, 7)
}
