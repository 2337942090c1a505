import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely'
import type { AgencyActor } from '../../../access/actor.ts'
import { addDays } from '../../../kernel/calendar.ts'
import type { DB } from '../../../platform/database/schema.ts'
import type { ListComplaints } from '../contract.ts'
import { closeReasonGroups, isReasonGroup } from '../domain/closing.ts'

type Filter = Omit<ListComplaints, 'cursor' | 'limit' | 'sort' | 'direction'>
type Builder = ExpressionBuilder<{ c: DB['complaint'] }, 'c'>
type Condition = ExpressionWrapper<{ c: DB['complaint'] }, 'c', SqlBool>

/**
 * The conditions of a list. The own agency is stated although the policy says it too: so the index of the
 * agency's own complaints is used, and the policy only confirms each row.
 * @param today in the agency's zone: overdue means before it
 */
export function complaintFilter(eb: Builder, actor: AgencyActor, filter: Filter, today: string): Condition {
  return eb.and([...viewConditions(eb, actor, filter, today), ...columnConditions(eb, filter), ...dateConditions(eb, actor, filter, today)])
}

function columnConditions(eb: Builder, filter: Filter): Condition[] {
  const conditions: Condition[] = []
  const add = (condition: Condition) => conditions.push(condition)
  if (filter.status !== undefined) add(eb('c.status', 'in', filter.status))
  if (filter.waitingFor !== undefined) add(eb.and([isOpen(eb), eb('c.waiting_for', '=', filter.waitingFor)]))
  if (filter.companyId !== undefined) add(eb('c.company_id', '=', filter.companyId))
  if (filter.entityId !== undefined) add(eb('c.entity_id', '=', filter.entityId))
  if (filter.subjectKind !== undefined) add(eb('c.subject_kind', '=', filter.subjectKind))
  if (filter.cfpbId !== undefined) add(eb('c.cfpb_id', '=', filter.cfpbId))
  if (filter.transactionState !== undefined) add(eb('c.transaction_state', '=', filter.transactionState))
  if (filter.businessType !== undefined) add(eb('c.business_type', '=', filter.businessType))
  if (filter.requests === 'none') add(eb('c.requests_sent', '=', 0))
  if (filter.requests === 'sent') add(eb('c.requests_sent', '>', 0))
  if (filter.requests === 'outstanding') add(eb.and([isOpen(eb), eb('c.requests_with_company', '>', 0)]))
  if (filter.requests === 'answered') add(eb.and([eb('c.requests_sent', '>', 0), eb('c.requests_with_company', '=', 0)]))
  if (filter.ended === 'without') add(isOpen(eb))
  if (filter.canceled === 'without') add(eb('c.status', '<>', 'canceled'))
  if (filter.without !== undefined) add(eb(nullColumns[filter.without], 'is', null))
  if (filter.closeReason !== undefined) add(isClosedFor(eb, filter.closeReason))
  // With the key by which they sort, whose index finds them; equal keys of different names are told apart by the ID.
  if (filter.productId !== undefined) add(eb.and([sql<SqlBool>`c.product_sort = (select lower(left(k.name, 60)) from category k where k.id = ${filter.productId})`, eb('c.product_id', '=', filter.productId)]))
  if (filter.issueId !== undefined) add(eb.and([sql<SqlBool>`c.issue_sort = (select lower(left(k.name, 60)) from category k where k.id = ${filter.issueId})`, eb('c.issue_id', '=', filter.issueId)]))
  if (filter.pocId === 'nobody') add(eb.and([sql<SqlBool>`c.poc_sort is null`, eb('c.agency_poc_id', 'is', null)]))
  else if (filter.pocId !== undefined) add(hasPoc(eb, filter.pocId))
  return conditions
}

const nullColumns = { product: 'c.product_id', issue: 'c.issue_id', state: 'c.transaction_state' } as const

/** A complaint keeps the moment of its latest closure while it is closed; the policy of closures leaves those that its reader may read. */
function isClosedFor(eb: Builder, asked: string): Condition {
  const reasons: readonly string[] = isReasonGroup(asked) ? closeReasonGroups[asked] : [asked]
  return eb.and([eb('c.status', '=', 'closed'), sql<SqlBool>`exists (select 1 from closure k where k.complaint_id = c.id and k.closed_at = c.closed_at and k.reason = any(${reasons}::text[]))`])
}

function hasPoc(eb: Builder, userId: string): Condition {
  return eb.and([sql<SqlBool>`c.poc_sort = (select lower(left(p.name, 60)) from person p where p.id = ${userId})`, eb('c.agency_poc_id', '=', userId)])
}

function dateConditions(eb: Builder, actor: AgencyActor, filter: Filter, today: string): Condition[] {
  const conditions: Condition[] = []
  const between = (column: 'c.received_on' | 'c.next_due', from: string | undefined, to: string | undefined) => {
    if (from !== undefined) conditions.push(eb(column, '>=', from))
    if (to !== undefined) conditions.push(eb(column, '<=', to))
  }
  // A day of the agency, from its midnight to the next.
  const betweenMoments = (column: 'c.created_at' | 'c.closed_at', from: string | undefined, to: string | undefined) => {
    const midnight = (day: string, after: 0 | 1) => sql<Date>`((${day}::date + ${sql.lit(after)})::timestamp at time zone ${actor.timeZone})`
    if (from !== undefined) conditions.push(eb(column, '>=', midnight(from, 0)))
    if (to !== undefined) conditions.push(eb(column, '<', midnight(to, 1)))
  }
  between('c.received_on', filter.receivedFrom, filter.receivedTo)
  between('c.next_due', filter.dueFrom, filter.dueTo)
  betweenMoments('c.created_at', filter.enteredFrom, filter.enteredTo)
  betweenMoments('c.closed_at', filter.closedFrom, filter.closedTo)
  if (filter.ageGroup !== undefined) conditions.push(isOfAge(eb, filter, ageDays[filter.ageGroup], today))
  return conditions
}

const ageDays = { '0-15': [0, 15], '16-30': [16, 30], '31-60': [31, 60], '61-90': [61, 90], '91+': [91, null] } as const

/** Open: by its date received. Closed or canceled: by the days that it took. Among all agencies the open ones only: together they are too many. */
function isOfAge(eb: Builder, { view }: Filter, [least, most]: readonly [number, number | null], today: string): Condition {
  const open = eb.and([isOpen(eb), eb('c.received_on', '<=', addDays(today, -least)), ...(most === null ? [] : [eb('c.received_on', '>=', addDays(today, -most))])])
  const over = eb.and([eb('c.days_taken', '>=', least), ...(most === null ? [] : [eb('c.days_taken', '<=', most)])])
  if (view === 'closed' || view === 'canceled') return over
  return view === 'all' || view === 'shared' ? eb.or([open, over]) : open
}

function viewConditions(eb: Builder, actor: AgencyActor, filter: Filter, today: string): Condition[] {
  const own = eb('c.agency_id', '=', actor.agencyId)
  const ofAgency = filter.agencyId === undefined ? [] : [eb('c.agency_id', '=', filter.agencyId)]
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
      return [own, isOpen(eb), hasPoc(eb, actor.userId)]
    case 'drafts':
      return [own, eb('c.status', '=', 'draft')]
    case 'pending':
      return [own, eb('c.status', '=', 'pending')]
    case 'closed':
      return [own, eb('c.status', '=', 'closed')]
    case 'canceled':
      return [own, eb('c.status', '=', 'canceled')]
    case 'shared':
      // From the accesses to their complaints: "own or shared" would look at every row of all agencies.
      return [
        eb.and([sql<SqlBool>`c.id = any(array(select s.complaint_id from complaint_access s where s.requesting_agency_id = ${actor.agencyId} and s.state = 'accepted'))`]),
        ...ofAgency,
      ]
    case 'all_agencies':
      return [
        eb('c.status', '<>', 'draft'),
        ...ofAgency,
        // How the work stands at other agencies is not basic information: such a filter finds the own ones.
        ...(filter.waitingFor === undefined && filter.requests === undefined && filter.dueFrom === undefined && filter.dueTo === undefined ? [] : [own]),
      ]
  }
}

/** Written as the column alone, as the partial indexes have it. */
function isOpen(eb: Builder): Condition {
  return eb.and([sql<SqlBool>`c.is_open`])
}
