import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { moveRequest } from '../../information-requests/domain/request-lifecycle.ts'
import { finishTasks } from '../../notifications/index.ts'
import { keepAfterEnd } from '../../retention/index.ts'
import { cancelObstacle, takeStep } from '../domain/lifecycle.ts'
import type { CancelComplaint } from '../lifecycle-contract.ts'
import { agencyOf, findComplaint, indexForSearch, lockComplaint, requireVersion, targetOf, type ComplaintState } from '../store.ts'
import { overtakeAsks } from './overtake-asks.ts'
import { removeUnsent } from './remove-unsent.ts'
import { requireUploaded } from './require-uploaded.ts'

/**
 * Cancels a complaint and what hangs on it: requests with the company become canceled, letters that it has not acknowledged withdrawn, unsent requests go, what other
 * agencies were asked or asked for and was not decided ends. Agencies with access keep it. The company is told, without
 * details, if anything had been sent (docs/rules.md 3).
 */
export async function cancelComplaint(deps: Deps, actor: Actor, id: string, input: CancelComplaint): Promise<void> {
  const canceler = agencyOf(actor)
  await deps.transaction(canceler, async (tx) => {
    permit(canceler, 'complaint.cancel', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const status = takeStep('cancel', complaint.status)
    const obstacle = cancelObstacle({ status: complaint.status, hasSubject: complaint.subjectKind !== null, receivedOn: complaint.receivedOn })
    if (obstacle !== null) throw new AppError('conflict', obstacle)
    await requireUploaded(tx, id, { purpose: 'cancellation' })
    const cancellationId = newId()
    await removeUnsent(tx, complaint)
    await endRequests(tx, canceler, id)
    await endLetters(tx, canceler, id)
    await overtakeAsks(tx, { complaintId: id })
    const referralId = await endReferral(tx, canceler, id)
    await tx.db.updateTable('complaint_access').set({ state: 'cancelled', ended_at: tx.now }).where('complaint_id', '=', id).where('state', '=', 'requested').execute()
    await tx.db.insertInto('cancellation').values({ id: cancellationId, complaint_id: id, agency_id: complaint.agencyId, reason: input.reason, canceled_by: canceler.userId, canceled_at: tx.now }).execute()
    await tx.db.updateTable('complaint').set((eb) => ({ status, canceled_at: tx.now, version: eb('version', '+', 1) })).where('id', '=', id).execute()
    await keepAfterEnd(tx, complaint, dateIn(canceler.timeZone, tx.now))
    await finishTasks(tx, { complaintId: id })
    await indexForSearch(tx, id)
    await record(tx, complaint, cancellationId)
    await tx.enqueue('notify', { eventId: cancellationId, event: 'complaint_canceled', complaintId: id, by: canceler.userId, ...(referralId === null ? {} : { referralId }) })
  })
}

async function endRequests(tx: Tx, actor: AgencyActor, complaintId: string): Promise<void> {
  const canceled = await tx.db
    .updateTable('information_request')
    .set((eb) => ({ status: moveRequest('sent_to_company', 'canceled'), canceled_at: tx.now, cancel_reason: 'The complaint was canceled.', version: eb('version', '+', 1) }))
    .where('complaint_id', '=', complaintId)
    .where('status', '=', 'sent_to_company')
    .returning(['id', 'number', 'company_id'])
    .execute()
  await tx.audit(
    ...canceled.map((request) => ({
      action: 'information_request.canceled', audience: 'both' as const, agencyId: actor.agencyId, companyId: request.company_id, complaintId,
      about: { kind: 'information_request', id: request.id }, details: { number: displayId('request', request.number) },
    })),
  )
}

async function endLetters(tx: Tx, actor: AgencyActor, complaintId: string): Promise<void> {
  const withdrawn = await tx.db
    .updateTable('letter')
    .set((eb) => ({ status: 'withdrawn', withdrawn_by: actor.userId, withdrawn_at: tx.now, withdraw_reason: 'The complaint was canceled.', version: eb('version', '+', 1) }))
    .where('complaint_id', '=', complaintId)
    .where('side', '=', 'company')
    .where('status', '=', 'issued')
    .returning(['id', 'company_id', 'delivered_at'])
    .execute()
  await tx.audit(
    ...withdrawn.map((letter) => ({
      action: 'letter.withdrawn', audience: letter.delivered_at === null ? ('agency' as const) : ('both' as const), agencyId: actor.agencyId, companyId: letter.company_id, complaintId, about: { kind: 'letter', id: letter.id },
    })),
  )
}

async function endReferral(tx: Tx, actor: AgencyActor, complaintId: string): Promise<string | null> {
  const ended = await tx.db
    .updateTable('referral')
    .set({ state: 'canceled', decided_by: actor.userId, decided_at: tx.now })
    .where('complaint_id', '=', complaintId)
    .where('state', '=', 'pending')
    .returning('id')
    .executeTakeFirst()
  if (ended === undefined) return null
  await tx.audit({ action: 'complaint.referral_canceled', audience: 'agency', agencyId: actor.agencyId, complaintId, about: { kind: 'referral', id: ended.id } })
  return ended.id
}

async function record(tx: Tx, complaint: ComplaintState, cancellationId: string): Promise<void> {
  await tx.audit({ action: 'complaint.canceled', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: complaint.id, about: { kind: 'cancellation', id: cancellationId } })
  if (complaint.firstSentAt !== null && complaint.companyId !== null) {
    await tx.audit({ action: 'complaint.canceled', audience: 'company', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: complaint.id })
  }
}
