import type { Actor } from '../../../access/actor.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { addMonths, firstDay, lastDay, monthOf, monthsOf, type Period } from '../domain/market-period.ts'
import { chanceWords, leastCount, marketRises, type Rise } from '../domain/market-rises.ts'
import type { MarketFilters, MarketRise, MarketRises } from '../market-contract.ts'
import { countMarket, countSeries, type CountRow } from './market-counts.ts'
import { marketNames, type MarketNames } from './market-names.ts'
import { marketReader } from './read-market.ts'

/** The unlikeliest; more would bury them. */
const mostRises = 10

/** Companies and issues that had unusually many complaints in the last full month, among those that the filters leave. */
export async function findRises(deps: Deps, actor: Actor, filters: MarketFilters): Promise<MarketRises> {
  const reader = marketReader(actor)
  return deps.transaction(reader, async (tx) => {
    const month = addMonths(monthOf(dateIn(reader.timeZone, tx.now)), -1)
    const period = { from: addMonths(month, -12), to: month }
    const everybody = await monthly(tx, period, filters)
    const companies = await countSeries(tx, period, filters, 'subject', leastCount)
    const issues = await countSeries(tx, period, filters, 'issue', leastCount)
    const found = { companies: marketRises(companies.series, everybody, companies.of), issues: marketRises(issues.series, everybody, issues.of) }
    const shown = { companies: found.companies.slice(0, mostRises), issues: found.issues.slice(0, mostRises) }
    const names = await marketNames(tx, [...shown.companies, ...shown.issues].map(({ key }) => key))
    return {
      month,
      firstDay: firstDay(month),
      lastDay: lastDay(month),
      before: { from: period.from, to: addMonths(month, -1) },
      everybody: { count: everybody.at(-1) ?? 0, usual: everybody.slice(0, -1).reduce((total, one) => total + one, 0) / 12 },
      companies: { lookedAt: companies.of, rises: shown.companies.map((rise) => present(rise, names)) },
      issues: { lookedAt: issues.of, rises: shown.issues.map((rise) => present(rise, names)) },
    }
  })
}

async function monthly(tx: Tx, period: Period, filters: MarketFilters): Promise<number[]> {
  const rows = await countMarket(tx, period, filters, ['month'])
  const counts = new Map(rows.map((row) => [row.month, row.count]))
  return monthsOf(period).map((month) => counts.get(firstDay(month)) ?? 0)
}

function present({ key, count, usual, expected, chance, months }: Rise<CountRow>, names: MarketNames): MarketRise {
  const isIssue = key.issue_id !== null
  return {
    companyId: key.company_id,
    entityId: key.entity_id,
    productId: key.product_id,
    issueId: key.issue_id,
    name: (isIssue ? names.nameOf('category', key.issue_id) : (names.nameOf('company', key.company_id) ?? names.nameOf('entity', key.entity_id))) ?? '',
    under: isIssue ? names.nameOf('category', key.product_id) : names.etnOf(key.entity_id),
    count,
    usual: Math.round(usual * 10) / 10,
    expected: Math.round(expected * 10) / 10,
    chance: chanceWords(chance),
    months: [...months],
  }
}
