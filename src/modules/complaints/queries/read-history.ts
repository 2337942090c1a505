import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { historySentence } from '../domain/history-sentence.ts'

const Cursor = z.object({ at: z.iso.datetime(), id: z.uuid() })
const Details = z.record(z.string(), z.unknown())

export type HistoryItem = { id: string; at: string; action: string; sentence: string; by: string; organisation: string | null; side: 'agency' | 'company' | 'system' }

/** What happened to a complaint, newest first, from the audit: each side's own doings and what it was told. */
export async function readHistory(deps: Deps, actor: Actor, complaintId: string, input: { cursor?: string | undefined; limit: number }): Promise<{ items: HistoryItem[]; next: string | null }> {
  return deps.transaction(actor, async (tx) => {
    const visible = await tx.db.selectFrom('complaint').select('id').where('id', '=', complaintId).executeTakeFirst()
    if (visible === undefined) throw notFound('complaint')
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
    let query = tx.db
      .selectFrom('audit_entry as e')
      .leftJoin('person as p', 'p.id', 'e.actor_id')
      .leftJoin('agency as a', 'a.id', 'e.actor_organisation_id')
      .leftJoin('company as o', 'o.id', 'e.actor_organisation_id')
      .select(['e.id', 'e.at', 'e.action', 'e.actor_kind', 'e.details', 'p.name as by', 'a.name as agency', 'o.name as company'])
      .where('e.complaint_id', '=', complaintId)
      .orderBy('e.at', 'desc')
      .orderBy('e.id', 'desc')
      .limit(input.limit + 1)
    if (after !== null) query = query.where(sql<SqlBool>`(e.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
    const rows = await query.execute()
    const last = rows[input.limit - 1]
    return {
      items: rows.slice(0, input.limit).map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        action: row.action,
        sentence: historySentence(row.action, Details.catch({}).parse(row.details)),
        by: row.by ?? 'The system',
        organisation: row.agency ?? row.company,
        side: row.actor_kind === 'agency' || row.actor_kind === 'company' ? row.actor_kind : 'system',
      })),
      next: rows.length > input.limit && last !== undefined ? deps.cursors.seal({ at: last.at.toISOString(), id: last.id }) : null,
    }
  })
}
