import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Deps } from '../../../platform/ports.ts'
import { lockComplaint, requireVersion } from '../../complaints/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import { agencyOnly, findRequest, lockRequest } from '../store.ts'

/** Sets or takes back the agency's mark that an answer was looked at. Never seen by the company. */
export async function markQuickLook(deps: Deps, actor: Actor, id: string, input: { version: number; complete: boolean }): Promise<void> {
  const reviewer = agencyOnly(actor)
  await deps.transaction(reviewer, async (tx) => {
    const found = await findRequest(tx, id)
    permit(reviewer, 'request.quick-look', { ownerAgencyId: found.agencyId })
    await lockComplaint(tx, found.complaintId)
    const request = await lockRequest(tx, id)
    requireVersion(request, input.version)
    if (request.status !== 'sent_to_agency') throw new AppError('conflict', 'Quick Look is for a request that was answered.')
    await tx.db
      .updateTable('information_request')
      .set({ quick_look_at: input.complete ? tx.now : null, quick_look_by: input.complete ? reviewer.userId : null, version: request.version + 1 })
      .where('id', '=', id)
      .execute()
    if (input.complete) await finishTasks(tx, { kind: 'review_response', requestId: id })
    await tx.audit({ action: input.complete ? 'information_request.quick_look' : 'information_request.quick_look_undone', audience: 'agency', agencyId: request.agencyId, complaintId: request.complaintId, about: { kind: 'information_request', id }, details: { number: displayId('request', request.number) } })
  })
}
