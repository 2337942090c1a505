import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { documentsOf } from '../../documents/index.ts'
import { agencyOf, findDetailed } from '../store.ts'

/** All documents of a complaint that the actor may see; not found for whoever sees basic information alone. */
export async function listComplaintDocuments(deps: Deps, actor: Actor, complaintId: string) {
  return deps.transaction(agencyOf(actor), async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    const items = await documentsOf(tx, { complaintId })
    if (items.length > 0) await tx.auditRead({ action: 'complaint.read', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId })
    return { items }
  })
}
