import { sql, type RawBuilder } from 'kysely'
import { parseDisplayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import { searchTerms } from '../domain/search-words.ts'

/** Most matches that a page looks at, the newest; more are said, not hidden. Each costs the reading of two rows that lie anywhere. */
const most = 300
/** Of a file, for which one waits anyway. */
export const mostInFile = 5_000

type Asked = { everywhere: boolean; ranked?: boolean; most?: number }
/** `atMost`: there are more, and so many were looked at, the newest; of a phrase, so many that hold its words. */
export type Found = { ids: string[]; atMost: number | null }
/** A row of what was asked for. Without a complaint it says only that there may be older ones. `place`: the newest first. */
export type FoundRow = { complaint_id: string | null; relevance: number; places: number; more: boolean; looked: number; place: number }

/**
 * The complaints that the words name by an ID, or in whose text they stand; only what the actor may see, the newest.
 * Refuses words that name nothing to find (searchTerms).
 * @param asked `everywhere`: also other agencies' complaints
 */
export async function findByWords(tx: Tx, words: string, asked: Asked): Promise<Found> {
  const { rows } = await sql<FoundRow>`select * from ${await foundByWords(tx, words, asked)} f`.execute(tx.db)
  const { hits, atMost } = newestFound(rows, asked.most)
  return { ids: hits.map((hit) => hit.complaint_id), atMost }
}

/**
 * As above, a table of FoundRow to join with in the same statement; `newestFound` takes its rows.
 * @param asked `ranked`: with relevance and places, else 0. `places` is a sum: 1 number, subject or category · 2 complainant ·
 *   4 description · 8 requests, answers, notes, documents.
 */
export async function foundByWords(tx: Tx, words: string, asked: Asked): Promise<RawBuilder<FoundRow>> {
  const byId = await findByDisplayId(tx, words)
  if (byId !== null && byId.length > 0) return sql`(select id as complaint_id, 1::real as relevance, 1 as places, false as more, 0 as looked, 1 as place from unnest(${byId}::uuid[]) id)`
  const terms = JSON.stringify(searchTerms(words))
  return sql`(select complaint_id, relevance, places, more, looked, row_number() over ()::int as place from search_complaint_ids(${terms}::jsonb, ${asked.everywhere}, ${asked.ranked === true}, ${(asked.most ?? most) + 1}))`
}

/** The newest of the rows, as many as are looked at, and whether there are more. */
export function newestFound<R extends FoundRow>(rows: readonly R[], atMost = most): { hits: (R & { complaint_id: string })[]; atMost: number | null } {
  const hits = rows.filter((row): row is R & { complaint_id: string } => row.complaint_id !== null).sort((a, b) => a.place - b.place)
  const kept = hits.slice(0, atMost)
  if (hits.length > atMost) return { hits: kept, atMost: kept.length }
  return { hits: kept, atMost: rows.some(({ more }) => more) ? Math.max(kept.length, ...rows.map(({ looked }) => looked)) : null }
}

/** One ID and nothing else, also written as "C 123". Null: it is none. */
async function findByDisplayId(tx: Tx, words: string): Promise<string[] | null> {
  const complaint = parseDisplayId('complaint', words)
  if (complaint !== null) {
    const rows = await tx.db.selectFrom('complaint').select('id').where('number', '=', complaint).execute()
    return rows.map((row) => row.id)
  }
  const request = parseDisplayId('request', words)
  if (request !== null) {
    const rows = await tx.db.selectFrom('information_request').select('complaint_id').where('number', '=', request).execute()
    return rows.map((row) => row.complaint_id)
  }
  return null
}
