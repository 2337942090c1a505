import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { documentsOf } from '../../documents/index.ts'
import { agencyOf, findComplaint } from '../store.ts'

/** All documents of a complaint that the actor may see. */
export async function listComplaintDocuments(deps: Deps, actor: Actor, complaintId: string) {
  return deps.transaction(agencyOf(actor), async (tx) => {
    await findComplaint(tx, complaintId)
    return { items: await documentsOf(tx, { complaintId }) }
  })
}
