import { displayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { Status } from '../domain/lifecycle.ts'
import type { BulkResult, BulkResults } from '../list-contract.ts'
import { readStatus } from '../store.ts'

/** A complaint as bulk actions look at it. */
export type ChosenComplaint = { id: string; number: string; subjectName: string; agencyId: string; companyId: string | null; status: Status; agencyPocId: string | null; pocName: string | null; everSent: boolean; version: number }

/** Those of the chosen complaints that the actor sees, in one statement. */
export async function readChosen(tx: Tx, ids: readonly string[]): Promise<Map<string, ChosenComplaint>> {
  const rows = await tx.db
    .selectFrom('complaint as c')
    .leftJoin('person as p', 'p.id', 'c.agency_poc_id')
    .select(['c.id', 'c.number', 'c.subject_name', 'c.agency_id', 'c.company_id', 'c.status', 'c.agency_poc_id', 'p.name as poc_name', 'c.first_sent_at', 'c.version'])
    .where('c.id', 'in', [...ids])
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id, number: displayId('complaint', row.number), subjectName: row.subject_name, agencyId: row.agency_id, companyId: row.company_id, status: readStatus(row.status),
        agencyPocId: row.agency_poc_id, pocName: row.poc_name, everSent: row.first_sent_at !== null, version: row.version,
      },
    ]),
  )
}

/** Holds the agency's own of them until the transaction ends, always in the same order, so that two bulk actions never wait for each other. */
export async function lockChosen(tx: Tx, agencyId: string, ids: readonly string[]): Promise<void> {
  await tx.db.selectFrom('complaint').select('id').where('id', 'in', [...ids]).where('agency_id', '=', agencyId).orderBy('id').forUpdate().execute()
}

export type Decision = { done: boolean; what: string }

/** One result for each ID of the request, in its order; twice the same ID is one. */
export function resultsOf(ids: readonly string[], found: ReadonlyMap<string, ChosenComplaint>, decide: (complaint: ChosenComplaint) => Decision): BulkResults {
  const items = [...new Set(ids)].map((id): BulkResult => {
    const complaint = found.get(id)
    if (complaint === undefined) return { id, number: null, subjectName: '', version: null, done: false, what: 'This complaint was not found.' }
    return { id, number: complaint.number, subjectName: complaint.subjectName, version: complaint.version, ...decide(complaint) }
  })
  const done = items.filter((item) => item.done).length
  return { items, done, refused: items.length - done }
}
