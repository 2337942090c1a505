import { firstDay, lastDay } from './market-period.ts'

type Counted = { companyId?: string | null; entityId?: string | null; productId?: number | null; issueId?: number | null; state?: string | null; agencyId?: string | null; month?: string | null }
type Filters = { agencyId?: string | undefined; companyId?: string | undefined; entityId?: string | undefined; productId?: number | undefined; issueId?: number | undefined; state?: string | undefined; status?: 'open' | 'closed' | undefined }
/** What a row counts where it names nothing: complaints in which this is not given. */
export type NotGiven = 'product' | 'issue' | 'state'

/** The list of all agencies' complaints that holds exactly those that a number counts; as its address has them. */
export function listOfMarket(days: { firstDay: string; lastDay: string }, filters: Filters, row: Counted = {}, more: { open?: boolean; closed?: boolean; without?: NotGiven | undefined } = {}): Record<string, string | number> {
  const search = {
    view: 'all_agencies',
    canceled: 'without',
    receivedFrom: row.month ? firstDay(row.month) : days.firstDay,
    receivedTo: row.month ? lastDay(row.month) : days.lastDay,
    agencyId: row.agencyId ?? filters.agencyId,
    companyId: row.companyId ?? filters.companyId,
    entityId: row.entityId ?? filters.entityId,
    productId: row.productId ?? filters.productId,
    issueId: row.issueId ?? filters.issueId,
    transactionState: row.state ?? filters.state,
    status: filters.status === 'closed' || more.closed ? 'closed' : undefined,
    ended: filters.status === 'open' || more.open ? 'without' : undefined,
    without: more.without,
  }
  return Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
