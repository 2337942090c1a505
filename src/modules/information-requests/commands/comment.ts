import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AddComment } from '../answer-contract.ts'
import { companyOnly, findReceivedRequest, type RequestState } from '../store.ts'
import { ensureDraft } from './ensure-draft.ts'

/** An internal comment on the answer of the present round, seen as that answer is and never by an agency (docs/rules.md 2). */
export async function addComment(deps: Deps, actor: Actor, requestId: string, input: AddComment): Promise<string> {
  const author = companyOnly(actor)
  return deps.transaction(author, async (tx) => {
    const request = await findReceivedRequest(tx, requestId)
    permit(author, 'response.comment', { companyId: request.companyId })
    const known = await tx.db.selectFrom('response').select('id').where('request_id', '=', requestId).where('round', '=', request.round).executeTakeFirst()
    if (known === undefined && request.status !== 'sent_to_company') throw new AppError('conflict', 'There is no answer that you could comment on.')
    const responseId = known?.id ?? (await ensureDraft(tx, author, requestId)).id
    const id = newId()
    await tx.send(
      tx.db.insertInto('response_comment').values({
        id, response_id: responseId, request_id: requestId, agency_id: request.agencyId, complaint_id: request.complaintId, company_id: request.companyId,
        text: input.text, author_id: author.userId, created_at: tx.now,
      }),
    )
    await audit(tx, 'response.commented', request, responseId)
    return id
  })
}

/** Its author takes a comment out; that there was one stays to be seen. */
export async function removeComment(deps: Deps, actor: Actor, requestId: string, commentId: string): Promise<void> {
  const author = companyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const request = await findReceivedRequest(tx, requestId)
    const comment = await tx.db.selectFrom('response_comment').select(['id', 'response_id', 'author_id', 'removed_at']).where('id', '=', commentId).where('request_id', '=', requestId).executeTakeFirst()
    if (comment === undefined) throw notFound('comment')
    permit(author, 'response.comment', { companyId: request.companyId })
    if (comment.author_id !== author.userId) throw new AppError('forbidden', 'Only its author can remove a comment.')
    if (comment.removed_at !== null) return
    await tx.send(tx.db.updateTable('response_comment').set({ removed_at: tx.now }).where('id', '=', commentId))
    await audit(tx, 'response.comment_removed', request, comment.response_id)
  })
}

function audit(tx: Tx, action: string, request: RequestState, responseId: string): Promise<void> {
  return tx.audit({ action, audience: 'company', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId, about: { kind: 'response', id: responseId } })
}
