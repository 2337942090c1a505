import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { RequestChange } from '../contract.ts'
import { agencyOf, findEntity, requirePresent } from '../store.ts'

/** Request Info Change: another agency asks the one that keeps the record. It is told. */
export async function requestChange(deps: Pick<Deps, 'transaction'>, actor: Actor, entityId: string, input: RequestChange): Promise<void> {
  const asker = agencyOf(actor)
  await deps.transaction(asker, async (tx) => {
    const entity = await findEntity(tx, entityId)
    permit(asker, 'entity.request-change', { ownerAgencyId: entity.agencyId })
    requirePresent(entity)
    const id = newId()
    await tx.db
      .insertInto('entity_change_request')
      .values({ id, entity_id: entityId, agency_id: entity.agencyId, requesting_agency_id: asker.agencyId, requested_by: asker.userId, requested_at: tx.now, wish: input.wish.trim() })
      .execute()
    await tx.audit({ action: 'entity.change_requested', audience: 'agency', agencyId: asker.agencyId, about: { kind: 'entity', id: entityId }, details: { changeRequestId: id } })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'entity_change_requested', agencyId: entity.agencyId, entityId, changeRequestId: id, by: asker.userId })
  })
}
