import { sql } from 'kysely'
import { z } from 'zod'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ListPosts } from '../contract.ts'
import type { BoardOf } from '../store.ts'

/** So many newer posts stand above the one that is asked for, so that it is not read without what followed it. */
const newerAbove = 10

const Position = z.tuple([z.enum(['older-posts', 'newer-posts']), z.string().max(40), z.uuid()])
type Direction = z.infer<typeof Position>[0]
type Place = { exact: string; id: string }

export type PostRow = Awaited<ReturnType<ReturnType<typeof posts>['execute']>>[number]
type BoardPage = { shown: PostRow[]; next: string | null; previous: string | null }

/** The posts of one page, newest first, with the ways on to older (`next`) and to newer ones (`previous`). */
export async function pageOfBoard(deps: Deps, tx: Tx, board: BoardOf, { cursor, limit, post }: ListPosts): Promise<BoardPage> {
  const wayOn = (direction: Direction, place: Place | undefined) => (place === undefined ? null : deps.cursors.seal([direction, place.exact, place.id]))
  if (cursor !== undefined) {
    const [direction, exact, id] = openCursor(deps.cursors, cursor, Position)
    const { rows, more } = direction === 'older-posts' ? await older(tx, board, { exact, id }, limit) : await newer(tx, board, { exact, id }, limit)
    const [isLast, isFirst] = direction === 'older-posts' ? [!more, false] : [false, !more]
    return { shown: rows, next: isLast ? null : wayOn('older-posts', rows.at(-1)), previous: isFirst ? null : wayOn('newer-posts', rows[0]) }
  }
  const asked = post === undefined ? undefined : await onBoard(tx, board).where('b.id', '=', post).executeTakeFirst()
  const above = asked === undefined ? { rows: [], more: false } : await newer(tx, board, asked, Math.min(newerAbove, limit - 1))
  const own = asked === undefined ? [] : [asked]
  const rest = await older(tx, board, asked ?? null, limit - above.rows.length - own.length)
  const shown = [...above.rows, ...own, ...rest.rows]
  return { shown, next: rest.more ? wayOn('older-posts', shown.at(-1)) : null, previous: above.more ? wayOn('newer-posts', shown[0]) : null }
}

async function older(tx: Tx, board: BoardOf, than: Place | null, most: number) {
  let query = onBoard(tx, board).orderBy('b.created_at', 'desc').orderBy('b.id', 'desc').limit(most + 1)
  if (than !== null) query = query.where(sql<boolean>`(b.created_at, b.id) < (${than.exact}::timestamptz, ${than.id}::uuid)`)
  const rows = await query.execute()
  return { rows: rows.slice(0, most), more: rows.length > most }
}

async function newer(tx: Tx, board: BoardOf, than: Place, most: number) {
  const rows = await onBoard(tx, board).where(sql<boolean>`(b.created_at, b.id) > (${than.exact}::timestamptz, ${than.id}::uuid)`).orderBy('b.created_at').orderBy('b.id').limit(most + 1).execute()
  return { rows: rows.slice(0, most).reverse(), more: rows.length > most }
}

function onBoard(tx: Tx, board: BoardOf) {
  return 'complaintId' in board ? posts(tx).where('b.complaint_id', '=', board.complaintId) : posts(tx).where('b.entity_id', '=', board.entityId)
}

export function posts(tx: Tx) {
  return tx.db
    .selectFrom('discussion_post as b')
    .innerJoin('person as p', 'p.id', 'b.author_id')
    .innerJoin('agency as a', 'a.id', 'b.agency_id')
    .select([
      'b.id', 'b.complaint_id', 'b.entity_id', 'b.author_id', 'p.name as author_name', 'b.agency_id', 'a.name as agency_name', 'a.short_name', 'b.text', 'b.created_at', 'b.edited_at', 'b.deleted_at', 'b.version',
      // The database's own microseconds, for the cursor.
      sql<string>`b.created_at::text`.as('exact'),
      sql<boolean>`exists (select 1 from discussion_former_text f where f.post_id = b.id)`.as('has_former'),
    ])
}
