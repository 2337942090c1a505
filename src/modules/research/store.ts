import type { Actor, AgencyActor } from '../../access/actor.ts'
import { dateIn } from '../../kernel/clock.ts'
import { AppError, invalid, notFound } from '../../kernel/errors.ts'
import type { Tx } from '../../platform/ports.ts'
import { statusWords, takesNotes, type Status } from '../complaints/domain/lifecycle.ts'
import { lockComplaint } from '../complaints/index.ts'

const columns = ['id', 'complaint_id', 'agency_id', 'kind', 'letter_id', 'version'] as const

export type NoteState = { id: string; complaintId: string; agencyId: string; kind: string; letterId: string | null; version: number }

/** The note if the actor may see it, else not found. */
export async function findNote(tx: Tx, id: string): Promise<NoteState> {
  const row = await tx.db.selectFrom('research_entry').select(columns).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst()
  if (row === undefined) throw notFound('note')
  return stateOf(row)
}

/** Holds the note until the transaction ends, for a change. Call after `permit`. What a letter left behind stays as it is. */
export async function lockNote(tx: Tx, id: string): Promise<NoteState> {
  requireTaken((await lockComplaint(tx, (await findNote(tx, id)).complaintId)).status)
  const row = await tx.db.selectFrom('research_entry').select(columns).where('id', '=', id).where('removed_at', 'is', null).forUpdate().executeTakeFirst()
  if (row === undefined) throw notFound('note')
  if (row.letter_id !== null) throw new AppError('conflict', 'This was noted by the letter that was issued, and stays as it is.')
  return stateOf(row)
}

/** What took place lies not in the future, by the agency's calendar (docs/rules.md 10). */
export function requirePast(actor: AgencyActor, now: Date, happenedOn: string): void {
  if (happenedOn > dateIn(actor.timeZone, now)) throw invalid({ happenedOn: 'The date lies in the future. Enter the day on which it took place.' })
}

/** Notes are taken after closing and canceling too; not on a draft, nor while another agency decides about the complaint. */
export function requireTaken(status: Status): void {
  if (status === 'draft') throw new AppError('conflict', 'Notes are taken once the complaint is entered. Submit the draft first.')
  if (!takesNotes(status)) throw new AppError('conflict', `No notes are taken or changed while a complaint is ${statusWords(status)}.`)
}

export function agencyOnly(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function stateOf(row: { id: string; complaint_id: string; agency_id: string; kind: string; letter_id: string | null; version: number }): NoteState {
  return { id: row.id, complaintId: row.complaint_id, agencyId: row.agency_id, kind: row.kind, letterId: row.letter_id, version: row.version }
}
