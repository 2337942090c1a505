import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findComplaint, lockComplaint, requireVersion, targetOf } from '../../complaints/index.ts'
import { referralObstacle, takeStep } from '../../complaints/domain/lifecycle.ts'
import { isOnHold } from '../../retention/index.ts'
import type { ReferComplaint } from '../contract.ts'

/** Offers the complaint to another agency. Until that decides, nothing of it changes but by withdrawing or canceling. */
export async function referComplaint(deps: Deps, actor: Actor, id: string, input: ReferComplaint): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    permit(actor, 'complaint.refer', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const status = takeStep('refer', complaint.status)
    const obstacle = referralObstacle({ everSent: complaint.firstSentAt !== null, onHold: await isOnHold(tx, id) })
    if (obstacle !== null) throw new AppError('conflict', obstacle)
    if (input.toAgencyId === actor.agencyId) throw invalid({ toAgencyId: 'Choose another agency than your own.' })
    if (!(await canDecide(tx, input.toAgencyId))) throw invalid({ toAgencyId: 'Nobody at this agency can decide on a referral now. Choose another agency.' })
    const referralId = newId()
    await tx.db
      .insertInto('referral')
      .values({ id: referralId, complaint_id: id, from_agency_id: actor.agencyId, to_agency_id: input.toAgencyId, state: 'pending', status_before: complaint.status, comments: input.comments, sent_by: actor.userId, sent_at: tx.now })
      .execute()
    await tx.db.updateTable('complaint').set({ status, version: complaint.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'complaint.referred', audience: 'agency', agencyId: actor.agencyId, complaintId: id, about: { kind: 'referral', id: referralId } })
    await tx.enqueue('notify', { eventId: referralId, event: 'referral_sent', complaintId: id, referralId, by: actor.userId })
  })
}

/** Has the agency somebody who can decide? Who, is its own matter. */
async function canDecide(tx: Tx, agencyId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select ${agencyId}::uuid in (select agencies_that_decide()) as found`.execute(tx.db)
  return rows[0]?.found ?? false
}
