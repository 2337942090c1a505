import type { MarketBy, MarketRow, MarketView } from '#src/modules/reports/market-contract.ts'
import { stateName } from '../../agency/states.ts'

export const byWords: Record<MarketBy, string> = { company: 'Company or entity', product: 'Product', issue: 'Issue', state: 'State of the transaction', agency: 'Agency', month: 'Month of receipt' }

/** "2026-10" → "October 2026" */
export function monthWords(month: string, length: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat('en-US', { month: length, year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
}

export function rowName({ name }: Pick<MarketRow, 'name'>, by: MarketBy): string {
  if (name === null) return 'Not stated'
  if (by === 'month') return monthWords(name)
  return by === 'state' ? stateName(name) : name
}

export function numberWords(count: number): string {
  return count.toLocaleString('en-US')
}

/** "from December 2025 to now" */
export function spanWords({ period }: MarketView): string {
  return period.from === period.to ? `in ${monthWords(period.from)}` : `from ${monthWords(period.from)} to ${period.isRunning ? 'now' : monthWords(period.to)}`
}
