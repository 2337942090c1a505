import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findComplaint, lockComplaint, targetOf } from '../../complaints/index.ts'
import { packageObstacle } from '../domain/access-rules.ts'
import type { MakePackage } from '../package-contract.ts'

/** Notes for whom a package is and what goes in; it is put together when it is downloaded, as the complaint stands then. */
export async function makePackage(deps: Deps, actor: Actor, complaintId: string, input: MakePackage): Promise<void> {
  if (actor.kind !== 'agency') throw notFound('page')
  await deps.transaction(actor, async (tx) => {
    const found = await findComplaint(tx, complaintId)
    permit(actor, 'complaint.refer', targetOf(found))
    const obstacle = packageObstacle((await lockComplaint(tx, complaintId)).status)
    if (obstacle !== null) throw new AppError('conflict', obstacle)
    const packageId = newId()
    await tx.db
      .insertInto('referral_package')
      .values({ id: packageId, complaint_id: complaintId, agency_id: actor.agencyId, recipient: input.recipient.trim(), note: input.note, parts: [...new Set(input.parts)], with_documents: input.withDocuments, made_by: actor.userId, made_at: tx.now })
      .execute()
    await tx.audit({ action: 'complaint.package_made', audience: 'agency', agencyId: actor.agencyId, companyId: found.companyId, complaintId, about: { kind: 'referral_package', id: packageId }, details: { parts: [...new Set(input.parts)], withDocuments: input.withDocuments } })
  })
}
