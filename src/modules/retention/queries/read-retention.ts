import type { Actor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findComplaint, targetOf } from '../../complaints/index.ts'
import type { Retention } from '../contract.ts'
import { takesHold } from '../domain/retention.ts'

/** Until when a complaint is kept and what keeps it longer: the owner's alone, not there for others. */
export async function readRetention(deps: Deps, actor: Actor, id: string): Promise<Retention> {
  permit(actor, 'complaint.view-detail')
  if (actor.kind !== 'agency') throw notFound('complaint')
  return deps.transaction(actor, async (tx) => {
    const complaint = await findComplaint(tx, id)
    if (complaint.agencyId !== actor.agencyId) throw notFound('complaint')
    const agency = await tx.db.selectFrom('agency').select('disposes_automatically').where('id', '=', actor.agencyId).executeTakeFirstOrThrow()
    const row = await tx.db
      .selectFrom('complaint_retention as k')
      .leftJoin('person as setter', 'setter.id', 'k.hold_set_by')
      .leftJoin('person as lifter', 'lifter.id', 'k.hold_lifted_by')
      .select(['k.retain_until', 'k.legal_hold', 'k.hold_reason', 'k.hold_set_by', 'k.hold_set_at', 'k.lift_reason', 'k.hold_lifted_by', 'k.hold_lifted_at', 'k.version', 'setter.name as setter_name', 'lifter.name as lifter_name'])
      .where('k.complaint_id', '=', id)
      .executeTakeFirst()
    const mayChange = takesHold(complaint.status) && may(actor, 'complaint.hold', targetOf(complaint))
    return {
      retainUntil: row?.retain_until ?? null,
      hold: row?.legal_hold === true && row.hold_set_by !== null && row.hold_set_at !== null ? { reason: row.hold_reason, setBy: { id: row.hold_set_by, name: row.setter_name ?? '' }, setAt: row.hold_set_at.toISOString() } : null,
      lifted: row === undefined || row.hold_lifted_by === null || row.hold_lifted_at === null ? null : { reason: row.lift_reason, liftedBy: { id: row.hold_lifted_by, name: row.lifter_name ?? '' }, liftedAt: row.hold_lifted_at.toISOString() },
      disposesAutomatically: agency.disposes_automatically,
      version: row?.version ?? 0,
      can: mayChange ? [row?.legal_hold === true ? 'lift-hold' : 'set-hold'] : [],
    }
  })
}
