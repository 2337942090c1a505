import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { lockComplaint, requireVersion } from '../../complaints/index.ts'
import { extensionProblem } from '../domain/request-lifecycle.ts'
import type { ExtendRequest } from '../round-contract.ts'
import { agencyOnly, findRequest, lockRequest } from '../store.ts'
import { grantAsk } from './settle-ask.ts'

/**
 * Another due date for a request that the company has. Usually a later one; an earlier one mends a mistyped date, and lies
 * in the future too. The original date is kept, and what the company asked is granted by it (docs/rules.md 4).
 */
export async function extendRequest(deps: Deps, actor: Actor, id: string, input: ExtendRequest): Promise<void> {
  const extender = agencyOnly(actor)
  await deps.transaction(extender, async (tx) => {
    const found = await findRequest(tx, id)
    permit(extender, 'request.extend', { ownerAgencyId: found.agencyId })
    await lockComplaint(tx, found.complaintId)
    const request = await lockRequest(tx, id)
    requireVersion(request, input.version)
    if (request.status !== 'sent_to_company') throw new AppError('conflict', 'Only a request that is with the company has a due date to extend.')
    const problem = extensionProblem(input.dueOn, request.dueOn, dateIn(extender.timeZone, tx.now))
    if (problem !== null) throw invalid({ dueOn: problem })
    await tx.db.updateTable('information_request').set({ due_on: input.dueOn, version: request.version + 1 }).where('id', '=', id).execute()
    // Nothing is overdue any more, and the task says the new date.
    const askId = await grantAsk(tx, extender, request, 'more_time', input.answer)
    await tx.audit({
      action: 'information_request.extended', audience: 'both', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId,
      about: { kind: 'information_request', id }, details: { number: displayId('request', request.number), from: request.dueOn, dueOn: input.dueOn },
    })
    await tx.enqueue('notify', { eventId: newId(), event: 'request_extended', complaintId: request.complaintId, requestIds: [id], by: extender.userId, ...(askId === null ? {} : { askId }) })
  })
}
