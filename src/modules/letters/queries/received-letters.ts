import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { documentsByParent } from '../../documents/index.ts'
import { viewAsCompany } from '../../information-requests/index.ts'
import type { ReceivedLetter } from '../contract.ts'
import { isLetterOverdue } from '../domain/letter-lifecycle.ts'

/** Letters as their company sees them: what was issued to it, with its PDF. Row-level security decides which. */
export function companyOf(actor: Actor): CompanyActor {
  if (actor.kind !== 'company') throw notFound('page')
  return actor
}

/** The letters of a complaint that the company received, newest first. The reading is recorded. */
export async function listReceivedLetters(deps: Deps, actor: Actor, complaintId: string): Promise<{ items: ReceivedLetter[] }> {
  permit(actor, 'received.view')
  const reader = companyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await tx.db.selectFrom('complaint_delivery').select('agency_id').where('complaint_id', '=', complaintId).executeTakeFirst()
    if (complaint === undefined) throw notFound('complaint')
    const items = await receivedLettersOf(tx, reader, complaintId)
    if (items.length > 0) await tx.auditRead({ action: 'letter.read', audience: 'company', agencyId: complaint.agency_id, companyId: reader.companyId, complaintId })
    return { items }
  })
}

/** "See it as the company does": its letters, for the owning agency, which may do nothing here (docs/rules.md 2). */
export async function lettersAsCompany(deps: Deps, actor: Actor, complaintId: string): Promise<{ items: ReceivedLetter[] }> {
  permit(actor, 'complaint.view-as-company')
  const items = await viewAsCompany(deps, actor, complaintId, (tx, reader) => receivedLettersOf(tx, reader, complaintId))
  return { items: (items ?? []).map((letter) => ({ ...letter, can: [] })) }
}

/** As `listReceivedLetters`, in a transaction of the company that is open already; nothing is recorded. */
async function receivedLettersOf(tx: Tx, reader: CompanyActor, complaintId: string): Promise<ReceivedLetter[]> {
  return present(tx, reader, await receivedQuery(tx).where('l.complaint_id', '=', complaintId).orderBy('l.issued_at', 'desc').orderBy('l.id', 'desc').limit(500).execute())
}

export async function readReceivedLetter(deps: Deps, actor: Actor, id: string): Promise<ReceivedLetter> {
  permit(actor, 'received.view')
  const reader = companyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const letter = await findReceivedLetter(tx, id)
    await tx.auditRead({ action: 'letter.read', audience: 'company', agencyId: letter.agency_id, companyId: reader.companyId, complaintId: letter.complaint_id, about: { kind: 'letter', id } })
    return receivedLetter(tx, reader, id)
  })
}

export async function receivedLetter(tx: Tx, reader: CompanyActor, id: string): Promise<ReceivedLetter> {
  const [letter] = await present(tx, reader, [await findReceivedLetter(tx, id)])
  if (letter === undefined) throw notFound('letter')
  return letter
}

/** The letter if the company may see it, else not found. */
export async function findReceivedLetter(tx: Tx, id: string): Promise<Row> {
  const row = await receivedQuery(tx).where('l.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('letter')
  return row
}

function receivedQuery(tx: Tx) {
  return tx.db
    .selectFrom('letter as l')
    .innerJoin('complaint as c', 'c.id', 'l.complaint_id')
    .innerJoin('agency as a', 'a.id', 'l.agency_id')
    .leftJoin('person as p', 'p.id', 'l.acknowledged_by')
    .select([
      'l.id', 'l.complaint_id', 'l.agency_id', 'l.company_id', 'l.status', 'l.addressee', 'l.subject', 'l.body', 'l.issued_at', 'l.due_on', 'l.original_due_on', 'l.acknowledged_by', 'p.name as acknowledger',
      'l.acknowledged_at', 'l.acknowledgment', 'l.withdrawn_at', 'l.withdraw_reason', 'l.version', 'c.number', 'a.name', 'a.short_name', 'a.time_zone',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof receivedQuery>['execute']>>[number]

async function present(tx: Tx, reader: CompanyActor, rows: Row[]): Promise<ReceivedLetter[]> {
  const documents = await documentsByParent(tx, 'letter', rows.map((row) => row.id))
  return rows.flatMap((row) => {
    const [file] = documents.get(row.id) ?? []
    const status = oneOf(['issued', 'acknowledged', 'withdrawn'], row.status)
    // What was issued has them all.
    if (row.issued_at === null || row.due_on === null || row.original_due_on === null) return []
    return [
      {
        id: row.id,
        complaintId: row.complaint_id,
        complaintNumber: displayId('complaint', row.number),
        agency: { name: row.name, shortName: row.short_name },
        status,
        addressee: row.addressee,
        subject: row.subject,
        body: row.body,
        issuedAt: row.issued_at.toISOString(),
        dueOn: row.due_on,
        originalDueOn: row.original_due_on,
        overdue: isLetterOverdue({ status, dueOn: row.due_on }, dateIn(row.time_zone, tx.now)),
        acknowledged: row.acknowledged_by === null || row.acknowledged_at === null ? null : { by: { id: row.acknowledged_by, name: row.acknowledger ?? '' }, at: row.acknowledged_at.toISOString(), words: row.acknowledgment },
        withdrawn: row.withdrawn_at === null ? null : { at: row.withdrawn_at.toISOString(), reason: row.withdraw_reason },
        document: file === undefined ? null : { id: file.id, name: file.name, canOpen: file.canOpen },
        can: status === 'issued' && may(reader, 'received.acknowledge-letter', { companyId: row.company_id }) ? ['received.acknowledge-letter'] : [],
        version: row.version,
      },
    ]
  })
}
