import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ReplaceReviewer } from '../review-contract.ts'
import { agencyOf, findDetailed, lockComplaint, requireVersion, targetOf } from '../store.ts'
import { requireHandler } from './change-agency-poc.ts'

/**
 * Names another preliminary reviewer while the review waits: whoever wanted it, or a Complaint Supervisor. The task leaves
 * the former reviewer, the new one is told; who wanted the review, and when, stays (docs/rules.md 3).
 */
export async function replaceReviewer(deps: Deps, actor: Actor, id: string, input: ReplaceReviewer): Promise<void> {
  const editor = agencyOf(actor)
  await deps.transaction(editor, async (tx) => {
    const found = await findDetailed(tx, id)
    const waiting = await waitingReview(tx, id)
    permit(editor, 'complaint.replace-reviewer', { ...targetOf(found), addedBy: waiting?.asked_by ?? null })
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const review = await waitingReview(tx, id)
    if (complaint.status !== 'pending' || review === undefined) throw new AppError('conflict', 'No preliminary review of this complaint waits any more.')
    if (input.reviewerId === review.reviewer_id) throw invalid({ reviewerId: 'This person is the reviewer already. Choose another colleague.' })
    if (input.reviewerId === review.asked_by) throw invalid({ reviewerId: 'This person asked for the review. Choose another colleague.' })
    await requireHandler(tx, editor, input.reviewerId, 'reviewerId')
    await tx.db.updateTable('complaint').set({ reviewer_id: input.reviewerId, version: complaint.version + 1 }).where('id', '=', id).execute()
    await tx.db
      .updateTable('preliminary_review')
      .set({ reviewer_id: input.reviewerId, note: input.note })
      .where('id', '=', review.id)
      .execute()
    await tx.enqueue('notify', { eventId: newId(), event: 'review_wanted', complaintId: id, userIds: [input.reviewerId], by: editor.userId })
    await tx.audit({ action: 'complaint.reviewer_replaced', audience: 'agency', agencyId: complaint.agencyId, complaintId: id, about: { kind: 'person', id: input.reviewerId }, details: { from: review.reviewer_id, to: input.reviewerId } })
  })
}

function waitingReview(tx: Tx, complaintId: string) {
  return tx.db
    .selectFrom('preliminary_review')
    .select(['id', 'reviewer_id', 'asked_by'])
    .where('complaint_id', '=', complaintId)
    .where('completed_at', 'is', null)
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}
