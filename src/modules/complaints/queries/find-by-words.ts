import { sql } from 'kysely'
import { parseDisplayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import { searchTerms } from '../domain/search-words.ts'

/** Most matches that a page looks at, the newest; more are said, not hidden. Each costs the reading of two rows that lie anywhere. */
const most = 300
/** Of a file, for which one waits anyway. */
export const mostInFile = 5_000

type Asked = { everywhere: boolean; ranked?: boolean; most?: number }
/** `places` is a sum: 1 number, subject or category · 2 complainant · 4 description · 8 requests, answers, notes, documents. */
type Hit = { id: string; relevance: number; places: number }
/** `atMost`: there are more, and so many were looked at, the newest; of a phrase, so many that hold its words. */
export type Found = { ids: string[]; hits: ReadonlyMap<string, Hit>; atMost: number | null }

/**
 * The complaints that the words name by an ID, or in whose text they stand; only what the actor may see, the newest.
 * Refuses words that name nothing to find (searchTerms).
 * @param asked `everywhere`: also other agencies' complaints · `ranked`: with relevance and places, else 0
 */
export async function findByWords(tx: Tx, words: string, asked: Asked): Promise<Found> {
  const byId = await findByDisplayId(tx, words)
  if (byId !== null && byId.length > 0) return found(byId.map((id) => ({ id, relevance: 1, places: 1 })), null)
  const atMost = asked.most ?? most
  const terms = JSON.stringify(searchTerms(words))
  const { rows } = await sql<{ complaint_id: string | null; relevance: number; places: number; more: boolean; looked: number }>`
    select complaint_id, relevance, places, more, looked from search_complaint_ids(${terms}::jsonb, ${asked.everywhere}, ${asked.ranked === true}, ${atMost + 1})`.execute(tx.db)
  // One without a complaint says that none was found among the newest.
  const hits = rows.flatMap(({ complaint_id: id, relevance, places }) => (id === null ? [] : [{ id, relevance, places }]))
  const kept = hits.slice(0, atMost)
  if (hits.length > atMost) return found(kept, kept.length)
  return found(kept, rows.some(({ more }) => more) ? Math.max(kept.length, ...rows.map(({ looked }) => looked)) : null)
}

function found(hits: readonly Hit[], atMost: number | null): Found {
  return { ids: hits.map(({ id }) => id), hits: new Map(hits.map((hit) => [hit.id, hit])), atMost }
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
