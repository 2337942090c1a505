import { sql } from 'kysely'
import type { Tx } from '../../../platform/ports.ts'
import { plainPost } from '../domain/markup.ts'
import { namesIn } from './read-names.ts'

/** More posts, or more text, of one board are not printed; the paper says so. */
const mostPosts = 1_000
const mostCharacters = 500_000

type PrintedPost = { author: string; agency: string; at: Date; editedAt: Date | null; deletedAt: Date | null; text: string; documents: string[] }
type Row = { author: string; agency: string; created_at: Date; edited_at: Date | null; deleted_at: Date | null; text: string; documents: string[]; total: string }

/** The latest posts of a complaint's board, oldest first, with names for those who are named; only what the actor may read. */
export async function postsForPrint(tx: Tx, complaintId: string): Promise<{ posts: PrintedPost[]; isCut: boolean }> {
  const { rows } = await sql<Row>`
    with latest as (
      select id, author_id, agency_id, created_at, edited_at, deleted_at, text from discussion_post where complaint_id = ${complaintId}
      order by created_at desc, id desc limit ${mostPosts + 1}
    ), counted as (
      select *, row_number() over newest as nth, sum(char_length(text)) over newest as characters, count(*) over () as total from latest window newest as (order by created_at desc, id desc)
    )
    select p.name as author, a.name as agency, c.created_at, c.edited_at, c.deleted_at, c.text, c.total,
           array(select d.original_name from document d where d.post_id = c.id and d.state = 'stored' and d.removed_at is null order by d.created_at, d.id) as documents
    from counted c join person p on p.id = c.author_id join agency a on a.id = c.agency_id
    where c.nth <= ${mostPosts} and c.characters <= ${mostCharacters}
    order by c.created_at, c.id`.execute(tx.db)
  const names = await namesIn(tx, rows.map((row) => row.text))
  const posts = rows.map((row, index) => {
    const nameOf = new Map(names[index]?.map((one) => [one.id, one.kind === 'agency' ? one.agency : one.name]))
    return {
      author: row.author, agency: row.agency, at: row.created_at, editedAt: row.edited_at, deletedAt: row.deleted_at, documents: row.documents,
      text: plainPost(row.text, (mention) => (mention.kind === 'everybody' ? 'All Agency' : (nameOf.get(mention.id) ?? 'somebody'))),
    }
  })
  return { posts, isCut: Number(rows[0]?.total ?? 0) > rows.length }
}
