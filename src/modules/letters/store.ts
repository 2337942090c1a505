import type { Actor, AgencyActor } from '../../access/actor.ts'
import { may } from '../../access/permissions.ts'
import { dateIn } from '../../kernel/clock.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { AuditEntry, Tx } from '../../platform/ports.ts'
import { statuses, statusWords, takesNotes } from '../complaints/domain/lifecycle.ts'
import { lockComplaint } from '../complaints/index.ts'
import { documentsByParent } from '../documents/index.ts'
import type { Letter } from './contract.ts'
import { canTakeLetterStep, isLetterOverdue, isWritable, letterSides, letterStatuses, takesLettersToCompany, type LetterStatus } from './domain/letter-lifecycle.ts'
import { letterKinds, missingIn } from './domain/merge-fields.ts'

/** Agency actors only: a company has pages of its own for what was issued to it. */
export function agencyOf(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function letterQuery(tx: Tx) {
  return tx.db
    .selectFrom('letter as l')
    .innerJoin('person as c', 'c.id', 'l.created_by')
    .leftJoin('person as i', 'i.id', 'l.issued_by')
    .leftJoin('person as asker', 'asker.id', 'l.approval_asked_by')
    .leftJoin('person as approver', 'approver.id', 'l.approved_by')
    .leftJoin('person as acknowledger', 'acknowledger.id', 'l.acknowledged_by')
    .leftJoin('person as withdrawer', 'withdrawer.id', 'l.withdrawn_by')
    .innerJoin('agency as a', 'a.id', 'l.agency_id')
    .innerJoin('complaint as k', 'k.id', 'l.complaint_id')
    .select([
      'l.id', 'l.complaint_id', 'l.agency_id', 'l.kind', 'l.status', 'l.addressee', 'l.subject', 'l.body', 'l.sent_via', 'l.owner_only', 'l.created_by', 'c.name as creator',
      'l.updated_at', 'l.issued_by', 'i.name as issuer', 'l.issued_at', 'l.version', 'l.side', 'l.company_id', 'a.time_zone',
      'l.approval_asked_by', 'asker.name as asker', 'l.approval_asked_at', 'l.approved_by', 'approver.name as approver', 'l.approved_at', 'l.return_note', 'l.due_on', 'l.original_due_on', 'l.delivered_at',
      'l.acknowledged_by', 'acknowledger.name as acknowledger', 'l.acknowledged_at', 'l.acknowledgment', 'l.withdrawn_by', 'withdrawer.name as withdrawer', 'l.withdrawn_at', 'l.withdraw_reason', 'k.status as complaint_status',
    ])
}
export type LetterRow = Awaited<ReturnType<ReturnType<typeof letterQuery>['execute']>>[number]

/** Holds the complaint until the transaction ends. Letters are written before and after closing; not for a draft, nor while another agency decides about it. */
export async function holdForLetters(tx: Tx, complaintId: string): Promise<Awaited<ReturnType<typeof lockComplaint>>> {
  const complaint = await lockComplaint(tx, complaintId)
  const { status } = complaint
  if (status === 'draft') throw new AppError('conflict', 'Submit the complaint first; a draft gets no letter.')
  if (!takesNotes(status)) throw new AppError('conflict', `A complaint that is ${statusWords(status)} takes no change of its letters.`)
  return complaint
}

/** The letter if the actor may see it, else not found. */
export async function findLetter(tx: Tx, id: string): Promise<LetterRow> {
  const row = await letterQuery(tx).where('l.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('letter')
  return row
}

/** Holds a letter that may still be changed until the transaction ends. What was issued is refused; another version is stale, with what stands there now. */
export async function lockDraft(tx: Tx, id: string, version: number): Promise<LetterRow> {
  const row = await hold(tx, id)
  if (!isWritable(statusOf(row))) throw new AppError('conflict', 'This letter was issued, and stays as it is. Write another one.')
  return requireSeen(tx, row, version)
}

/** As above, a letter to the company of any status. */
export async function lockCompanyLetter(tx: Tx, id: string, version: number): Promise<LetterRow> {
  const row = requireSeen(tx, await hold(tx, id), version)
  if (row.side !== 'company') throw new AppError('conflict', 'This is done with letters to the company only.')
  return row
}

async function hold(tx: Tx, id: string): Promise<LetterRow> {
  await holdForLetters(tx, (await findLetter(tx, id)).complaint_id)
  await tx.db.selectFrom('letter').select('id').where('id', '=', id).forUpdate().execute()
  return findLetter(tx, id)
}

function requireSeen(tx: Tx, row: LetterRow, version: number): LetterRow {
  if (row.version !== version) throw new AppError('stale_version', 'Somebody else changed this letter since you opened it.', { current: present(tx, row, null) })
  return row
}

export async function readLetter(tx: Tx, id: string): Promise<Letter> {
  const row = await findLetter(tx, id)
  const [letter] = await withDocuments(tx, [row])
  if (letter === undefined) throw notFound('letter')
  return letter
}

/** The newest first. */
export async function lettersOf(tx: Tx, complaintId: string): Promise<Letter[]> {
  return withDocuments(tx, await letterQuery(tx).where('l.complaint_id', '=', complaintId).orderBy('l.created_at', 'desc').orderBy('l.id', 'desc').limit(500).execute())
}

async function withDocuments(tx: Tx, rows: LetterRow[]): Promise<Letter[]> {
  const documents = await documentsByParent(tx, 'letter', rows.map((row) => row.id))
  return rows.map((row) => {
    const [file] = documents.get(row.id) ?? []
    return present(tx, row, file === undefined ? null : { id: file.id, name: file.name, canOpen: file.canOpen })
  })
}

export function statusOf({ status }: { status: string }): LetterStatus {
  return oneOf(letterStatuses, status)
}

function present(tx: Tx, row: LetterRow, document: Letter['document']): Letter {
  const status = statusOf(row)
  const person = (id: string | null, name: string | null, at: Date | null) => (id === null || at === null ? null : { by: { id, name: name ?? '' }, at: at.toISOString() })
  const acknowledged = person(row.acknowledged_by, row.acknowledger, row.acknowledged_at)
  const withdrawn = person(row.withdrawn_by, row.withdrawer, row.withdrawn_at)
  return {
    id: row.id,
    complaintId: row.complaint_id,
    kind: oneOf(letterKinds, row.kind),
    side: oneOf(letterSides, row.side),
    status,
    addressee: row.addressee,
    subject: row.subject,
    body: row.body,
    missing: isWritable(status) ? problemsOf(row) : [],
    sentVia: row.sent_via === null ? null : oneOf(['mail', 'email'], row.sent_via),
    ownerOnly: row.owner_only,
    createdBy: { id: row.created_by, name: row.creator },
    updatedAt: row.updated_at.toISOString(),
    issuedBy: row.issued_by === null ? null : { id: row.issued_by, name: row.issuer ?? '' },
    issuedAt: row.issued_at?.toISOString() ?? null,
    document,
    toCompany:
      row.side !== 'company'
        ? null
        : {
            approvalAsked: status === 'draft' ? person(row.approval_asked_by, row.asker, row.approval_asked_at) : null,
            approved: person(row.approved_by, row.approver, row.approved_at),
            returnNote: row.return_note,
            dueOn: row.due_on,
            originalDueOn: row.original_due_on,
            overdue: isLetterOverdue({ status, dueOn: row.due_on }, dateIn(row.time_zone, tx.now)),
            deliveredAt: row.delivered_at?.toISOString() ?? null,
            acknowledged: acknowledged === null ? null : { ...acknowledged, words: row.acknowledgment },
            withdrawn: withdrawn === null ? null : { ...withdrawn, reason: row.withdraw_reason },
          },
    can: offered(tx, row, status),
    version: row.version,
  }
}

/** What this actor may do with the letter now, as its complaint stands. */
function offered(tx: Tx, row: LetterRow, status: LetterStatus): string[] {
  const complaint = oneOf(statuses, row.complaint_status)
  if (tx.actor.kind !== 'agency' || !takesNotes(complaint)) return []
  const target = { ownerAgencyId: row.agency_id }
  if (!may(tx.actor, 'letter.write', target)) return []
  if (row.side !== 'company') return status === 'draft' ? ['letter.write', 'letter.discard', 'letter.issue'] : []
  return [
    ...(isWritable(status) ? ['letter.write', 'letter.discard'] : []),
    ...(status === 'draft' && row.approval_asked_at === null ? ['letter.ask-approval'] : []),
    ...(canTakeLetterStep('approve', status) && may(tx.actor, 'letter.approve', target) ? ['letter.approve'] : []),
    ...(status === 'approved' || (status === 'draft' && row.approval_asked_at !== null) ? ['letter.return'] : []),
    ...(canTakeLetterStep('issue', status) && takesLettersToCompany(complaint) ? ['letter.issue'] : []),
    ...(canTakeLetterStep('extend', status) ? ['letter.extend'] : []),
    ...(canTakeLetterStep('withdraw', status) ? ['letter.withdraw'] : []),
  ]
}

/** What keeps a letter from being issued, a sentence each. */
export function problemsOf(letter: { addressee: string; subject: string; body: string }): string[] {
  const nobody = letter.addressee.trim() === '' ? ['The name and address of who gets the letter are missing.'] : []
  const found = missingIn(`${letter.addressee}\n${letter.subject}\n${letter.body}`)
  const braces = /\{\{|\{%/.test(`${letter.subject}${letter.body}`) ? ['The text holds a field of a template that was not filled in. Write what stands there, or take it out.'] : []
  return [...nobody, ...found, ...braces]
}

/** What takes an approval back, and the asking for it. */
export const unapproved = { status: 'draft', approved_by: null, approved_at: null, approval_asked_by: null, approval_asked_at: null } as const

/** An entry of the agency's history; never the letter's text. */
export async function note(tx: Tx, action: string, letter: { id: string; complaint_id: string; agency_id: string; side: string }, details: NonNullable<AuditEntry['details']> = {}): Promise<void> {
  await tx.audit({ action, audience: 'agency', agencyId: letter.agency_id, complaintId: letter.complaint_id, about: { kind: 'letter', id: letter.id }, details: { to: letter.side, ...details } })
}
