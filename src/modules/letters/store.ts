import type { Actor, AgencyActor } from '../../access/actor.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { Tx } from '../../platform/ports.ts'
import { statusWords, takesNotes } from '../complaints/domain/lifecycle.ts'
import { lockComplaint } from '../complaints/index.ts'
import { documentsByParent } from '../documents/index.ts'
import type { Letter } from './contract.ts'
import { letterKinds, missingIn } from './domain/merge-fields.ts'

/** Agency actors only: no company ever learns of a letter. */
export function agencyOf(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function letterQuery(tx: Tx) {
  return tx.db
    .selectFrom('letter as l')
    .innerJoin('person as c', 'c.id', 'l.created_by')
    .leftJoin('person as i', 'i.id', 'l.issued_by')
    .select([
      'l.id', 'l.complaint_id', 'l.agency_id', 'l.kind', 'l.status', 'l.addressee', 'l.subject', 'l.body', 'l.sent_via', 'l.owner_only', 'l.created_by', 'c.name as creator',
      'l.updated_at', 'l.issued_by', 'i.name as issuer', 'l.issued_at', 'l.version',
    ])
}
type LetterRow = Awaited<ReturnType<ReturnType<typeof letterQuery>['execute']>>[number]

/** Holds the complaint until the transaction ends. Letters are written before and after closing; not for a draft, nor while another agency decides about it. */
export async function holdForLetters(tx: Tx, complaintId: string): Promise<void> {
  const { status } = await lockComplaint(tx, complaintId)
  if (status === 'draft') throw new AppError('conflict', 'Submit the complaint first; a draft gets no letter.')
  if (!takesNotes(status)) throw new AppError('conflict', `A complaint that is ${statusWords(status)} takes no change of its letters.`)
}

/** The letter if the actor may see it, else not found. */
export async function findLetter(tx: Tx, id: string): Promise<LetterRow> {
  const row = await letterQuery(tx).where('l.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('letter')
  return row
}

/** Holds a draft until the transaction ends. What was issued is refused; another version is stale, with what stands there now. */
export async function lockDraft(tx: Tx, id: string, version: number): Promise<LetterRow> {
  await holdForLetters(tx, (await findLetter(tx, id)).complaint_id)
  await tx.db.selectFrom('letter').select('id').where('id', '=', id).forUpdate().execute()
  const row = await findLetter(tx, id)
  if (row.status === 'issued') throw new AppError('conflict', 'This letter was issued, and stays as it is. Write another one.')
  if (row.version !== version) throw new AppError('stale_version', 'Somebody else changed this letter since you opened it.', { current: present(row, null) })
  return row
}

export async function readLetter(tx: Tx, id: string): Promise<Letter> {
  const row = await findLetter(tx, id)
  const [letter] = await withDocuments(tx, [row])
  if (letter === undefined) throw notFound('letter')
  return letter
}

/** Drafts first, then what was issued, each the newest first. */
export async function lettersOf(tx: Tx, complaintId: string): Promise<Letter[]> {
  return withDocuments(tx, await letterQuery(tx).where('l.complaint_id', '=', complaintId).orderBy('l.created_at', 'desc').orderBy('l.id', 'desc').limit(500).execute())
}

async function withDocuments(tx: Tx, rows: LetterRow[]): Promise<Letter[]> {
  const documents = await documentsByParent(tx, 'letter', rows.map((row) => row.id))
  return rows.map((row) => {
    const [file] = documents.get(row.id) ?? []
    return present(row, file === undefined ? null : { id: file.id, name: file.name, canOpen: file.canOpen })
  })
}

function present(row: LetterRow, document: Letter['document']): Letter {
  return {
    id: row.id,
    complaintId: row.complaint_id,
    kind: oneOf(letterKinds, row.kind),
    status: oneOf(['draft', 'issued'], row.status),
    addressee: row.addressee,
    subject: row.subject,
    body: row.body,
    missing: row.status === 'issued' ? [] : problemsOf(row),
    sentVia: row.sent_via === null ? null : oneOf(['mail', 'email'], row.sent_via),
    ownerOnly: row.owner_only,
    createdBy: { id: row.created_by, name: row.creator },
    updatedAt: row.updated_at.toISOString(),
    issuedBy: row.issued_by === null ? null : { id: row.issued_by, name: row.issuer ?? '' },
    issuedAt: row.issued_at?.toISOString() ?? null,
    document,
    version: row.version,
  }
}

/** What keeps a letter from being issued, a sentence each. */
export function problemsOf(letter: { addressee: string; subject: string; body: string }): string[] {
  const nobody = letter.addressee.trim() === '' ? ['The name and address of who gets the letter are missing.'] : []
  const found = missingIn(`${letter.addressee}\n${letter.subject}\n${letter.body}`)
  const braces = /\{\{|\{%/.test(`${letter.subject}${letter.body}`) ? ['The text holds a field of a template that was not filled in. Write what stands there, or take it out.'] : []
  return [...nobody, ...found, ...braces]
}
