import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import { reminderKinds } from '../reminder-contract.ts'
import { agencyOnly, findRequest } from '../store.ts'

/** Every reminder of a request, newest first. */
export async function listReminders(deps: Deps, actor: Actor, requestId: string) {
  permit(actor, 'complaint.view')
  return deps.transaction(agencyOnly(actor), async (tx) => {
    const request = await findRequest(tx, requestId)
    const rows = await tx.db
      .selectFrom('request_reminder as m')
      .leftJoin('person as p', 'p.id', 'm.sent_by')
      .select(['m.id', 'm.sent_by', 'p.name', 'm.sent_at', 'm.kind'])
      .where('m.request_id', '=', requestId)
      .orderBy('m.sent_at', 'desc')
      .limit(200)
      .execute()
    await tx.auditRead({ action: 'information_request.read', audience: 'agency', agencyId: request.agencyId, complaintId: request.complaintId, about: { kind: 'information_request', id: requestId } })
    return { items: rows.map((row) => ({ id: row.id, sentBy: row.sent_by === null || row.name === null ? null : { id: row.sent_by, name: row.name }, sentAt: row.sent_at.toISOString(), kind: oneOf(reminderKinds, row.kind) })) }
  })
}
