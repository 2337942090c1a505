import type { AgencyActor } from '../../../access/actor.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { daysBetween } from '../../../kernel/calendar.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { ComplaintItem } from '../contract.ts'
import { subjectKinds } from '../domain/intake.ts'
import { readStatus } from '../store.ts'

/** What a line of a list needs of the complaint itself. */
export const complaintColumns = [
  'c.id', 'c.number', 'c.status', 'c.agency_id', 'c.subject_kind', 'c.subject_name', 'c.company_id', 'c.entity_id', 'c.waiting_for',
  'c.requests_sent', 'c.requests_answered', 'c.next_due', 'c.received_on', 'c.created_at', 'c.closed_at', 'c.agency_poc_id', 'c.canceled_at',
] as const

/** What lists need besides: who was asked for a preliminary review, and what is named by a second statement. */
export const listColumns = [...complaintColumns, 'c.reviewer_id', 'c.product_id', 'c.issue_id'] as const

export type ItemRow = {
  id: string
  number: number
  status: string
  agency_id: string
  subject_kind: string | null
  subject_name: string
  company_id: string | null
  waiting_for: string | null
  requests_sent: number
  requests_answered: number
  next_due: string | null
  received_on: string | null
  created_at: Date
  closed_at: Date | null
  canceled_at: Date | null
  agency_poc_id: string | null
  agency_code: string
  agency_name: string
  agency_short_name: string
  poc_name: string | null
  entity_number: number | null
  product_name: string | null
  issue_name: string | null
  reviewer_id?: string | null
  reviewer_name?: string | null
}

// The database sorts "no due date" last by giving it a date that never comes.
const never = '9999-12-31'

/**
 * A line of a list. How the work stands (requests, whom it waits for, what is due) is detail: of another agency's
 * complaint it is shown only to those with access.
 */
export function presentItem(row: ItemRow, actor: AgencyActor, today: string, hasDetail = row.agency_id === actor.agencyId): ComplaintItem {
  return {
    id: row.id,
    number: displayId('complaint', row.number),
    status: readStatus(row.status),
    agency: { id: row.agency_id, code: row.agency_code, name: row.agency_name, shortName: row.agency_short_name },
    subjectName: row.subject_name,
    subjectKind: subjectKinds.find((kind) => kind === row.subject_kind) ?? null,
    companyId: row.company_id,
    etn: row.entity_number === null ? null : displayId('entity', row.entity_number),
    product: row.product_name,
    issue: row.issue_name,
    waitingFor: hasDetail && (row.waiting_for === 'agency' || row.waiting_for === 'company') ? row.waiting_for : null,
    requestsSent: hasDetail ? row.requests_sent : null,
    requestsAnswered: hasDetail ? row.requests_answered : null,
    nextDue: !hasDetail || row.next_due === never ? null : row.next_due,
    receivedOn: row.received_on,
    createdAt: row.created_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    daysOpen: daysOpen(row, actor, today),
    agencyPoc: row.agency_poc_id === null || row.poc_name === null ? null : { id: row.agency_poc_id, name: row.poc_name },
    // Whom another agency asks within its house is not basic information.
    reviewer: hasDetail && row.status === 'pending' && row.reviewer_id && row.reviewer_name ? { id: row.reviewer_id, name: row.reviewer_name } : null,
    isOwn: row.agency_id === actor.agencyId,
  }
}

function daysOpen(row: ItemRow, actor: AgencyActor, today: string): number | null {
  if (row.received_on === null) return null
  const ended = row.status === 'closed' ? row.closed_at : row.status === 'canceled' ? row.canceled_at : null
  const until = ended === null ? today : dateIn(actor.timeZone, ended)
  return Math.max(0, daysBetween(row.received_on, until))
}
