import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { shareDocuments } from '../../documents/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { CloseComplaint } from '../contract.ts'
import { close } from '../domain/closing.ts'
import { agencyOf, findComplaint, lockComplaint, requireVersion, targetOf } from '../store.ts'

/**
 * Closes a complaint. Requests with the company must be answered or canceled first; unsent ones are removed.
 * The company is told, and reads the comments, only if the complaint was ever sent to it (docs/rules.md 3).
 */
export async function closeComplaint(deps: Deps, actor: Actor, id: string, input: CloseComplaint): Promise<void> {
  const closer = agencyOf(actor)
  await deps.transaction(closer, async (tx) => {
    permit(closer, 'complaint.close', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const withCompany = await tx.db.selectFrom('information_request').select('number').where('complaint_id', '=', id).where('status', '=', 'sent_to_company').orderBy('number').execute()
    const { status, daysOpen } = close(
      { status: complaint.status, receivedOn: complaint.receivedOn, requestsWithCompany: withCompany.map((request) => displayId('request', request.number)) },
      input,
      dateIn(closer.timeZone, tx.now),
    )
    const reader = complaint.firstSentAt === null ? null : complaint.companyId
    const closureId = newId()
    await tx.db.deleteFrom('information_request').where('complaint_id', '=', id).where('status', '=', 'ready_to_send').execute()
    await tx.db
      .insertInto('closure')
      .values({
        id: closureId,
        complaint_id: id,
        agency_id: complaint.agencyId,
        company_id: reader,
        reason: input.reason,
        relief_amount: input.reliefAmount ?? null,
        relief_paid_on: input.reliefPaidOn ?? null,
        reason_reference: input.reference ?? null,
        notes: input.notes,
        comments_to_company: reader === null ? '' : input.commentsToCompany,
        days_open: daysOpen,
        closed_by: closer.userId,
        closed_at: tx.now,
      })
      .execute()
    await tx.db.updateTable('complaint').set({ status, closed_at: tx.now, version: complaint.version + 1 }).where('id', '=', id).execute()
    if (reader !== null && input.documentIds.length > 0) await shareDocuments(tx, closer, input.documentIds, { complaintId: id, companyId: reader, closureId })
    await finishTasks(tx, { complaintId: id })
    await tx.audit({ action: 'complaint.closed', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: id, about: { kind: 'closure', id: closureId }, details: { reason: input.reason, daysOpen } })
    if (reader !== null) await tx.audit({ action: 'complaint.closed_for_company', audience: 'company', agencyId: complaint.agencyId, companyId: reader, complaintId: id })
    await tx.enqueue('notify', { eventId: closureId, event: 'complaint_closed', complaintId: id, by: closer.userId })
  })
}
