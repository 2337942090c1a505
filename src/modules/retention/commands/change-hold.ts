import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findComplaint, lockComplaint, requireVersion, targetOf } from '../../complaints/index.ts'
import { statusWords } from '../../complaints/domain/lifecycle.ts'
import type { ChangeHold } from '../contract.ts'
import { takesHold } from '../domain/retention.ts'

/** A Supervisor keeps a complaint from being disposed of, whatever its retention date. */
export async function setHold(deps: Deps, actor: Actor, id: string, input: ChangeHold): Promise<void> {
  await change(deps, actor, id, input, async (tx, { agencyId, legalHold, userId }) => {
    if (legalHold) throw new AppError('conflict', 'This complaint is on legal hold already.')
    const held = { legal_hold: true, hold_reason: input.reason, hold_set_by: userId, hold_set_at: tx.now, version: input.version + 1 }
    await tx.db
      .insertInto('complaint_retention')
      .values({ complaint_id: id, agency_id: agencyId, ...held })
      .onConflict((conflict) => conflict.column('complaint_id').doUpdateSet(held))
      .execute()
    await tx.audit({ action: 'complaint.hold_set', audience: 'agency', agencyId, complaintId: id })
  })
}

export async function liftHold(deps: Deps, actor: Actor, id: string, input: ChangeHold): Promise<void> {
  await change(deps, actor, id, input, async (tx, { agencyId, legalHold, userId }) => {
    if (!legalHold) throw new AppError('conflict', 'This complaint is not on legal hold.')
    await tx.db
      .updateTable('complaint_retention')
      .set({ legal_hold: false, hold_reason: '', hold_set_by: null, hold_set_at: null, lift_reason: input.reason, hold_lifted_by: userId, hold_lifted_at: tx.now, version: input.version + 1 })
      .where('complaint_id', '=', id)
      .execute()
    await tx.audit({ action: 'complaint.hold_lifted', audience: 'agency', agencyId, complaintId: id })
  })
}

type Held = { agencyId: string; legalHold: boolean; userId: string }

async function change(deps: Deps, actor: Actor, id: string, input: ChangeHold, apply: (tx: Tx, held: Held) => Promise<void>): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    permit(actor, 'complaint.hold', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    if (!takesHold(complaint.status)) throw new AppError('conflict', `A legal hold cannot be set or lifted while a complaint is ${statusWords(complaint.status)}.`)
    const row = await tx.db.selectFrom('complaint_retention').select(['version', 'legal_hold']).where('complaint_id', '=', id).forUpdate().executeTakeFirst()
    requireVersion({ version: row?.version ?? 0 }, input.version)
    await apply(tx, { agencyId: complaint.agencyId, legalHold: row?.legal_hold ?? false, userId: actor.userId })
  })
}
