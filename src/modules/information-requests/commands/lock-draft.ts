import { notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Tx } from '../../../platform/ports.ts'
import { responseStatuses } from '../domain/request-lifecycle.ts'

/** The answer of a round that is still being written, held until the transaction ends; not found for whoever may not read it. */
export async function lockDraft(tx: Tx, requestId: string, round: number) {
  const row = await tx.db
    .selectFrom('response')
    .select(['id', 'status', 'version', 'saved_at', 'author_id', 'handed_by', 'handed_at'])
    .where('request_id', '=', requestId)
    .where('round', '=', round)
    .where('status', '<>', 'sent')
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw notFound('draft')
  return { id: row.id, status: oneOf(responseStatuses, row.status), version: row.version, savedAt: row.saved_at, authorId: row.author_id, handedBy: row.handed_by, handedAt: row.handed_at }
}
