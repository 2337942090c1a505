import type { Actor } from '../../../access/actor.ts'
import { may } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import { takesNotes } from '../../complaints/domain/lifecycle.ts'
import { findDetailed, targetOf } from '../../complaints/index.ts'
import type { Letter } from '../contract.ts'
import { isWritable, letterStatuses } from '../domain/letter-lifecycle.ts'
import type { LetterOnPaper } from '../letter-paper.ts'
import { agencyOf, findLetter, lettersOf, readLetter } from '../store.ts'

/** The letters of a complaint, and whether this actor may write another. The reading is recorded. */
export async function listLetters(deps: Deps, actor: Actor, complaintId: string): Promise<{ items: Letter[]; can: string[] }> {
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    const items = await lettersOf(tx, complaintId)
    if (items.length > 0) await tx.auditRead({ action: 'letter.read', audience: 'agency', agencyId: complaint.agencyId, complaintId })
    return { items, can: takesNotes(complaint.status) && may(reader, 'letter.write', targetOf(complaint)) ? ['letter.write'] : [] }
  })
}

export async function readOneLetter(deps: Deps, actor: Actor, id: string): Promise<Letter> {
  return deps.transaction(agencyOf(actor), async (tx) => {
    const letter = await readLetter(tx, id)
    const { agency_id: agencyId } = await findLetter(tx, id)
    await tx.auditRead({ action: 'letter.read', audience: 'agency', agencyId, complaintId: letter.complaintId, about: { kind: 'letter', id } })
    return letter
  })
}

/** The letter as its PDF will show it; a draft is marked as such. */
export async function letterForPaper(deps: Deps, actor: Actor | { kind: 'job' }, id: string): Promise<LetterOnPaper & { documentName: string; agencyId: string; companyId: string | null; complaintId: string; issuedBy: string | null }> {
  return deps.transaction(actor, async (tx) => {
    const row = await tx.db
      .selectFrom('letter as l')
      .innerJoin('agency as a', 'a.id', 'l.agency_id')
      .innerJoin('complaint as c', 'c.id', 'l.complaint_id')
      .select(['l.id', 'l.kind', 'l.status', 'l.addressee', 'l.subject', 'l.body', 'l.original_due_on', 'l.company_id', 'l.issued_at', 'l.issued_by', 'l.complaint_id', 'l.agency_id', 'c.number', 'a.name', 'a.phone', 'a.email', 'a.time_zone'])
      .where('l.id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw notFound('letter')
    const number = displayId('complaint', row.number)
    const at = row.issued_at ?? tx.now
    return {
      number,
      at,
      date: new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: row.time_zone }).format(at),
      isDraft: isWritable(oneOf(letterStatuses, row.status)),
      acknowledgeBy: row.original_due_on === null ? null : new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${row.original_due_on}T00:00:00Z`)),
      addressee: row.addressee,
      subject: row.subject,
      body: row.body,
      agency: { name: row.name, phone: row.phone, email: row.email },
      documentName: `Letter ${number} ${dateIn(row.time_zone, at)}.pdf`,
      agencyId: row.agency_id,
      companyId: row.company_id,
      complaintId: row.complaint_id,
      issuedBy: row.issued_by,
    }
  })
}
