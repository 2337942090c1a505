import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ComplaintFields } from '../contract.ts'
import { agencyOf, findComplaint, indexForSearch } from '../store.ts'
import { writeFields } from './write-fields.ts'

/** Starts a draft, visible to its agency only, with whatever is known already. Returns its ID. */
export async function startComplaint(deps: Deps, actor: Actor, fields: ComplaintFields): Promise<string> {
  permit(actor, 'complaint.enter')
  const clerk = agencyOf(actor)
  return deps.transaction(clerk, async (tx) => {
    const id = newId()
    await tx.db
      .insertInto('complaint')
      .values({ id, agency_id: clerk.agencyId, status: 'draft', entered_by: clerk.userId, created_at: tx.now })
      .execute()
    await tx.db.insertInto('complaint_detail').values({ complaint_id: id, agency_id: clerk.agencyId }).execute()
    await tx.db.insertInto('complainant').values({ complaint_id: id, agency_id: clerk.agencyId }).execute()
    await writeFields(tx, clerk, await findComplaint(tx, id), fields)
    await indexForSearch(tx, id)
    await tx.audit({ action: 'complaint.started', audience: 'agency', agencyId: clerk.agencyId, complaintId: id })
    return id
  })
}
