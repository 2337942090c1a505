import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { may, permit, type Action } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { sql } from 'kysely'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { documentsByParent, documentsOf } from '../../documents/index.ts'
import type { ReceivedRequestItem, ReceivedRequestRecord, ResponseDraft } from '../contract.ts'
import { requestStatuses, responseStatuses, type RequestStatus } from '../domain/request-lifecycle.ts'
import { companyOnly } from '../store.ts'
import { actingDeputy, deputyOf } from './acting-deputy.ts'
import { roundsOf } from './rounds-and-asks.ts'

const companyWords: Record<Exclude<RequestStatus, 'ready_to_send'>, ReceivedRequestItem['status']> = { sent_to_company: 'to_answer', sent_to_agency: 'sent', canceled: 'canceled' }

/** Requests as their company sees them, next due first. */
export async function receivedRequests(tx: Tx, reader: CompanyActor, by: { complaintId: string } | { id: string }): Promise<ReceivedRequestItem[]> {
  const rows = await tx.db
    .selectFrom('information_request as r')
    .innerJoin('complaint_delivery as v', 'v.complaint_id', 'r.complaint_id')
    .innerJoin('complaint as c', 'c.id', 'r.complaint_id')
    .leftJoin('response as s', (join) => join.onRef('s.request_id', '=', 'r.id').onRef('s.round', '=', 'r.round'))
    .leftJoin('person as saver', 'saver.id', 's.saved_by')
    .select([
      'r.id', 'r.number', 'r.complaint_id', 'r.company_id', 'r.title', 'r.acknowledge_only', 'r.status', 'r.round', 'r.due_on', 'r.original_due_on', 'r.sent_at', 'r.answered_at',
      sql<string | null>`coalesce(v.acting_poc_id, v.company_poc_id)`.as('poc_id'), 'c.company_status', 's.status as response_status', 's.saved_at', 's.saved_by', 'saver.name as saved_by_name',
    ])
    .where('complaintId' in by ? 'r.complaint_id' : 'r.id', '=', 'complaintId' in by ? by.complaintId : by.id)
    .orderBy('r.due_on')
    .orderBy('r.number')
    .execute()
  return rows.flatMap((row) => {
    const status = oneOf(requestStatuses, row.status)
    // A request that was sent has both; one that was not is invisible to the company.
    if (status === 'ready_to_send' || row.due_on === null || row.sent_at === null) return []
    return [
      {
        id: row.id,
        number: displayId('request', row.number),
        complaintId: row.complaint_id,
        title: row.title,
        acknowledgeOnly: row.acknowledge_only,
        status: companyWords[status],
        round: row.round,
        dueOn: row.due_on,
        originalDueOn: row.original_due_on,
        sentAt: row.sent_at.toISOString(),
        answeredAt: row.answered_at?.toISOString() ?? null,
        response:
          row.response_status === null || row.saved_at === null
            ? null
            : { status: oneOf(responseStatuses, row.response_status), savedAt: row.saved_at.toISOString(), savedBy: row.saved_by === null || row.saved_by_name === null ? null : { id: row.saved_by, name: row.saved_by_name } },
        can: answerable(reader, status, row.response_status, row.company_status === 'open', { companyId: row.company_id, companyPocId: row.poc_id }),
      },
    ]
  })
}

/** What may be done with an answer now. One that was handed over is the Company POC's alone to change. */
function answerable(actor: CompanyActor, status: RequestStatus, response: string | null, open: boolean, target: { companyId: string; companyPocId: string | null }): Action[] {
  const isPoc = target.companyPocId === actor.userId
  const waiting = status === 'sent_to_company'
  const changeable = waiting && (response !== 'in_review' || isPoc)
  const byState: [Action, boolean][] = [
    ['response.draft', changeable],
    ['response.attach', changeable],
    ['response.submit', waiting],
    ['response.hand-over', waiting && response === 'draft' && !isPoc && target.companyPocId !== null],
    ['response.return', waiting && response === 'in_review'],
    ['response.comment', waiting || (status === 'sent_to_agency' && response !== null)],
    ['response.assign-drafters', waiting],
    ['response.ask', open && (waiting || status === 'sent_to_agency')],
  ]
  return byState.flatMap(([action, allowed]) => (allowed && may(actor, action, target) ? [action] : []))
}

/** A request to answer, with what is needed to answer it and the answers so far. */
export async function readReceivedRequest(deps: Deps, actor: Actor, id: string): Promise<ReceivedRequestRecord> {
  permit(actor, 'received.view')
  const reader = companyOnly(actor)
  return deps.transaction(reader, (tx) => receivedRequestRecord(tx, reader, id))
}

/** As `readReceivedRequest`, in a transaction of the company that is open already. */
export async function receivedRequestRecord(tx: Tx, reader: CompanyActor, id: string): Promise<ReceivedRequestRecord> {
  const [item] = await receivedRequests(tx, reader, { id })
  const row = await contextQuery(tx, id).executeTakeFirst()
  if (item === undefined || row === undefined) throw notFound('request')
  const responses = await responsesOf(tx, id)
  const { rows: hidden } = await sql<{ exists: boolean }>`select response_exists(${id}, ${item.round}) as exists`.execute(tx.db)
  await tx.auditRead({ action: 'information_request.read', audience: 'company', agencyId: row.agency_id, companyId: reader.companyId, complaintId: item.complaintId, about: { kind: 'information_request', id } })
  return {
    ...item,
    description: row.description,
    sentBy: row.sent_by === null || row.sent_by_name === null ? null : { id: row.sent_by, name: row.sent_by_name },
    documents: await documentsOf(tx, { requestId: id }),
    rounds: (await roundsOf(tx, id)).rounds,
    responses,
    hiddenDraft: hidden[0]?.exists === true && !responses.some((response) => response.round === item.round),
    complaint: {
      id: item.complaintId,
      number: displayId('complaint', row.complaint_number),
      agency: { name: row.agency_name, shortName: row.agency_short_name },
      agencyPoc: row.agency_poc_id === null || row.agency_poc_name === null ? null : { id: row.agency_poc_id, name: row.agency_poc_name, phone: row.agency_poc_phone },
      companyPoc: row.company_poc_id === null || row.company_poc_name === null ? null : { id: row.company_poc_id, name: row.company_poc_name },
      deputy: deputyOf(row),
      status: row.company_status === 'closed' ? 'closed' : 'open',
      complainantName: row.first_name === null ? null : `${row.first_name} ${row.last_name ?? ''}`.trim(),
      complainantPlace: row.first_name === null ? null : [row.city, row.state].filter(Boolean).join(', '),
      narrative: row.narrative,
    },
  }
}

/** The answer of the present round, as saving and submitting give it back. */
export async function readLatestResponse(deps: Deps, actor: Actor, requestId: string): Promise<ResponseDraft> {
  return deps.transaction(companyOnly(actor), async (tx) => {
    const [latest] = await responsesOf(tx, requestId)
    if (latest === undefined) throw notFound('answer')
    return latest
  })
}

function contextQuery(tx: Tx, id: string) {
  return tx.db
    .selectFrom('information_request as r')
    .innerJoin('complaint as c', 'c.id', 'r.complaint_id')
    .innerJoin('complaint_delivery as v', 'v.complaint_id', 'r.complaint_id')
    .innerJoin('agency as a', 'a.id', 'r.agency_id')
    .leftJoin('complaint_detail as d', 'd.complaint_id', 'r.complaint_id')
    .leftJoin('complainant as p', 'p.complaint_id', 'r.complaint_id')
    .leftJoin('person as sender', 'sender.id', 'r.sent_by')
    .leftJoin('person as agency_poc', 'agency_poc.id', 'c.agency_poc_id')
    .leftJoin('person as company_poc', 'company_poc.id', 'v.company_poc_id')
    .leftJoin('person as deputy', 'deputy.id', 'v.acting_poc_id')
    .select(actingDeputy)
    .select([
      'c.company_status', 'r.description', 'r.agency_id', 'r.sent_by', 'sender.name as sent_by_name', 'c.number as complaint_number', 'c.agency_poc_id', 'agency_poc.name as agency_poc_name',
      'agency_poc.phone as agency_poc_phone', 'v.company_poc_id', 'company_poc.name as company_poc_name', 'a.name as agency_name', 'a.short_name as agency_short_name',
      'd.narrative', 'p.first_name', 'p.last_name', 'p.city', 'p.state',
    ])
    .where('r.id', '=', id)
}

async function responsesOf(tx: Tx, requestId: string): Promise<ResponseDraft[]> {
  const rows = await tx.db
    .selectFrom('response as s')
    .innerJoin('person as author', 'author.id', 's.author_id')
    .innerJoin('person as saver', 'saver.id', 's.saved_by')
    .leftJoin('person as sender', 'sender.id', 's.sent_by')
    .select([
      's.id', 's.status', 's.round', 's.text', 's.links', 's.restricted', 's.author_id', 'author.name as author_name', 's.saved_by', 'saver.name as saved_by_name', 's.saved_at',
      's.sent_by', 'sender.name as sent_by_name', 's.sent_at', 's.version',
    ])
    .where('s.request_id', '=', requestId)
    .orderBy('s.round', 'desc')
    .execute()
  const documents = await documentsByParent(tx, 'response', rows.map((row) => row.id))
  return rows.map((row) => ({
    id: row.id,
    status: oneOf(responseStatuses, row.status),
    round: row.round,
    text: row.text,
    links: row.links,
    restricted: row.restricted,
    author: { id: row.author_id, name: row.author_name },
    savedBy: { id: row.saved_by, name: row.saved_by_name },
    savedAt: row.saved_at.toISOString(),
    sentBy: row.sent_by === null || row.sent_by_name === null ? null : { id: row.sent_by, name: row.sent_by_name },
    sentAt: row.sent_at?.toISOString() ?? null,
    version: row.version,
    documents: documents.get(row.id) ?? [],
  }))
}
