import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findDocument } from '../store.ts'
import type { Opening, OpeningCounts } from '../selection-contract.ts'

// The database's own microseconds: entries of one transaction share them, and none is skipped between two pages.
const Cursor = z.object({ at: z.string().max(40), id: z.uuid() })
// Literals: only so does the planner see that the index audit_entry_openings serves.
const isOpening = sql<SqlBool>`e.about_kind = 'document' and e.action in ('document.read', 'document.previewed', 'document.selection_read')`
const how = { 'document.read': 'downloaded', 'document.previewed': 'previewed', 'document.selection_read': 'in_zip' } as const

/** How many people opened each of these documents, as far as the actor may know; one query. */
export async function countOpenings(deps: Deps, actor: Actor, ids: readonly string[]): Promise<OpeningCounts> {
  if (actor.kind === 'platform') throw notFound('document')
  return deps.transaction(actor, async (tx) => {
    const rows = await openings(tx, actor)
      .select((is) => ['e.about_id', is.fn.count<string>('e.actor_id').distinct().as('people'), is.fn.max('e.at').as('last_at')])
      .where('e.about_id', 'in', [...new Set(ids)])
      .groupBy('e.about_id')
      .execute()
    return { items: rows.flatMap((row) => (row.about_id === null ? [] : [{ documentId: row.about_id, people: Number(row.people), lastAt: row.last_at.toISOString() }])) }
  })
}

/** Who opened a document, newest first. */
export async function readOpenings(deps: Deps, actor: Actor, id: string, input: { cursor?: string; limit: number }): Promise<{ items: Opening[]; next: string | null }> {
  if (actor.kind === 'platform') throw notFound('document')
  return deps.transaction(actor, async (tx) => {
    await findDocument(tx, id)
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
    let query = openings(tx, actor)
      .innerJoin('person as p', 'p.id', 'e.actor_id')
      .leftJoin('agency as a', 'a.id', 'e.actor_organisation_id')
      .leftJoin('company as o', 'o.id', 'e.actor_organisation_id')
      .select(['e.id', 'e.at', sql<string>`e.at::text`.as('exact'), 'e.action', 'p.id as person_id', 'p.name as person', 'a.name as agency', 'o.name as company'])
      .where('e.about_id', '=', id)
      .orderBy('e.at', 'desc')
      .orderBy('e.id', 'desc')
      .limit(input.limit + 1)
    if (after !== null) query = query.where(sql<SqlBool>`(e.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
    const rows = await query.execute()
    const shown = rows.slice(0, input.limit)
    const last = shown.at(-1)
    return {
      items: shown.map((row) => ({ id: row.id, at: row.at.toISOString(), by: { id: row.person_id, name: row.person }, organisation: row.agency ?? row.company ?? '', how: how[row.action === 'document.read' || row.action === 'document.selection_read' ? row.action : 'document.previewed'] })),
      next: rows.length > input.limit && last !== undefined ? deps.cursors.seal({ at: last.exact, id: last.id }) : null,
    }
  })
}

/**
 * Of what the audit shows the actor anyway: the agency whose complaint it is sees everybody's of whom it is told; an agency
 * with access, and a company, their own people's.
 */
function openings(tx: Tx, actor: Exclude<Actor, { kind: 'platform' }>) {
  const own = actor.kind === 'agency' ? actor.agencyId : actor.companyId
  return tx.db
    .selectFrom('audit_entry as e')
    .where(isOpening)
    .where((is) => is.or([is('e.actor_organisation_id', '=', own), ...(actor.kind === 'agency' ? [is('e.agency_id', '=', own)] : [])]))
}
