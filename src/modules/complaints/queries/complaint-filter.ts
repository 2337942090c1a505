import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely'
import type { AgencyActor } from '../../../access/actor.ts'
import type { DB } from '../../../platform/database/schema.ts'
import type { ListComplaints } from '../contract.ts'

type Filter = Omit<ListComplaints, 'cursor' | 'limit' | 'sort' | 'direction'>
type Builder = ExpressionBuilder<{ c: DB['complaint'] }, 'c'>
type Condition = ExpressionWrapper<{ c: DB['complaint'] }, 'c', SqlBool>

/**
 * The conditions of a list. The own agency is stated although the policy says it too: so the index of the
 * agency's own complaints is used, and the policy only confirms each row.
 * @param today in the agency's zone: overdue means before it
 */
export function complaintFilter(eb: Builder, actor: AgencyActor, filter: Filter, today: string): Condition {
  const conditions: Condition[] = [...viewConditions(eb, actor, filter, today)]
  if (filter.status !== undefined) conditions.push(eb('c.status', 'in', filter.status))
  if (filter.waitingFor !== undefined) conditions.push(isOpen(eb), eb('c.waiting_for', '=', filter.waitingFor))
  if (filter.companyId !== undefined) conditions.push(eb('c.company_id', '=', filter.companyId))
  if (filter.productId !== undefined) conditions.push(eb('c.product_id', '=', filter.productId))
  if (filter.pocId !== undefined) conditions.push(filter.pocId === 'nobody' ? eb('c.agency_poc_id', 'is', null) : eb('c.agency_poc_id', '=', filter.pocId))
  if (filter.receivedFrom !== undefined) conditions.push(eb('c.received_on', '>=', filter.receivedFrom))
  if (filter.receivedTo !== undefined) conditions.push(eb('c.received_on', '<=', filter.receivedTo))
  if (filter.dueFrom !== undefined) conditions.push(eb('c.next_due', '>=', filter.dueFrom))
  if (filter.dueTo !== undefined) conditions.push(eb('c.next_due', '<=', filter.dueTo))
  return eb.and(conditions)
}

function viewConditions(eb: Builder, actor: AgencyActor, filter: Filter, today: string): Condition[] {
  const own = eb('c.agency_id', '=', actor.agencyId)
  switch (filter.view) {
    case 'open':
      return [own, isOpen(eb)]
    case 'all':
      return [own, eb('c.status', '<>', 'draft')]
    case 'awaiting_us':
      return [own, isOpen(eb), eb('c.waiting_for', '=', 'agency')]
    case 'awaiting_company':
      return [own, isOpen(eb), eb('c.waiting_for', '=', 'company')]
    case 'overdue':
      return [own, isOpen(eb), eb('c.next_due', '<', today)]
    case 'mine':
      return [own, isOpen(eb), eb('c.agency_poc_id', '=', actor.userId)]
    case 'drafts':
      return [own, eb('c.status', '=', 'draft')]
    case 'pending':
      return [own, eb('c.status', '=', 'pending')]
    case 'all_agencies':
      return [
        eb('c.status', '<>', 'draft'),
        ...(filter.agencyId === undefined ? [] : [eb('c.agency_id', '=', filter.agencyId)]),
        // How the work stands at other agencies is not basic information: such a filter finds the own ones.
        ...(filter.waitingFor === undefined && filter.dueFrom === undefined && filter.dueTo === undefined ? [] : [own]),
      ]
  }
}

/** Written as the column alone, as the partial indexes have it. */
function isOpen(eb: Builder): Condition {
  return eb.and([sql<SqlBool>`c.is_open`])
}
