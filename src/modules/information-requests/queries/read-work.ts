import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AnswerWork, CommentItem } from '../answer-contract.ts'
import { mayTakeBack } from '../commands/hand-over.ts'
import { companyOnly, findDelivery, findReceivedRequest } from '../store.ts'
import { asksOf } from './rounds-and-asks.ts'

/** What goes on around an answer within the company. Of a restricted answer no more than its readers may know. */
export async function readAnswerWork(deps: Deps, actor: Actor, requestId: string): Promise<AnswerWork> {
  permit(actor, 'received.view')
  const reader = companyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const request = await findReceivedRequest(tx, requestId)
    const delivery = await findDelivery(tx, request.complaintId)
    const target = { companyId: request.companyId, companyPocId: delivery.companyPocId }
    const draft = await tx.db
      .selectFrom('response as s')
      .leftJoin('person as hander', 'hander.id', 's.handed_by')
      .leftJoin('person as returner', 'returner.id', 's.returned_by')
      .select(['s.status', 's.saved_at', 's.handed_by', 'hander.name as handed_name', 's.handed_at', 's.returned_by', 'returner.name as returned_name', 's.returned_at'])
      .where('s.request_id', '=', requestId)
      .where('s.round', '=', request.round)
      .executeTakeFirst()
    const asks = await asksOf(tx, [requestId])
    const open = await isOpen(tx, request.complaintId)
    const asking = may(reader, 'response.ask', target) && open ? (request.status === 'sent_to_agency' ? (['send_back'] as const) : request.status === 'sent_to_company' ? (['more_time'] as const) : []) : []
    await tx.auditRead({ action: 'information_request.read', audience: 'company', agencyId: request.agencyId, companyId: reader.companyId, complaintId: request.complaintId, about: { kind: 'information_request', id: requestId } })
    return {
      handed: draft?.status === 'in_review' ? happened(draft.handed_by, draft.handed_name, draft.handed_at) : null,
      returned: draft?.status === 'draft' ? happened(draft.returned_by, draft.returned_name, draft.returned_at) : null,
      canTakeBack: draft?.status === 'in_review' && draft.handed_by === reader.userId && mayTakeBack({ savedAt: draft.saved_at, handedAt: draft.handed_at }) && may(reader, 'response.hand-over', target),
      comments: await commentsOf(tx, requestId, reader.userId),
      drafters: await draftersOf(tx, requestId),
      colleagues: may(reader, 'response.assign-drafters', target) && request.status === 'sent_to_company' ? await colleaguesOf(tx, reader.companyId, reader.userId) : [],
      asks,
      canAsk: asking.filter((kind) => !asks.some((ask) => ask.kind === kind && ask.state === 'waiting')),
    }
  })
}

function happened(id: string | null, name: string | null, at: Date | null) {
  return id === null || name === null || at === null ? null : { by: { id, name }, at: at.toISOString() }
}

async function isOpen(tx: Tx, complaintId: string): Promise<boolean> {
  const row = await tx.db.selectFrom('complaint').select('company_status').where('id', '=', complaintId).executeTakeFirst()
  return row?.company_status === 'open'
}

async function commentsOf(tx: Tx, requestId: string, me: string): Promise<CommentItem[]> {
  const rows = await tx.db
    .selectFrom('response_comment as k')
    .innerJoin('response as s', 's.id', 'k.response_id')
    .innerJoin('person as p', 'p.id', 'k.author_id')
    .select(['k.id', 's.round', 'k.text', 'k.author_id', 'p.name', 'k.created_at', 'k.removed_at'])
    .where('k.request_id', '=', requestId)
    .orderBy('k.created_at')
    .orderBy('k.id')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    round: row.round,
    text: row.removed_at === null ? row.text : '',
    author: { id: row.author_id, name: row.name },
    createdAt: row.created_at.toISOString(),
    removed: row.removed_at !== null,
    canRemove: row.removed_at === null && row.author_id === me,
  }))
}

async function draftersOf(tx: Tx, requestId: string): Promise<AnswerWork['drafters']> {
  const rows = await tx.db
    .selectFrom('request_drafter as d')
    .innerJoin('person as p', 'p.id', 'd.user_id')
    .innerJoin('person as by', 'by.id', 'd.assigned_by')
    .select(['p.id', 'p.name', 'd.assigned_by', 'by.name as by_name', 'd.assigned_at'])
    .where('d.request_id', '=', requestId)
    .orderBy('p.name')
    .execute()
  return rows.map((row) => ({ id: row.id, name: row.name, assignedBy: { id: row.assigned_by, name: row.by_name }, assignedAt: row.assigned_at.toISOString() }))
}

async function colleaguesOf(tx: Tx, companyId: string, me: string): Promise<{ id: string; name: string }[]> {
  const rows = await tx.db
    .selectFrom('account as a')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .select(['p.id', sql<string>`p.name`.as('name')])
    .where('a.company_id', '=', companyId)
    .where('a.standing', '=', 'active')
    .where('a.complaints_role', '=', 'manage')
    .where('a.user_id', '<>', me)
    .orderBy('p.name')
    .limit(500)
    .execute()
  return rows
}
