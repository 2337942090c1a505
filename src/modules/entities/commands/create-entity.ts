import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { CreateEntity } from '../contract.ts'
import { agencyOf, entityColumns } from '../store.ts'

/** Creates the record of an unknown or unlicensed firm, for all agencies to track. Returns its ID. */
export async function createEntity(deps: Pick<Deps, 'transaction'>, actor: Actor, input: CreateEntity): Promise<string> {
  permit(actor, 'entity.create')
  const creator = agencyOf(actor)
  return deps.transaction(creator, async (tx) => {
    const id = newId()
    await tx.db.insertInto('entity').values({ id, agency_id: creator.agencyId, created_by: creator.userId, created_at: tx.now, updated_at: tx.now, ...entityColumns(input) }).execute()
    await tx.audit({ action: 'entity.created', audience: 'agency', agencyId: creator.agencyId, about: { kind: 'entity', id } })
    return id
  })
}
