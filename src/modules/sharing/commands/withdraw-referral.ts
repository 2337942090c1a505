import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findComplaint, lockComplaint, targetOf } from '../../complaints/index.ts'
import { takeStep } from '../../complaints/domain/lifecycle.ts'
import { findReferral, statusBefore, undecided } from '../store.ts'

/** The sender takes an undecided referral back: the complaint is as it was before. */
export async function withdrawReferral(deps: Deps, actor: Actor, complaintId: string, referralId: string): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    const referral = await findReferral(tx, complaintId, referralId)
    if (referral.fromAgencyId !== actor.agencyId) throw new AppError('forbidden', 'The agency that referred the complaint can withdraw the referral. You can reject it.')
    if (referral.state !== 'pending') throw undecided()
    permit(actor, 'complaint.refer', targetOf(await findComplaint(tx, complaintId)))
    const complaint = await lockComplaint(tx, complaintId)
    const status = takeStep('hand_back', complaint.status, statusBefore(referral))
    const withdrawn = await tx.db
      .updateTable('referral')
      .set({ state: 'withdrawn', decided_by: actor.userId, decided_at: tx.now })
      .where('id', '=', referralId)
      .where('state', '=', 'pending')
      .executeTakeFirst()
    if (withdrawn.numUpdatedRows === 0n) throw undecided()
    await tx.db.updateTable('complaint').set({ status, version: complaint.version + 1 }).where('id', '=', complaintId).execute()
    await tx.audit({ action: 'complaint.referral_withdrawn', audience: 'agency', agencyId: actor.agencyId, complaintId, about: { kind: 'referral', id: referralId } })
    await tx.enqueue('notify', { eventId: newId(), event: 'referral_withdrawn', complaintId, referralId, by: actor.userId })
  })
}
