import type { Actor, CompanyActor } from '../../../access/actor.ts'
import type { Action } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { requireVersion } from '../../complaints/index.ts'
import { countUnfinishedUploads } from '../../documents/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { HandOver, ReturnDraft } from '../answer-contract.ts'
import { companyOnly, findReceivedRequest, permitActing, type RequestState } from '../store.ts'
import { lockDraft } from './lock-draft.ts'

/** A drafter gives the answer to the Company POC, who alone changes it from then on (docs/rules.md 4). */
export async function handOverDraft(deps: Deps, actor: Actor, requestId: string, input: HandOver): Promise<void> {
  const drafter = companyOnly(actor)
  await deps.transaction(drafter, async (tx) => {
    const { request, draft, pocId } = await openDraft(tx, drafter, requestId, 'response.hand-over')
    requireVersion(draft, input.version)
    if (pocId === null) throw new AppError('conflict', 'Nobody is the Company POC yet. Your draft is saved; hand it over when somebody is assigned.')
    if (pocId === drafter.userId) throw new AppError('conflict', 'You are the Company POC yourself. Submit the answer when it is ready.')
    if (draft.status === 'in_review') throw new AppError('conflict', 'This answer was handed to the Company POC already.')
    if ((await countUnfinishedUploads(tx, draft.id)) > 0) throw new AppError('conflict', 'Some files are not up yet. Wait until they are, or remove them, then hand the answer over.')
    await tx.send(tx.db.updateTable('response').set({ status: 'in_review', handed_by: drafter.userId, handed_at: tx.now, returned_by: null, returned_at: null, version: draft.version + 1 }).where('id', '=', draft.id))
    await finishTasks(tx, { kind: 'draft_response', requestId })
    await audit(tx, 'response.handed_over', request, draft.id)
    await tx.enqueue('notify', { eventId: newId(), event: 'draft_handed', complaintId: request.complaintId, requestIds: [requestId], by: drafter.userId })
  })
}

/** Whoever handed an answer over takes it back, as long as the Company POC has not changed it. */
export async function takeBackDraft(deps: Deps, actor: Actor, requestId: string, input: HandOver): Promise<void> {
  const drafter = companyOnly(actor)
  await deps.transaction(drafter, async (tx) => {
    const { request, draft } = await openDraft(tx, drafter, requestId, 'response.hand-over')
    requireVersion(draft, input.version)
    if (draft.status !== 'in_review') throw new AppError('conflict', 'This answer is not with the Company POC.')
    if (draft.handedBy !== drafter.userId) throw new AppError('conflict', 'Only the colleague who handed the answer over can take it back. Ask the Company POC to return it.')
    if (!mayTakeBack(draft)) throw new AppError('conflict', 'The Company POC has changed the answer since. Ask them to return it to you.')
    await tx.send(tx.db.updateTable('response').set({ status: 'draft', handed_by: null, handed_at: null, version: draft.version + 1 }).where('id', '=', draft.id))
    await finishTasks(tx, { kind: 'review_draft', requestId })
    await audit(tx, 'response.taken_back', request, draft.id)
  })
}

/** The Company POC gives the answer back to whoever handed it over, and says what is to be changed. */
export async function returnDraft(deps: Deps, actor: Actor, requestId: string, input: ReturnDraft): Promise<void> {
  const poc = companyOnly(actor)
  await deps.transaction(poc, async (tx) => {
    const { request, draft } = await openDraft(tx, poc, requestId, 'response.return')
    requireVersion(draft, input.version)
    if (draft.status !== 'in_review') throw new AppError('conflict', 'Nobody has handed this answer to you.')
    const drafterId = draft.handedBy ?? draft.authorId
    await tx.send(tx.db.updateTable('response').set({ status: 'draft', returned_by: poc.userId, returned_at: tx.now, version: draft.version + 1 }).where('id', '=', draft.id))
    await tx.send(
      tx.db.insertInto('response_comment').values({
        id: newId(), response_id: draft.id, request_id: requestId, agency_id: request.agencyId, complaint_id: request.complaintId, company_id: request.companyId,
        text: input.comment, author_id: poc.userId, created_at: tx.now,
      }),
    )
    await finishTasks(tx, { kind: 'review_draft', requestId })
    await audit(tx, 'response.returned', request, draft.id)
    await tx.enqueue('notify', { eventId: newId(), event: 'draft_returned', complaintId: request.complaintId, requestIds: [requestId], userIds: [drafterId], by: poc.userId })
  })
}

/** The Company POC has not saved anything since the answer was handed over. */
export function mayTakeBack(draft: { savedAt: Date; handedAt: Date | null }): boolean {
  return draft.handedAt !== null && draft.savedAt <= draft.handedAt
}

async function openDraft(tx: Tx, actor: CompanyActor, requestId: string, action: Action) {
  const request = await findReceivedRequest(tx, requestId)
  const { companyPocId: pocId } = await permitActing(tx, actor, action, request.complaintId)
  if (request.status !== 'sent_to_company') throw new AppError('conflict', 'This request is no longer waiting for an answer.')
  return { request, pocId, draft: await lockDraft(tx, requestId, request.round) }
}

function audit(tx: Tx, action: string, request: RequestState, draftId: string): Promise<void> {
  return tx.audit({
    action, audience: 'company', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId, about: { kind: 'response', id: draftId },
    details: { number: displayId('request', request.number) },
  })
}
