import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findComplaint, lockComplaint, targetOf } from '../../complaints/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { DecideAccess } from '../access-contract.ts'
import { anythingWaits, decidedMeanwhile, findAccess, lockAccess } from '../access-store.ts'
import { decideObstacle } from '../domain/access-rules.ts'

/** A Complaint Supervisor of the owner lets the other agency in, or not. Of two who decide at once the second is told that it was decided. */
export async function decideAccess(deps: Deps, actor: Actor, complaintId: string, accessId: string, input: DecideAccess): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    const access = await findAccess(tx, complaintId, accessId)
    if (access.ownerAgencyId !== actor.agencyId) throw new AppError('forbidden', 'The agency that owns the complaint decides. You can withdraw the request.')
    permit(actor, 'complaint.decide-access', targetOf(await findComplaint(tx, complaintId)))
    const complaint = await lockComplaint(tx, complaintId)
    if ((await lockAccess(tx, accessId)) !== 'requested') throw decidedMeanwhile()
    const obstacle = decideObstacle(complaint.status)
    if (obstacle !== null) throw new AppError('conflict', obstacle)
    const state = input.decision === 'accept' ? 'accepted' : 'rejected'
    await tx.db.updateTable('complaint_access').set({ state, decided_by: actor.userId, decided_at: tx.now, decision_comments: input.comments }).where('id', '=', accessId).execute()
    if (!(await anythingWaits(tx, complaintId))) await finishTasks(tx, { kind: 'decide_access', complaintId })
    await tx.audit({ action: `access.${state}`, audience: 'agency', agencyId: actor.agencyId, complaintId, about: { kind: 'complaint_access', id: accessId }, details: { agencyId: access.requestingAgencyId } })
    await tx.enqueue('notify', { eventId: newId(), event: 'access_decided', complaintId, accessId, by: actor.userId })
  })
}
