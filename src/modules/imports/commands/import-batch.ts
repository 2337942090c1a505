import type { AgencyActor } from '../../../access/actor.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { pathKey, type CategoryIndex } from '../../complaints/index.ts'
import type { ImportedComplaint } from '../domain/cfpb-row.ts'
import { addCategories, companiesByName, insertComplaints, knownCfpbIds, readCategories, addCounts, type NewComplaint, type RunCounts } from '../store.ts'

export type Batch = { read: number; rejected: number; rows: { row: number; complaint: ImportedComplaint }[] }
type Outcome = { counts: RunCounts; companiesAdded: number; categoriesAdded: number }

/** Stores one batch, all of it or nothing, and adds it to the run's counts. */
export async function importBatch(deps: Deps, actor: AgencyActor, runId: string, batch: Batch): Promise<Outcome> {
  return deps.transaction(actor, async (tx) => {
    const fresh = await withoutKnown(tx, actor.agencyId, batch.rows)
    // The last of the entries of one key stands, so the file's first spelling comes last.
    const names = new Map(fresh.toReversed().map(({ complaint }) => [complaint.companyKey, complaint.companyName]))
    const { companies, added: companiesAdded } = await companiesByName(tx.db, names)
    const { categories, added: categoriesAdded } = await categoriesFor(tx, fresh)
    const complaints = fresh.flatMap(({ row, complaint }): NewComplaint[] => {
      const company = companies.get(complaint.companyKey)
      return company === undefined ? [] : [rowOf(row, complaint, company, categories)]
    })
    const imported = complaints.length === 0 ? 0 : await insertComplaints(tx.db, actor, { id: runId, now: tx.now }, complaints)
    const counts = { rowsRead: batch.read, rowsImported: imported, rowsKnown: batch.rows.length - imported, rowsRejected: batch.rejected }
    await addCounts(tx.db, runId, counts)
    return { counts, companiesAdded, categoriesAdded }
  })
}

/** Rows whose CFPB ID the agency has not, each ID once. */
async function withoutKnown(tx: Tx, agencyId: string, rows: Batch['rows']): Promise<Batch['rows']> {
  const byId = new Map<string, Batch['rows'][number]>()
  for (const row of rows) if (!byId.has(row.complaint.cfpbId)) byId.set(row.complaint.cfpbId, row)
  const known = await knownCfpbIds(tx.db, agencyId, [...byId.keys()])
  return [...byId.values()].filter((row) => !known.has(row.complaint.cfpbId))
}

async function categoriesFor(tx: Tx, rows: Batch['rows']): Promise<{ categories: CategoryIndex; added: number }> {
  const categories = await readCategories(tx.db)
  const missing = new Map(rows.flatMap(({ complaint }) => categories.missing(complaint.labels)).map((entry) => [pathKey(entry), entry]))
  if (missing.size === 0) return { categories, added: 0 }
  await addCategories(tx.db, [...missing.values()])
  return { categories: await readCategories(tx.db), added: missing.size }
}

function rowOf(row: number, complaint: ImportedComplaint, company: { id: string; name: string }, categories: CategoryIndex): NewComplaint {
  const ids = categories.find(complaint.labels)
  return {
    id: newId(),
    audit_id: newId(),
    row,
    cfpb_id: complaint.cfpbId,
    company_id: company.id,
    subject_name: company.name,
    received_on: complaint.receivedOn,
    received_via: complaint.receivedVia,
    product_id: ids.productId,
    sub_product_id: ids.subProductId,
    issue_id: ids.issueId,
    sub_issue_id: ids.subIssueId,
    narrative: complaint.narrative,
    state: complaint.state,
    zip: complaint.zip,
    servicemember: complaint.servicemember,
    older_american: complaint.olderAmerican,
  }
}
