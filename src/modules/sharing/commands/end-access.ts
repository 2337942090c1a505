import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findComplaint, lockComplaint, targetOf } from '../../complaints/index.ts'
import type { RevokeAccess } from '../access-contract.ts'
import { decidedMeanwhile, endedMeanwhile, findAccess, lockAccess } from '../access-store.ts'

/**
 * Takes given access away, at any time, also while a referral waits. From the commit on nothing of the detail is there for
 * the other agency; downloads and exports that are under way break off (documents/watch-reading.ts).
 */
export async function revokeAccess(deps: Deps, actor: Actor, complaintId: string, accessId: string, input: RevokeAccess): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    const access = await findAccess(tx, complaintId, accessId)
    if (access.ownerAgencyId !== actor.agencyId) throw new AppError('forbidden', 'The agency that owns the complaint gave the access and can remove it.')
    permit(actor, 'complaint.decide-access', targetOf(await findComplaint(tx, complaintId)))
    await lockComplaint(tx, complaintId)
    if ((await lockAccess(tx, accessId)) !== 'accepted') throw endedMeanwhile()
    // Access from before this system has no decision of its own.
    await tx.db.updateTable('complaint_access').set((row) => ({ state: 'revoked', decided_by: row.fn.coalesce('decided_by', row.val(actor.userId)), ended_by: actor.userId, ended_at: tx.now, end_comments: input.comments })).where('id', '=', accessId).execute()
    await tx.audit({ action: 'access.revoked', audience: 'agency', agencyId: actor.agencyId, complaintId, about: { kind: 'complaint_access', id: accessId }, details: { agencyId: access.requestingAgencyId } })
    await tx.enqueue('notify', { eventId: newId(), event: 'access_revoked', complaintId, accessId, by: actor.userId })
  })
}

/** The agency that asked takes an undecided request back. */
export async function withdrawAccess(deps: Deps, actor: Actor, complaintId: string, accessId: string): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    const access = await findAccess(tx, complaintId, accessId)
    if (access.requestingAgencyId !== actor.agencyId) throw new AppError('forbidden', 'The agency that asked can withdraw the request. You can reject it.')
    permit(actor, 'complaint.withdraw-access-request', targetOf(await findComplaint(tx, complaintId)))
    const withdrawn = await tx.db
      .updateTable('complaint_access')
      .set({ state: 'withdrawn', ended_by: actor.userId, ended_at: tx.now })
      .where('id', '=', accessId)
      .where('state', '=', 'requested')
      .executeTakeFirst()
    if (withdrawn.numUpdatedRows === 0n) throw decidedMeanwhile()
    await tx.audit({ action: 'access.withdrawn', audience: 'agency', agencyId: actor.agencyId, complaintId, about: { kind: 'complaint_access', id: accessId } })
    // The owner's task goes with it: the job sees that nothing waits any more.
    await tx.enqueue('notify', { eventId: newId(), event: 'access_decided', complaintId, accessId, by: actor.userId })
  })
}
