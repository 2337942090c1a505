import type { AgencyActor } from '../../../access/actor.ts'
import { nameKey } from '../../../kernel/text.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { pathKey, type CategoryIndex } from '../../complaints/index.ts'
import type { ImportedComplaint } from '../domain/read-row.ts'
import type { RowRange } from '../domain/row-ranges.ts'
import { addBatch, insertRejections, type BatchCounts, type Rejection } from '../run-store.ts'
import { addCategories, companiesByName, insertComplaints, readCategories, type NamedCompany, type NewComplaint, type Subject } from '../store.ts'
import { resolveRows, type ReadableRow } from './resolve-rows.ts'

export type Batch = RowRange & { read: number; rows: ReadableRow[]; rejected: Rejection[] }

/** Stores one batch, what it rejects and its counts, all of it or nothing. Throws NotToBeStored where the run was canceled. */
export async function importBatch(deps: Pick<Deps, 'transaction'>, actor: AgencyActor, runId: string, batch: Batch, share: number): Promise<BatchCounts> {
  return deps.transaction(actor, async (tx) => {
    const { ready, known, rejected } = await resolveRows(tx, actor, batch.rows)
    // The last of the entries of one key stands, so the file's first spelling comes last.
    const names = new Map(ready.toReversed().flatMap(({ complaint, subject }) => (subject === null ? [[complaint.companyKey, complaint.companyName]] : [])))
    const { companies, added: companiesAdded } = names.size === 0 ? { companies: new Map<string, NamedCompany>(), added: 0 } : await companiesByName(tx.db, names)
    const { categories, added: categoriesAdded } = await categoriesFor(tx, ready)
    const complaints = ready.flatMap(({ row, complaint, subject }): NewComplaint[] => {
      const company = companies.get(complaint.companyKey)
      const about = subject ?? (company === undefined ? null : { ...company, kind: 'company' as const })
      return about === null ? [] : [rowOf(row, complaint, about, categories)]
    })
    const imported = complaints.length === 0 ? 0 : await insertComplaints(tx.db, actor, { id: runId, now: tx.now }, complaints)
    const rejections = [...batch.rejected, ...rejected]
    await insertRejections(tx.db, { id: runId, agencyId: actor.agencyId }, rejections)
    const counts = { rowsRead: batch.read, rowsImported: imported, rowsKnown: known.length + complaints.length - imported, rowsRejected: rejections.length, companiesAdded, categoriesAdded }
    await addBatch(tx.db, runId, { from: batch.from, to: batch.to, counts, share, now: tx.now })
    return counts
  })
}

async function categoriesFor(tx: Tx, rows: readonly ReadableRow[]): Promise<{ categories: CategoryIndex; added: number }> {
  const categories = await readCategories(tx.db)
  const missing = new Map(rows.flatMap(({ complaint }) => categories.missing(complaint.labels)).map((entry) => [pathKey(entry), entry]))
  if (missing.size === 0) return { categories, added: 0 }
  await addCategories(tx.db, [...missing.values()])
  return { categories: await readCategories(tx.db), added: missing.size }
}

function rowOf(row: number, complaint: ImportedComplaint, subject: Subject, categories: CategoryIndex): NewComplaint {
  const ids = categories.find(complaint.labels)
  const { complainant } = complaint
  return {
    id: newId(),
    audit_id: newId(),
    row,
    cfpb_id: complaint.cfpbId,
    company_id: subject.kind === 'company' ? subject.id : null,
    entity_id: subject.kind === 'entity' ? subject.id : null,
    subject_name: subject.name,
    received_on: complaint.receivedOn,
    received_via: complaint.receivedVia,
    product_id: ids.productId,
    sub_product_id: ids.subProductId,
    issue_id: ids.issueId,
    sub_issue_id: ids.subIssueId,
    transaction_date: complaint.transactionDate,
    transaction_city: complaint.transactionCity === '' ? null : complaint.transactionCity,
    transaction_state: complaint.transactionState,
    transaction_amount: complaint.amount,
    narrative: complaint.narrative,
    desired_outcome: complaint.desiredOutcome,
    first_name: complainant.firstName,
    last_name: complainant.lastName,
    name_key: nameKey(`${complainant.firstName} ${complainant.lastName}`),
    street: complainant.street,
    city: complainant.city,
    state: complainant.state,
    zip: complainant.zip,
    phone: complainant.phone,
    email: complainant.email,
    language: complainant.language,
    servicemember: complaint.servicemember,
    older_american: complaint.olderAmerican,
  }
}
