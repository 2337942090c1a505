import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid, type FieldErrors } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { deliverComplaint, findComplaint, indexForSearch, lockComplaint, requireUploaded, targetOf } from '../../complaints/index.ts'
import { statusWords, takesRequests } from '../../complaints/domain/lifecycle.ts'
import { shareDocuments, shareDocumentsOfRequests } from '../../documents/index.ts'
import { sendingProblem } from '../../enrollment/domain/enrollment-steps.ts'
import { beginEnrollmentIn, enrollmentStateOf, remindEnrollmentOf } from '../../enrollment/index.ts'
import type { SendRequests } from '../contract.ts'
import { dueDateProblem, moveRequest, requestStatuses } from '../domain/request-lifecycle.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { agencyOnly } from '../store.ts'

type Sendable = { id: string; number: number; dueOn: string }

/**
 * Sends requests to the company. The first sending delivers the complaint itself: from then on the company sees it,
 * with the complainant's name and address unless restricted, and the description if the agency shares it (docs/rules.md 2, 4).
 * A company that is not enrolled is invited in the same transaction; what was sent opens with its enrollment (docs/rules.md 5).
 */
export async function sendRequests(deps: Deps, actor: Actor, complaintId: string, input: SendRequests): Promise<void> {
  const sender = agencyOnly(actor)
  await deps.transaction(sender, async (tx) => {
    permit(sender, 'request.send', targetOf(await findComplaint(tx, complaintId)))
    const complaint = await lockComplaint(tx, complaintId)
    if (!takesRequests(complaint.status)) throw new AppError('conflict', `Requests cannot be sent while a complaint is ${statusWords(complaint.status)}.`)
    if (complaint.companyId === null) throw new AppError('conflict', 'Information requests go to companies. This complaint is about an entity that is not in NMLS.')
    const requests = await sendable(tx, complaintId, input, dateIn(sender.timeZone, tx.now))
    await requireUploaded(tx, complaintId, { purpose: 'introduction' }, { requestIds: requests.map((request) => request.id) })
    await requireColleagues(tx, sender, input.notifyUserIds)
    const receiver = { complaintId, agencyId: complaint.agencyId, companyId: complaint.companyId, number: complaint.number, isFirst: complaint.firstSentAt === null }
    await reachCompany(tx, sender, receiver.companyId, input)
    const sendingId = newId()
    await tx.db
      .insertInto('request_sending')
      .values({ id: sendingId, complaint_id: complaintId, agency_id: receiver.agencyId, company_id: receiver.companyId, commentary: input.commentary, link: input.link ?? '', sent_by: sender.userId, sent_at: tx.now })
      .execute()
    await deliverComplaint(tx, receiver, input.shareNarrative)
    await markSent(tx, sender, requests, input.notifyUserIds)
    await shareDocuments(tx, sender, input.introductionDocumentIds, receiver)
    await shareDocumentsOfRequests(tx, sender, requests.map((request) => request.id), receiver)
    await indexForSearch(tx, complaintId)
    await tx.audit(
      ...requests.map((request) => ({
        action: 'information_request.sent',
        audience: 'both' as const,
        agencyId: receiver.agencyId,
        companyId: receiver.companyId,
        complaintId,
        about: { kind: 'information_request', id: request.id },
        details: { number: displayId('request', request.number), dueOn: request.dueOn },
      })),
    )
    await tx.enqueue('notify', { eventId: sendingId, event: 'requests_sent', complaintId, requestIds: requests.map((request) => request.id), by: sender.userId })
  })
}

/** Requests may be sent before the enrollment is complete, but not to a company that nobody has invited. */
async function reachCompany(tx: Tx, sender: AgencyActor, companyId: string, { enroll, remind }: SendRequests): Promise<void> {
  const problem = sendingProblem(await enrollmentStateOf(tx, companyId), enroll !== undefined)
  if (problem !== null) throw new AppError('conflict', problem)
  if (enroll !== undefined) await beginEnrollmentIn(tx, sender, companyId, enroll, 'enroll.')
  else if (remind === true) await remindEnrollmentOf(tx, sender, companyId)
}

/** The chosen requests with their due dates, each in the future; the bulk date fills blanks only. */
async function sendable(tx: Tx, complaintId: string, input: SendRequests, today: string): Promise<Sendable[]> {
  const rows = await tx.db
    .selectFrom('information_request')
    .select(['id', 'number', 'status', 'due_on'])
    .where('complaint_id', '=', complaintId)
    .where('id', 'in', input.requests.map((request) => request.id))
    .forUpdate()
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const fields: FieldErrors = {}
  const chosen = input.requests.flatMap((request, index) => {
    const row = byId.get(request.id)
    if (row === undefined) {
      fields[`requests.${String(index)}.id`] = 'This request does not belong to the complaint.'
      return []
    }
    moveRequest(oneOf(requestStatuses, row.status), 'sent_to_company')
    const dueOn = request.dueOn ?? row.due_on ?? input.bulkDueOn ?? null
    const problem = dueDateProblem(dueOn, today)
    if (problem !== null || dueOn === null) {
      fields[`requests.${String(index)}.dueOn`] = `${displayId('request', row.number)}: ${problem ?? 'Enter a due date.'}`
      return []
    }
    return [{ id: row.id, number: row.number, dueOn }]
  })
  if (Object.keys(fields).length > 0) throw invalid(fields)
  return chosen
}

async function requireColleagues(tx: Tx, sender: AgencyActor, userIds: string[]): Promise<void> {
  if (userIds.length === 0) return
  const rows = await tx.db
    .selectFrom('account')
    .select('user_id')
    .where('agency_id', '=', sender.agencyId)
    .where('standing', '=', 'active')
    .where('complaints_role', 'in', ['supervisor', 'manager'])
    .where('user_id', 'in', userIds)
    .execute()
  if (rows.length !== new Set(userIds).size) throw invalid({ notifyUserIds: 'Choose Complaint Supervisors and Complaint Managers of your agency.' })
}

async function markSent(tx: Tx, sender: AgencyActor, requests: Sendable[], notifyUserIds: string[]): Promise<void> {
  const ids = requests.map((request) => request.id)
  const dues = requests.map((request) => request.dueOn)
  await sql`
    update information_request r
    set status = 'sent_to_company', due_on = s.due_on, original_due_on = s.due_on, sent_by = ${sender.userId}, sent_at = ${tx.now},
        notify_user_ids = ${notifyUserIds}::uuid[], version = r.version + 1
    from unnest(${ids}::uuid[], ${dues}::date[]) as s(id, due_on)
    where r.id = s.id`.execute(tx.db)
}
