import { oneOf } from '../../../kernel/one-of.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { DocumentItem } from '../../documents/contract.ts'
import { documentsOfRounds } from '../../documents/index.ts'
import { askKinds, askStates, type AskItem, type RoundItem } from '../round-contract.ts'

/** What the company asked about these requests, newest first. For either side: row-level security decides. */
export async function asksOf(tx: Tx, requestIds: readonly string[]): Promise<AskItem[]> {
  if (requestIds.length === 0) return []
  const rows = await tx.db
    .selectFrom('request_ask as k')
    .innerJoin('person as asker', 'asker.id', 'k.asked_by')
    .leftJoin('person as decider', 'decider.id', 'k.decided_by')
    .select([
      'k.id', 'k.request_id', 'k.kind', 'k.reason', 'k.wanted_on', 'k.state', 'k.asked_by', 'asker.name as asked_by_name', 'k.asked_at', 'k.decided_by', 'decider.name as decided_by_name',
      'k.decided_at', 'k.answer', 'k.version',
    ])
    .where('k.request_id', 'in', [...requestIds])
    .orderBy('k.asked_at', 'desc')
    .orderBy('k.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    requestId: row.request_id,
    kind: oneOf(askKinds, row.kind),
    reason: row.reason,
    wantedOn: row.wanted_on,
    state: oneOf(askStates, row.state),
    askedBy: { id: row.asked_by, name: row.asked_by_name },
    askedAt: row.asked_at.toISOString(),
    decidedBy: row.decided_by === null || row.decided_by_name === null ? null : { id: row.decided_by, name: row.decided_by_name },
    decidedAt: row.decided_at?.toISOString() ?? null,
    answer: row.answer,
    version: row.version,
  }))
}

/** The rounds that sendings back began, newest first, with the documents that went along; for the agency also what waits to go with the next. For either side. */
export async function roundsOf(tx: Tx, requestId: string): Promise<{ rounds: RoundItem[]; waiting: DocumentItem[] }> {
  const rows = await tx.db
    .selectFrom('request_round as n')
    .innerJoin('person as p', 'p.id', 'n.sent_back_by')
    .select(['n.round', 'n.explanation', 'n.due_on', 'n.sent_back_by', 'p.name', 'n.sent_back_at'])
    .where('n.request_id', '=', requestId)
    .orderBy('n.round', 'desc')
    .execute()
  const { byRound, waiting } = await documentsOfRounds(tx, requestId)
  const rounds = rows.map((row) => ({
    round: row.round,
    explanation: row.explanation,
    dueOn: row.due_on,
    sentBackBy: { id: row.sent_back_by, name: row.name },
    sentBackAt: row.sent_back_at.toISOString(),
    documents: byRound.get(row.round) ?? [],
  }))
  return { rounds, waiting }
}
