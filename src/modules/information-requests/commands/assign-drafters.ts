import type { Actor } from '../../../access/actor.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { AssignDrafters } from '../answer-contract.ts'
import { companyOnly, findReceivedRequest, permitActing } from '../store.ts'

/** The Company POC says which colleagues shall draft the answer: a task, not a permission (docs/rules.md 4). */
export async function assignDrafters(deps: Deps, actor: Actor, requestId: string, input: AssignDrafters): Promise<void> {
  const poc = companyOnly(actor)
  await deps.transaction(poc, async (tx) => {
    const request = await findReceivedRequest(tx, requestId)
    await permitActing(tx, poc, 'response.assign-drafters', request.complaintId)
    if (request.status !== 'sent_to_company') throw new AppError('conflict', 'This request is no longer waiting for an answer.')
    const before = (await tx.db.selectFrom('request_drafter').select('user_id').where('request_id', '=', requestId).execute()).map((row) => row.user_id)
    if (!sameSet(before, input.seen)) throw new AppError('stale_version', 'The drafters were changed since you opened the page. Look at who is asked now, then save again.', { current: { userIds: before } })
    const wanted = [...new Set(input.userIds)]
    const added = wanted.filter((id) => !before.includes(id))
    const removed = before.filter((id) => !wanted.includes(id))
    await requireColleagues(tx, poc.companyId, added)
    if (removed.length > 0) await tx.db.deleteFrom('request_drafter').where('request_id', '=', requestId).where('user_id', 'in', removed).execute()
    if (added.length > 0) {
      await tx.db
        .insertInto('request_drafter')
        .values(added.map((userId) => ({ request_id: requestId, user_id: userId, agency_id: request.agencyId, complaint_id: request.complaintId, company_id: request.companyId, assigned_by: poc.userId, assigned_at: tx.now })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    if (added.length + removed.length === 0) return
    if (wanted.length === 0) await finishTasks(tx, { kind: 'draft_response', requestId })
    await tx.audit({
      action: 'response.drafters_assigned', audience: 'company', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId, about: { kind: 'information_request', id: requestId },
      details: { number: displayId('request', request.number), added, removed },
    })
    // Also where somebody is only relieved: the task then leaves that person's list.
    if (wanted.length > 0) await tx.enqueue('notify', { eventId: newId(), event: 'drafter_assigned', complaintId: request.complaintId, requestIds: [requestId], userIds: added, by: poc.userId })
  })
}

async function requireColleagues(tx: Tx, companyId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const known = await tx.db
    .selectFrom('account')
    .select('user_id')
    .where('user_id', 'in', [...ids])
    .where('company_id', '=', companyId)
    .where('standing', '=', 'active')
    .where('complaints_role', '=', 'manage')
    .execute()
  if (known.length !== ids.length) throw invalid({ userIds: 'Choose colleagues who may manage complaints.' })
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === new Set(b).size && a.every((id) => b.includes(id))
}
