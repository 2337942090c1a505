import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit, type Action } from '../../../access/permissions.ts'
import { defaultDueDate } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { readCalendar } from '../../agencies/index.ts'
import { statuses, takesRequests, type Status } from '../../complaints/domain/lifecycle.ts'
import { findComplaint, findDetailed } from '../../complaints/index.ts'
import { documentsByParent, documentsOf } from '../../documents/index.ts'
import type { RequestItem, RequestRecord } from '../contract.ts'
import { canMoveRequest, requestStatuses, type RequestStatus } from '../domain/request-lifecycle.ts'
import { askKinds } from '../round-contract.ts'
import { agencyOnly } from '../store.ts'
import { asksOf, roundsOf } from './rounds-and-asks.ts'

/** The requests of a complaint as its agency (or one with access) sees them, in the order written. */
export async function listRequests(deps: Deps, actor: Actor, complaintId: string): Promise<{ items: RequestItem[] }> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    const rows = await requestQuery(tx).where('r.complaint_id', '=', complaintId).orderBy('r.number').execute()
    if (rows.length > 0) await tx.auditRead({ action: 'complaint.read', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId })
    return { items: rows.map((row) => presentRequest(row, reader)) }
  })
}

/** A request with what was sent, and the answers of all rounds. */
export async function readRequest(deps: Deps, actor: Actor, id: string): Promise<RequestRecord> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const row = await requestQuery(tx).where('r.id', '=', id).executeTakeFirst()
    if (row === undefined) throw notFound('request')
    const complaint = await tx.db
      .selectFrom('complaint as c')
      .leftJoin('complaint_detail as d', 'd.complaint_id', 'c.id')
      .leftJoin('company as o', 'o.id', 'c.company_id')
      .select(['c.id', 'c.number', 'c.subject_name', 'o.name as company_name', 'd.narrative'])
      .where('c.id', '=', row.complaint_id)
      .executeTakeFirstOrThrow()
    const answers = await tx.db
      .selectFrom('response as s')
      .innerJoin('person as p', 'p.id', 's.sent_by')
      .select(['s.id', 's.round', 's.text', 's.links', 's.restricted', 's.sent_by', 'p.name as sent_by_name', 's.sent_at'])
      .where('s.request_id', '=', id)
      .where('s.status', '=', 'sent')
      .orderBy('s.round', 'desc')
      .execute()
    const answerDocuments = await documentsByParent(tx, 'response', answers.map((answer) => answer.id))
    const { rounds, waiting } = await roundsOf(tx, id)
    const asks = await asksOf(tx, [id])
    await tx.auditRead({ action: 'information_request.read', audience: 'agency', agencyId: row.agency_id, complaintId: row.complaint_id, about: { kind: 'information_request', id } })
    return {
      ...presentRequest(row, reader),
      complaint: { id: complaint.id, number: displayId('complaint', complaint.number), subjectName: complaint.subject_name, companyName: complaint.company_name ?? complaint.subject_name, narrative: complaint.narrative },
      documents: await documentsOf(tx, { requestId: id }),
      rounds,
      asks,
      waitingDocuments: waiting,
      responses: answers.flatMap((answer) =>
        answer.sent_by === null || answer.sent_at === null
          ? []
          : [{
              id: answer.id,
              round: answer.round,
              text: answer.text,
              links: answer.links,
              restricted: answer.restricted,
              sentBy: { id: answer.sent_by, name: answer.sent_by_name },
              sentAt: answer.sent_at.toISOString(),
              documents: answerDocuments.get(answer.id) ?? [],
            }],
      ),
    }
  })
}

/** What the sending form proposes: the agency's own number of days from today, on a working day. */
export async function readSendingDefaults(deps: Deps, actor: Actor, complaintId: string): Promise<{ dueOn: string; today: string }> {
  permit(actor, 'request.send')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    await findComplaint(tx, complaintId)
    const { requestDueDays, calendar } = await readCalendar(tx, reader.agencyId)
    const today = dateIn(reader.timeZone, tx.now)
    return { dueOn: defaultDueDate(today, requestDueDays, calendar), today }
  })
}

function requestQuery(tx: Tx) {
  return tx.db
    .selectFrom('information_request as r')
    .innerJoin('complaint as c', 'c.id', 'r.complaint_id')
    .innerJoin('person as author', 'author.id', 'r.created_by')
    .leftJoin('person as sender', 'sender.id', 'r.sent_by')
    .leftJoin('person as looker', 'looker.id', 'r.quick_look_by')
    .leftJoin('request_round as n', (join) => join.onRef('n.request_id', '=', 'r.id').onRef('n.round', '=', 'r.round'))
    .select((eb) => eb.fn.coalesce('n.due_on', 'r.original_due_on').as('original_due_on'))
    .select(sql<string[]>`array(select k.kind from request_ask k where k.request_id = r.id and k.state = 'waiting' order by k.asked_at)`.as('asked'))
    .select([
      'r.id', 'r.number', 'r.complaint_id', 'r.agency_id', 'r.title', 'r.description', 'r.status', 'r.round', 'r.due_on', 'r.acknowledge_only', 'r.created_by', 'r.created_at',
      'r.sent_by', 'r.sent_at', 'r.answered_at', 'r.canceled_at', 'r.cancel_reason', 'r.quick_look_by', 'r.quick_look_at', 'r.version',
      'author.name as created_by_name', 'sender.name as sent_by_name', 'looker.name as quick_look_by_name', 'c.status as complaint_status',
    ])
}
type RequestRow = NonNullable<Awaited<ReturnType<ReturnType<typeof requestQuery>['executeTakeFirst']>>>

function presentRequest(row: RequestRow, actor: AgencyActor): RequestItem {
  const status = oneOf(requestStatuses, row.status)
  return {
    id: row.id,
    number: displayId('request', row.number),
    complaintId: row.complaint_id,
    title: row.title,
    description: row.description,
    status,
    round: row.round,
    dueOn: row.due_on,
    originalDueOn: row.original_due_on,
    acknowledgeOnly: row.acknowledge_only,
    asked: row.asked.map((kind) => oneOf(askKinds, kind)),
    createdBy: { id: row.created_by, name: row.created_by_name },
    createdAt: row.created_at.toISOString(),
    sentBy: row.sent_by === null || row.sent_by_name === null ? null : { id: row.sent_by, name: row.sent_by_name },
    sentAt: row.sent_at?.toISOString() ?? null,
    answeredAt: row.answered_at?.toISOString() ?? null,
    canceledAt: row.canceled_at?.toISOString() ?? null,
    cancelReason: row.cancel_reason,
    quickLook: row.quick_look_at === null || row.quick_look_by === null ? null : { by: { id: row.quick_look_by, name: row.quick_look_by_name ?? '' }, at: row.quick_look_at.toISOString() },
    version: row.version,
    can: availableOn(actor, status, { ownerAgencyId: row.agency_id, isAsked: row.asked.length > 0, complaintStatus: oneOf(statuses, row.complaint_status) }),
  }
}

function availableOn(actor: AgencyActor, status: RequestStatus, { ownerAgencyId, isAsked, complaintStatus }: { ownerAgencyId: string; isAsked: boolean; complaintStatus: Status }): Action[] {
  const byStatus: [Action, boolean][] = [
    ['request.update', status === 'ready_to_send'],
    ['request.send', status === 'ready_to_send'],
    ['request.cancel', canMoveRequest(status, 'canceled')],
    ['request.remind', status === 'sent_to_company'],
    ['request.extend', status === 'sent_to_company'],
    ['request.quick-look', status === 'sent_to_agency'],
    ['request.send-back', status === 'sent_to_agency' && takesRequests(complaintStatus)],
    ['request.decide-ask', isAsked],
  ]
  return byStatus.flatMap(([action, allowed]) => (allowed && may(actor, action, { ownerAgencyId }) ? [action] : []))
}
