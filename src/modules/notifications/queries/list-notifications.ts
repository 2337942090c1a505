import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { NotificationItem } from '../contract.ts'

const Position = z.tuple([z.iso.datetime(), z.string()])

/** What the actor was told, newest first. */
export async function listNotifications(
  deps: Pick<Deps, 'transaction' | 'cursors'>,
  actor: Actor,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: NotificationItem[]; next: string | null }> {
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  const rows = await deps.transaction(actor, (tx) => {
    let query = tx.db
      .selectFrom('notification')
      .select(['id', 'event', 'sentence', 'link', 'created_at', 'read_at'])
      .where('user_id', '=', actor.userId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(new Date(after[0]), after[1])))
    return query.execute()
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({ id: row.id, event: row.event, sentence: row.sentence, link: row.link, createdAt: row.created_at.toISOString(), read: row.read_at !== null })),
    next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.created_at.toISOString(), last.id]) : null,
  }
}
