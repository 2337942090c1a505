import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { CompleteReview } from '../review-contract.ts'
import { takeStep } from '../domain/lifecycle.ts'
import { agencyOf, findComplaint, indexForSearch, lockComplaint, requireVersion, targetOf } from '../store.ts'
import { requireHandler } from './change-agency-poc.ts'

/**
 * Preliminary review is done: the complaint proceeds, and the reviewer names who works on it (docs/rules.md 3). Whoever
 * was asked has the task; any Complaint Supervisor or Manager of the agency may complete it.
 */
export async function completeReview(deps: Deps, actor: Actor, id: string, input: CompleteReview): Promise<void> {
  const reviewer = agencyOf(actor)
  await deps.transaction(reviewer, async (tx) => {
    permit(reviewer, 'complaint.review', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const status = takeStep('proceed', complaint.status)
    await requireHandler(tx, reviewer, input.agencyPocId, 'agencyPocId')
    await tx.db.updateTable('complaint').set({ status, agency_poc_id: input.agencyPocId, version: complaint.version + 1 }).where('id', '=', id).execute()
    await tx.db
      .updateTable('preliminary_review')
      .set({ completed_by: reviewer.userId, completed_at: tx.now, comments: input.comments ?? '' })
      .where('complaint_id', '=', id)
      .where('completed_at', 'is', null)
      .execute()
    await indexForSearch(tx, id)
    await finishTasks(tx, { kind: 'preliminary_review', complaintId: id })
    await tx.enqueue('notify', { eventId: newId(), event: 'review_completed', complaintId: id, userIds: [input.agencyPocId], by: reviewer.userId })
    await tx.audit({ action: 'complaint.reviewed', audience: 'agency', agencyId: complaint.agencyId, complaintId: id, about: { kind: 'person', id: input.agencyPocId } })
  })
}
