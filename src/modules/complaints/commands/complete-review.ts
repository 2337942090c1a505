import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import type { Deps } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { CompleteReview } from '../contract.ts'
import { moveTo } from '../domain/lifecycle.ts'
import { agencyOf, findComplaint, indexForSearch, lockComplaint, requireVersion, targetOf } from '../store.ts'
import { requireHandler } from './change-agency-poc.ts'

/** Preliminary review is done: the complaint proceeds, and the reviewer names who works on it (docs/rules.md 3). */
export async function completeReview(deps: Deps, actor: Actor, id: string, input: CompleteReview): Promise<void> {
  const reviewer = agencyOf(actor)
  await deps.transaction(reviewer, async (tx) => {
    permit(reviewer, 'complaint.review', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const status = moveTo(complaint.status, 'in_progress')
    await requireHandler(tx, reviewer, input.agencyPocId, 'agencyPocId')
    await tx.db.updateTable('complaint').set({ status, agency_poc_id: input.agencyPocId, version: complaint.version + 1 }).where('id', '=', id).execute()
    await indexForSearch(tx, id)
    await finishTasks(tx, { kind: 'preliminary_review', complaintId: id })
    await tx.audit({ action: 'complaint.reviewed', audience: 'agency', agencyId: complaint.agencyId, complaintId: id, about: { kind: 'person', id: input.agencyPocId } })
  })
}
