import type { AgencyActor } from '../../../access/actor.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { AskKind } from '../round-contract.ts'
import type { RequestState } from '../store.ts'

/** Whoever sends a request back or extends it grants what the company asked of it, asked or not. Returns what was granted, or null. */
export async function grantAsk(tx: Tx, actor: AgencyActor, request: RequestState, kind: AskKind, answer: string): Promise<string | null> {
  const granted = await tx.db
    .updateTable('request_ask')
    .set((eb) => ({ state: 'granted', decided_by: actor.userId, decided_at: tx.now, answer, version: eb('version', '+', 1) }))
    .where('request_id', '=', request.id)
    .where('kind', '=', kind)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  if (granted === undefined) return null
  await finishTasks(tx, { kind: 'decide_ask', requestId: request.id })
  await tx.audit(askAudit('information_request.ask_granted', request, granted.id, kind))
  return granted.id
}

/** The entry of a decision, which both sides read. */
export function askAudit(action: string, request: RequestState, askId: string, kind: AskKind) {
  return {
    action, audience: 'both' as const, agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId,
    about: { kind: 'request_ask', id: askId }, details: { number: displayId('request', request.number), kind },
  }
}
