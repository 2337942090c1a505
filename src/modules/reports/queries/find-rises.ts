import type { Actor } from '../../../access/actor.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { addMonths, firstDay, lastDay, monthOf, monthsOf, type Period } from '../domain/market-period.ts'
import { chanceWords, marketRises, type Counted, type Rise } from '../domain/market-rises.ts'
import type { MarketFilters, MarketRise, MarketRises } from '../market-contract.ts'
import { countMarket, type CountRow } from './market-counts.ts'
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
    const companies = seriesOf(await countMarket(tx, period, filters, ['subject', 'month']), period)
    const issues = seriesOf((await countMarket(tx, period, filters, ['issue', 'month'])).filter(({ issue_id }) => issue_id !== null), period)
    const found = { companies: marketRises(companies, everybody), issues: marketRises(issues, everybody) }
    const shown = { companies: found.companies.slice(0, mostRises), issues: found.issues.slice(0, mostRises) }
    const names = await marketNames(tx, [...shown.companies, ...shown.issues].map(({ key }) => key))
    return {
      month,
      firstDay: firstDay(month),
      lastDay: lastDay(month),
      before: { from: period.from, to: addMonths(month, -1) },
      everybody: { count: everybody.at(-1) ?? 0, usual: everybody.slice(0, -1).reduce((total, one) => total + one, 0) / 12 },
      companies: { lookedAt: companies.length, rises: shown.companies.map((rise) => present(rise, names)) },
      issues: { lookedAt: issues.length, rises: shown.issues.map((rise) => present(rise, names)) },
    }
  })
}

async function monthly(tx: Tx, period: Period, filters: MarketFilters): Promise<number[]> {
  const rows = await countMarket(tx, period, filters, ['month'])
  const counts = new Map(rows.map((row) => [row.month, row.count]))
  return monthsOf(period).map((month) => counts.get(firstDay(month)) ?? 0)
}

/** Of complaints about nobody known nothing is told. */
function seriesOf(rows: readonly CountRow[], period: Period): Counted<CountRow>[] {
  const months = monthsOf(period).map(firstDay)
  const groups = Map.groupBy(rows.filter((row) => row.company_id !== null || row.entity_id !== null || row.issue_id !== null), (row) => [row.company_id, row.entity_id, row.product_id, row.issue_id].map(String).join(' '))
  return [...groups.values()].flatMap((group) => {
    const [key] = group
    const counts = new Map(group.map((row) => [row.month, row.count]))
    return key === undefined ? [] : [{ key, months: months.map((month) => counts.get(month) ?? 0) }]
  })
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
