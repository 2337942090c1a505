import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { requireVersion } from '../../complaints/index.ts'
import type { MakeAsk } from '../answer-contract.ts'
import { companyOnly, findReceivedRequest, permitActing, type RequestState } from '../store.ts'

/** The Company POC asks the agency to send an answered request back, or for more time for one with the company (docs/rules.md 4). */
export async function makeAsk(deps: Deps, actor: Actor, requestId: string, input: MakeAsk): Promise<string> {
  const poc = companyOnly(actor)
  return deps.transaction(poc, async (tx) => {
    const found = await findReceivedRequest(tx, requestId)
    // The complaint first, as everybody does.
    const { rows } = await sql<{ status: string | null }>`select lock_complaint_as_company(${found.complaintId}) as status`.execute(tx.db)
    await permitActing(tx, poc, 'response.ask', found.complaintId)
    if (rows[0]?.status !== 'open') throw new AppError('conflict', 'The complaint is closed, so that nothing can be asked about its requests any more.')
    const request = await findReceivedRequest(tx, requestId)
    requireFitting(request, input, await agencyToday(tx, request.agencyId))
    const waiting = await tx.db.selectFrom('request_ask').select('id').where('request_id', '=', requestId).where('kind', '=', input.kind).where('state', '=', 'waiting').executeTakeFirst()
    if (waiting !== undefined) throw new AppError('conflict', 'Your company has asked for this already, and the agency has not decided yet. Withdraw that first to ask anew.')
    const id = newId()
    await tx.db
      .insertInto('request_ask')
      .values({
        id, request_id: requestId, agency_id: request.agencyId, complaint_id: request.complaintId, company_id: request.companyId, kind: input.kind, reason: input.reason,
        wanted_on: input.kind === 'more_time' ? input.wantedOn : null, asked_by: poc.userId, asked_at: tx.now,
      })
      .execute()
    await audit(tx, 'information_request.asked', request, id, input.kind)
    await tx.enqueue('notify', { eventId: newId(), event: 'ask_made', complaintId: request.complaintId, requestIds: [requestId], askId: id, by: poc.userId })
    return id
  })
}

export async function withdrawAsk(deps: Deps, actor: Actor, requestId: string, askId: string, input: { version: number }): Promise<void> {
  const poc = companyOnly(actor)
  await deps.transaction(poc, async (tx) => {
    const request = await findReceivedRequest(tx, requestId)
    const found = await tx.db.selectFrom('request_ask').select(['id', 'state']).where('id', '=', askId).where('request_id', '=', requestId).executeTakeFirst()
    if (found === undefined) throw notFound('question')
    await permitActing(tx, poc, 'response.ask', request.complaintId)
    // Only one that waits can be held; the agency may just have decided.
    const held = await tx.db.selectFrom('request_ask').select(['kind', 'version']).where('id', '=', askId).where('state', '=', 'waiting').forUpdate().executeTakeFirst()
    if (held === undefined) throw new AppError('conflict', 'The agency has decided already, so that nothing is left to withdraw.')
    requireVersion(held, input.version)
    await tx.db.updateTable('request_ask').set({ state: 'withdrawn', decided_by: poc.userId, decided_at: tx.now, version: held.version + 1 }).where('id', '=', askId).execute()
    await audit(tx, 'information_request.ask_withdrawn', request, askId, held.kind)
    await tx.enqueue('notify', { eventId: newId(), event: 'ask_withdrawn', complaintId: request.complaintId, requestIds: [requestId], askId, by: poc.userId })
  })
}

function requireFitting(request: RequestState, input: MakeAsk, today: string): void {
  if (input.kind === 'send_back') {
    if (request.status !== 'sent_to_agency') throw new AppError('conflict', 'Only a request that was answered can be sent back.')
    return
  }
  if (request.status !== 'sent_to_company') throw new AppError('conflict', 'More time can be asked for while a request waits for your answer.')
  if (input.wantedOn <= today) throw invalid({ wantedOn: 'The date must be in the future.' })
  if (request.dueOn !== null && input.wantedOn <= request.dueOn) throw invalid({ wantedOn: 'Choose a date after the present due date.' })
}

async function agencyToday(tx: Tx, agencyId: string): Promise<string> {
  const { time_zone } = await tx.db.selectFrom('agency').select('time_zone').where('id', '=', agencyId).executeTakeFirstOrThrow()
  return dateIn(time_zone, tx.now)
}

function audit(tx: Tx, action: string, request: RequestState, askId: string, kind: string): Promise<void> {
  return tx.audit({
    action, audience: 'both', agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId, about: { kind: 'request_ask', id: askId },
    details: { number: displayId('request', request.number), kind },
  })
}
