import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { lockComplaint, requireVersion } from '../../complaints/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import { askKinds, askStates, type DeclineAsk } from '../round-contract.ts'
import { agencyOnly, findRequest } from '../store.ts'
import { askAudit } from './settle-ask.ts'

/** Says no to what the company asked, with words. Granting is sending back, or extending (docs/rules.md 4). Returns the request's ID. */
export async function declineAsk(deps: Deps, actor: Actor, askId: string, input: DeclineAsk): Promise<string> {
  const decider = agencyOnly(actor)
  return deps.transaction(decider, async (tx) => {
    const found = await readAsk(tx, askId)
    const request = await findRequest(tx, found.requestId)
    permit(decider, 'request.decide-ask', { ownerAgencyId: request.agencyId })
    // The complaint first, as the company's withdrawal does: whoever comes second sees what became of it.
    await lockComplaint(tx, request.complaintId)
    const ask = await readAsk(tx, askId)
    if (ask.state !== 'waiting') throw new AppError('conflict', 'This does not wait for a decision any more. Load the page again to see what became of it.')
    requireVersion(ask, input.version)
    await tx.db.updateTable('request_ask').set({ state: 'declined', decided_by: decider.userId, decided_at: tx.now, answer: input.answer, version: ask.version + 1 }).where('id', '=', askId).execute()
    const waiting = await tx.db.selectFrom('request_ask').select('id').where('request_id', '=', request.id).where('state', '=', 'waiting').executeTakeFirst()
    if (waiting === undefined) await finishTasks(tx, { kind: 'decide_ask', requestId: request.id })
    await tx.audit(askAudit('information_request.ask_declined', request, askId, ask.kind))
    await tx.enqueue('notify', { eventId: newId(), event: 'ask_decided', complaintId: request.complaintId, requestIds: [request.id], askId, by: decider.userId })
    return request.id
  })
}

async function readAsk(tx: Tx, id: string) {
  const row = await tx.db.selectFrom('request_ask').select(['request_id', 'kind', 'state', 'version']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('request of the company')
  return { requestId: row.request_id, kind: oneOf(askKinds, row.kind), state: oneOf(askStates, row.state), version: row.version }
}
