import { sql } from 'kysely'
import { parseDisplayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'

/** Most matches that a search looks at; more are said, not hidden. */
const most = 1000

/**
 * The complaints that the words name by an ID, or in whose text they stand; only what the actor may see.
 * @param everywhere also other agencies' complaints: searching only the own takes a fraction of the time
 */
export async function findByWords(tx: Tx, words: string, everywhere: boolean): Promise<{ ids: string[]; atMost: number | null }> {
  const byId = await findByDisplayId(tx, words)
  if (byId !== null) return { ids: byId, atMost: null }
  const found = await sql<{ complaint_id: string }>`select complaint_id from search_complaint_ids(${words}, ${everywhere}, ${most + 1})`.execute(tx.db)
  const ids = found.rows.map((row) => row.complaint_id)
  return { ids: ids.slice(0, most), atMost: ids.length > most ? most : null }
}

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
  const company = parseDisplayId('company', words)
  if (company !== null) {
    const rows = await tx.db.selectFrom('complaint as c').innerJoin('company as o', 'o.id', 'c.company_id').select('c.id').where('o.number', '=', company).limit(most).execute()
    return rows.map((row) => row.id)
  }
  return null
}
