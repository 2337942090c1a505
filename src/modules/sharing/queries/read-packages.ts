import type { Actor } from '../../../access/actor.ts'
import { may } from '../../../access/permissions.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findDetailed, targetOf } from '../../complaints/index.ts'
import { packageObstacle } from '../domain/access-rules.ts'
import type { PackageList } from '../package-contract.ts'
import { sharingReader } from './list-access.ts'

/** Packages of a complaint, newest first: the owner's alone. */
export async function listPackages(deps: Deps, actor: Actor, complaintId: string): Promise<PackageList> {
  const reader = sharingReader(actor)
  return deps.transaction(reader, async (tx) => {
    const found = await findDetailed(tx, complaintId)
    const rows = await tx.db
      .selectFrom('referral_package as k')
      .innerJoin('person as m', 'm.id', 'k.made_by')
      .leftJoin('person as t', 't.id', 'k.taken_by')
      .select(['k.id', 'k.recipient', 'k.note', 'k.parts', 'k.with_documents', 'k.made_by', 'm.name as made_by_name', 'k.made_at', 'k.taken_by', 't.name as taken_by_name', 'k.taken_at', 'k.files', 'k.manifest_sha256'])
      .where('k.complaint_id', '=', complaintId)
      .orderBy('k.made_at', 'desc')
      .orderBy('k.id', 'desc')
      .limit(200)
      .execute()
    const mayMake = may(reader, 'complaint.refer', targetOf(found))
    const obstacle = packageObstacle(found.status)
    return {
      items: rows.map((row) => ({
        id: row.id,
        recipient: row.recipient,
        note: row.note,
        parts: row.parts,
        withDocuments: row.with_documents,
        madeBy: { id: row.made_by, name: row.made_by_name },
        madeAt: row.made_at.toISOString(),
        taken: row.taken_by === null || row.taken_at === null || row.manifest_sha256 === null ? null : { by: { id: row.taken_by, name: row.taken_by_name ?? '' }, at: row.taken_at.toISOString(), files: row.files ?? 0, manifestSha256: row.manifest_sha256 },
      })),
      canMake: mayMake && obstacle === null,
      whyNot: mayMake ? obstacle : 'Complaint Supervisors and Managers of the owning agency make packages.',
    }
  })
}
