import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { lockComplaint, overtakeAsks, requireVersion } from '../../complaints/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { CancelRequest } from '../contract.ts'
import { moveRequest } from '../domain/request-lifecycle.ts'
import { agencyOnly, findRequest, lockRequest } from '../store.ts'

/** A request that is no longer needed; the company is told. */
export async function cancelRequest(deps: Deps, actor: Actor, id: string, input: CancelRequest): Promise<void> {
  const canceler = agencyOnly(actor)
  await deps.transaction(canceler, async (tx) => {
    const found = await findRequest(tx, id)
    permit(canceler, 'request.cancel', { ownerAgencyId: found.agencyId })
    // The complaint first, as everybody does: its counters follow the request.
    await lockComplaint(tx, found.complaintId)
    const request = await lockRequest(tx, id)
    requireVersion(request, input.version)
    const status = moveRequest(request.status, 'canceled')
    await tx.db.updateTable('information_request').set({ status, canceled_at: tx.now, cancel_reason: input.reason, version: request.version + 1 }).where('id', '=', id).execute()
    await overtakeAsks(tx, { requestId: id })
    await finishTasks(tx, { requestId: id })
    await tx.audit({ action: 'information_request.canceled', audience: 'both', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId, about: { kind: 'information_request', id }, details: { number: displayId('request', request.number) } })
    await tx.enqueue('notify', { eventId: newId(), event: 'request_canceled', complaintId: request.complaintId, requestIds: [id], by: canceler.userId })
  })
}
