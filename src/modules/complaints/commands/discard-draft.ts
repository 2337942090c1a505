import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Deps } from '../../../platform/ports.ts'
import { agencyOf, findComplaint, lockComplaint, targetOf } from '../store.ts'

/** Deletes a draft. Only its audit entry stays. */
export async function discardDraft(deps: Deps, actor: Actor, id: string): Promise<void> {
  const editor = agencyOf(actor)
  await deps.transaction(editor, async (tx) => {
    permit(editor, 'complaint.discard', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    if (complaint.status !== 'draft') throw new AppError('conflict', 'Only a draft can be discarded. Cancel the complaint instead.')
    await tx.db.deleteFrom('complaint').where('id', '=', id).execute()
    await tx.audit({ action: 'complaint.discarded', audience: 'agency', agencyId: complaint.agencyId, complaintId: id, details: { number: displayId('complaint', complaint.number) } })
  })
}
