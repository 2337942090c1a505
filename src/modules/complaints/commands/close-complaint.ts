import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { invalid } from '../../../kernel/errors.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { shareDocuments } from '../../documents/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import { keepAfterEnd } from '../../retention/index.ts'
import type { CloseComplaint } from '../contract.ts'
import { close } from '../domain/closing.ts'
import { agencyOf, findComplaint, lockComplaint, requireVersion, targetOf } from '../store.ts'
import { overtakeAsks } from './overtake-asks.ts'
import { removeUnsent } from './remove-unsent.ts'
import { requireUploaded } from './require-uploaded.ts'

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
    const today = dateIn(closer.timeZone, tx.now)
    const { status, daysOpen } = close(
      { number: complaint.number, status: complaint.status, receivedOn: complaint.receivedOn, requestsWithCompany: withCompany.map((request) => displayId('request', request.number)) },
      input,
      today,
    )
    const reference = input.reason === 'duplicate' ? await repeatedComplaint(tx, input.reference ?? '') : input.reference?.trim()
    const reader = complaint.firstSentAt === null ? null : complaint.companyId
    await requireUploaded(tx, id, { purpose: 'closure' })
    const closureId = newId()
    await removeUnsent(tx, complaint)
    await overtakeAsks(tx, { complaintId: id })
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
        reason_reference: reference ?? null,
        notes: input.notes,
        comments_to_company: reader === null ? '' : input.commentsToCompany,
        days_open: daysOpen,
        closed_by: closer.userId,
        closed_at: tx.now,
      })
      .execute()
    await tx.db.updateTable('complaint').set({ status, closed_at: tx.now, version: complaint.version + 1 }).where('id', '=', id).execute()
    if (reader !== null && input.documentIds.length > 0) await shareDocuments(tx, closer, input.documentIds, { complaintId: id, companyId: reader, closureId })
    await keepAfterEnd(tx, complaint, today)
    // A letter to the company is approved and acknowledged after closing too.
    await finishTasks(tx, { complaintId: id, keepLetters: true })
    await tx.audit({ action: 'complaint.closed', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: id, about: { kind: 'closure', id: closureId }, details: { reason: input.reason, daysOpen } })
    if (reader !== null) await tx.audit({ action: 'complaint.closed_for_company', audience: 'company', agencyId: complaint.agencyId, companyId: reader, complaintId: id })
    await tx.enqueue('notify', { eventId: closureId, event: 'complaint_closed', complaintId: id, by: closer.userId })
  })
}

/** Its ID as people write it; refused where there is no such complaint that the actor may see, or it is a draft. */
async function repeatedComplaint(tx: Tx, typed: string): Promise<string> {
  const number = parseDisplayId('complaint', typed)
  const row = number === null ? undefined : await tx.db.selectFrom('complaint').select('number').where('number', '=', number).where('status', '<>', 'draft').executeTakeFirst()
  if (row === undefined) throw invalid({ reference: 'There is no complaint with this ID. Look it up in the list of all agencies.' })
  return displayId('complaint', row.number)
}
