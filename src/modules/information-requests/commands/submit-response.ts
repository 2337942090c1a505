import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { requireVersion } from '../../complaints/index.ts'
import { countUnfinishedUploads, documentsOf } from '../../documents/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { SubmitResponse } from '../contract.ts'
import { moveRequest } from '../domain/request-lifecycle.ts'
import { companyOnly, findDelivery, findReceivedRequest } from '../store.ts'

/** The Company POC, and nobody else, sends the answer to the agency. From then on it cannot be changed (docs/rules.md 4). */
export async function submitResponse(deps: Deps, actor: Actor, requestId: string, input: SubmitResponse): Promise<void> {
  const poc = companyOnly(actor)
  await deps.transaction(poc, async (tx) => {
    const found = await findReceivedRequest(tx, requestId)
    const delivery = await findDelivery(tx, found.complaintId)
    permit(poc, 'response.submit', { companyId: found.companyId, companyPocId: delivery.companyPocId })
    // The complaint first, as the agency's commands do: its counters follow the request.
    await tx.send(sql`select lock_complaint_as_company(${found.complaintId})`)
    const request = await findReceivedRequest(tx, requestId)
    const status = moveRequest(request.status, 'sent_to_agency')
    const draft = await lockDraft(tx, requestId, request.round)
    requireVersion(draft, input.version)
    const [documents, unfinished] = await Promise.all([documentsOf(tx, { responseId: draft.id }), countUnfinishedUploads(tx, draft.id)])
    if (unfinished > 0) throw new AppError('conflict', `${String(unfinished)} ${unfinished === 1 ? 'file is' : 'files are'} not up yet. Wait until they are, or remove them.`)
    if (draft.text.trim() === '' && documents.length === 0 && draft.links.length === 0) throw invalid({ text: 'Write an answer, attach a file or give a file-sharing link.' })
    await tx.send(tx.db.updateTable('response').set({ status: 'sent', sent_by: poc.userId, sent_at: tx.now, version: draft.version + 1 }).where('id', '=', draft.id))
    await tx.send(tx.db.updateTable('information_request').set({ status, answered_by: poc.userId, answered_at: tx.now, version: request.version + 1 }).where('id', '=', requestId))
    await tx.send(sql`select index_response(${draft.id})`)
    await finishTasks(tx, { kind: 'answer_request', requestId })
    await tx.audit({ action: 'response.submitted', audience: 'both', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId, about: { kind: 'response', id: draft.id }, details: { number: displayId('request', request.number), documents: documents.length } })
    await tx.enqueue('notify', { eventId: draft.id, event: 'response_submitted', complaintId: request.complaintId, requestIds: [requestId], by: poc.userId })
  })
}

async function lockDraft(tx: Tx, requestId: string, round: number): Promise<{ id: string; text: string; links: string[]; version: number }> {
  const draft = await tx.db.selectFrom('response').select(['id', 'text', 'links', 'version']).where('request_id', '=', requestId).where('round', '=', round).where('status', '<>', 'sent').forUpdate().executeTakeFirst()
  if (draft === undefined) throw notFound('draft')
  return draft
}
