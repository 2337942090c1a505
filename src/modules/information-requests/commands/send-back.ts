import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { indexForSearch, lockComplaint, requireVersion } from '../../complaints/index.ts'
import { statusWords, takesRequests } from '../../complaints/domain/lifecycle.ts'
import { shareDocumentsOfRound } from '../../documents/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import { dueDateProblem, moveRequest } from '../domain/request-lifecycle.ts'
import type { SendBack } from '../round-contract.ts'
import { agencyOnly, findRequest, lockRequest } from '../store.ts'
import { grantAsk } from './settle-ask.ts'

/** Sends an answered request back to the company: a new round, with why, until when, and documents. Every round before stays readable (docs/rules.md 4). */
export async function sendBack(deps: Deps, actor: Actor, id: string, input: SendBack): Promise<void> {
  const sender = agencyOnly(actor)
  await deps.transaction(sender, async (tx) => {
    const found = await findRequest(tx, id)
    permit(sender, 'request.send-back', { ownerAgencyId: found.agencyId })
    const complaint = await lockComplaint(tx, found.complaintId)
    if (!takesRequests(complaint.status)) throw new AppError('conflict', `Requests cannot be sent back while a complaint is ${statusWords(complaint.status)}.`)
    const request = await lockRequest(tx, id)
    requireVersion(request, input.version)
    if (request.status !== 'sent_to_agency') throw new AppError('conflict', 'Only a request that was answered can be sent back.')
    const status = moveRequest(request.status, 'sent_to_company')
    const problem = dueDateProblem(input.dueOn, dateIn(sender.timeZone, tx.now))
    if (problem !== null) throw invalid({ dueOn: problem })
    const round = request.round + 1
    await tx.db
      .updateTable('information_request')
      .set({ status, round, due_on: input.dueOn, answered_at: null, answered_by: null, quick_look_at: null, quick_look_by: null, version: request.version + 1 })
      .where('id', '=', id)
      .execute()
    await tx.db
      .insertInto('request_round')
      .values({ request_id: id, agency_id: request.agencyId, complaint_id: request.complaintId, company_id: request.companyId, round, explanation: input.explanation, due_on: input.dueOn, sent_back_by: sender.userId, sent_back_at: tx.now })
      .execute()
    await shareDocumentsOfRound(tx, sender, input.documentIds, { complaintId: request.complaintId, companyId: request.companyId, requestId: id, round })
    await finishTasks(tx, { kind: 'review_response', requestId: id })
    const askId = await grantAsk(tx, sender, request, 'send_back', '')
    await indexForSearch(tx, request.complaintId)
    await tx.audit({
      action: 'information_request.sent_back', audience: 'both', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId,
      about: { kind: 'information_request', id }, details: { number: displayId('request', request.number), round, dueOn: input.dueOn },
    })
    await tx.enqueue('notify', { eventId: newId(), event: 'request_sent_back', complaintId: request.complaintId, requestIds: [id], by: sender.userId, ...(askId === null ? {} : { askId }) })
  })
}
