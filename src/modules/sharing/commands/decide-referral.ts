import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { indexForSearch, requireHandler } from '../../complaints/index.ts'
import type { DecideReferral } from '../contract.ts'
import { findReferral, undecided } from '../store.ts'

/**
 * The receiver accepts, and names who works on the complaint, which is its own from then on; or rejects, and it goes back.
 * Rows of the sender move by functions of the database, which look again whether the actor may (migrations/0028).
 */
export async function decideReferral(deps: Deps, actor: Actor, complaintId: string, referralId: string, input: DecideReferral): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    const referral = await findReferral(tx, complaintId, referralId)
    permit(actor, 'complaint.decide-referral')
    if (referral.toAgencyId !== actor.agencyId) throw new AppError('forbidden', 'The agency to which the complaint was referred decides. You can withdraw the referral.')
    await holdIncoming(tx, referralId)
    if (input.decision === 'accept') {
      await requireHandler(tx, actor, input.agencyPocId, 'agencyPocId')
      await sql`select accept_referral(${referralId}, ${input.agencyPocId}, ${input.comments}, ${tx.now})`.execute(tx.db)
      await indexForSearch(tx, complaintId)
    } else {
      await sql`select reject_referral(${referralId}, ${input.comments}, ${tx.now})`.execute(tx.db)
    }
    const action = input.decision === 'accept' ? 'complaint.referral_accepted' : 'complaint.referral_rejected'
    // Once: whoever owns the complaint reads all of its history, and who decided reads this.
    await tx.audit({ action, audience: 'agency', agencyId: referral.toAgencyId, complaintId, about: { kind: 'referral', id: referralId } })
    await tx.enqueue('notify', { eventId: newId(), event: 'referral_decided', complaintId, referralId, by: actor.userId })
  })
}

/** Holds complaint and referral; refused where it was decided or withdrawn meanwhile. */
async function holdIncoming(tx: Tx, referralId: string): Promise<void> {
  const { rows } = await sql<{ held: string | null }>`select lock_incoming_referral(${referralId}) as held`.execute(tx.db)
  if ((rows[0]?.held ?? null) === null) throw undecided()
}
