import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { DecideChange } from '../contract.ts'
import { agencyOf, findEntity } from '../store.ts'

/** The agency that keeps the record says that the change was made, or why not. The agency that asked is told. */
export async function decideChange(deps: Pick<Deps, 'transaction'>, actor: Actor, entityId: string, changeId: string, input: DecideChange): Promise<void> {
  const decider = agencyOf(actor)
  await deps.transaction(decider, async (tx) => {
    const entity = await findEntity(tx, entityId)
    const found = await tx.db.selectFrom('entity_change_request').select('id').where('id', '=', changeId).where('entity_id', '=', entityId).executeTakeFirst()
    if (found === undefined) throw notFound('request')
    permit(decider, 'entity.update', { ownerAgencyId: entity.agencyId })
    const held = await tx.db.selectFrom('entity_change_request').select(['state', 'requesting_agency_id']).where('id', '=', changeId).forUpdate().executeTakeFirstOrThrow()
    if (held.state !== 'open') throw new AppError('conflict', `This request was ${held.state === 'done' ? 'done' : 'declined'} already.`)
    await tx.db.updateTable('entity_change_request').set({ state: input.state, answer: input.answer.trim(), decided_by: decider.userId, decided_at: tx.now }).where('id', '=', changeId).execute()
    await tx.audit({ action: 'entity.change_decided', audience: 'agency', agencyId: entity.agencyId, about: { kind: 'entity', id: entityId }, details: { changeRequestId: changeId, state: input.state } })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'entity_change_decided', agencyId: held.requesting_agency_id, entityId, changeRequestId: changeId, by: decider.userId })
  })
}
