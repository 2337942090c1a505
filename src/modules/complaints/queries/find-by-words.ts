import { sql } from 'kysely'
import { parseDisplayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import { searchTerms } from '../domain/search-words.ts'

/** Most matches that a search looks at; more are said, not hidden. */
const most = 1000

/** `places` is a sum: 1 number, subject or category · 2 complainant · 4 description · 8 requests, answers, notes, documents. */
type Hit = { id: string; relevance: number; places: number }
export type Found = { ids: string[]; hits: Hit[]; atMost: number | null }

/**
 * The complaints that the words name by an ID, or in whose text they stand; only what the actor may see, the newest.
 * Refuses words that name nothing to find (searchTerms).
 * @param ranked with relevance and places, which take as long as the finding
 * @param everywhere also other agencies' complaints: searching only the own takes a fraction of the time
 */
export async function findByWords(tx: Tx, words: string, everywhere: boolean, ranked = false): Promise<Found> {
  const byId = await findByDisplayId(tx, words)
  if (byId !== null && byId.length > 0) return { ids: byId, hits: byId.map((id) => ({ id, relevance: 1, places: 1 })), atMost: null }
  const terms = JSON.stringify(searchTerms(words))
  const found = await sql<{ complaint_id: string; relevance: number; places: number }>`
    select complaint_id, relevance, places from search_complaint_ids(${terms}::jsonb, ${everywhere}, ${ranked}, ${most + 1})`.execute(tx.db)
  const hits = found.rows.map((row) => ({ id: row.complaint_id, relevance: row.relevance, places: row.places }))
  const kept = hits.slice(0, most)
  return { ids: kept.map(({ id }) => id), hits: kept, atMost: hits.length > most ? most : null }
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
