import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ComplaintFields } from '../contract.ts'
import { agencyOf, indexForSearch } from '../store.ts'
import { enterFields } from './write-fields.ts'

/** Starts a draft, visible to its agency only, with whatever is known already. Returns its ID; its version is 1. */
export async function startComplaint(deps: Deps, actor: Actor, fields: ComplaintFields): Promise<string> {
  permit(actor, 'complaint.enter')
  const clerk = agencyOf(actor)
  return deps.transaction(clerk, async (tx) => {
    const id = newId()
    await enterFields(tx, clerk, id, fields)
    await indexForSearch(tx, id)
    await tx.audit({ action: 'complaint.started', audience: 'agency', agencyId: clerk.agencyId, complaintId: id })
    return id
  })
}
