import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { EntityHistory } from '../contract.ts'
import { entitySentence } from '../domain/history-words.ts'
import { agencyOf, findEntity } from '../store.ts'

const Position = z.tuple([z.literal('entity-history'), z.iso.datetime(), z.uuid()])
type Row = { id: string; at: Date; action: string; details: Record<string, unknown>; by: string | null; organisation: string | null }

/** What happened to an entity's record, newest first: the same for every agency. */
export async function readEntityHistory(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, id: string, page: { cursor?: string | undefined; limit: number }): Promise<EntityHistory> {
  permit(actor, 'entity.view')
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  return deps.transaction(agencyOf(actor), async (tx) => {
    await findEntity(tx, id)
    const { rows } = await sql<Row>`
      select h.id, h.at, h.action, h.details, p.name as by, a.name as organisation
      from entity_history(${id}, ${after?.[1] ?? null}::timestamptz, ${after?.[2] ?? null}::uuid, ${page.limit + 1}) h
      left join person p on p.id = h.actor_id left join agency a on a.id = h.actor_organisation_id
      order by h.at desc, h.id desc`.execute(tx.db)
    const shown = rows.slice(0, page.limit)
    const last = shown.at(-1)
    return {
      items: shown.map((row) => ({ id: row.id, at: row.at.toISOString(), sentence: entitySentence(row.action, row.details), by: row.by ?? 'The system', organisation: row.organisation })),
      next: rows.length > page.limit && last !== undefined ? deps.cursors.seal(['entity-history', last.at.toISOString(), last.id]) : null,
    }
  })
}
