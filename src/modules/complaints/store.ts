import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import type { Target } from '../../access/permissions.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { Tx } from '../../platform/ports.ts'
import { statuses, type Status } from './domain/lifecycle.ts'

/** A complaint as a command needs it: who owns it, who works on it, where it stands. */
export type ComplaintState = {
  id: string
  number: number
  agencyId: string
  status: Status
  subjectKind: string | null
  companyId: string | null
  receivedOn: string | null
  agencyPocId: string | null
  enteredBy: string | null
  firstSentAt: Date | null
  version: number
}

const columns = ['id', 'number', 'agency_id', 'status', 'subject_kind', 'company_id', 'received_on', 'agency_poc_id', 'entered_by', 'first_sent_at', 'version'] as const

/** The complaint if the actor may see it at all, else not found. */
export async function findComplaint(tx: Tx, id: string): Promise<ComplaintState> {
  const row = await tx.db.selectFrom('complaint').select(columns).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('complaint')
  return toState(row)
}

/** The complaint if the actor may see its detail, else not found: of another agency's, basic information alone is not enough. */
export async function findDetailed(tx: Tx, id: string): Promise<ComplaintState> {
  const complaint = await findComplaint(tx, id)
  const detail = await tx.db.selectFrom('complaint_detail').select('complaint_id').where('complaint_id', '=', id).executeTakeFirst()
  if (detail === undefined) throw notFound('complaint')
  return complaint
}

/** Holds the complaint until the transaction ends, so that its state cannot change under the command. Call after `permit`. */
export async function lockComplaint(tx: Tx, id: string): Promise<ComplaintState> {
  const row = await tx.db.selectFrom('complaint').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw await whyNotHeld(tx, id)
  return toState(row)
}

/** Whoever was allowed to a moment ago, and is not now: the complaint may have gone to another agency while they waited. */
async function whyNotHeld(tx: Tx, id: string): Promise<AppError> {
  const row = await tx.db.selectFrom('complaint').select('agency_id').where('id', '=', id).executeTakeFirst()
  if (row !== undefined && tx.actor.kind === 'agency' && row.agency_id !== tx.actor.agencyId) return new AppError('conflict', 'Another agency accepted this complaint meanwhile, and owns it now. Look at what is there now.')
  return new AppError('forbidden', 'Your role does not allow this action.')
}

/** Refuses when somebody changed the complaint since it was read. */
export function requireVersion(found: { version: number }, seen: number): void {
  if (found.version !== seen) throw new AppError('stale_version', 'Somebody else changed this since you opened it. Look at what is there now, then save again.')
}

/** What permissions ask of a complaint. */
export function targetOf(complaint: { agencyId: string; companyId: string | null; agencyPocId: string | null; enteredBy?: string | null }): Target {
  return { ownerAgencyId: complaint.agencyId, companyId: complaint.companyId, agencyPocId: complaint.agencyPocId, addedBy: complaint.enteredBy ?? null }
}

/** Writes the search rows of the complaint anew. Last statement of every command that changes its text. */
export async function indexForSearch(tx: Tx, complaintId: string): Promise<void> {
  await tx.send(sql`select index_complaints(array[${complaintId}]::uuid[])`)
}

/** As above where nothing but the status changed: a draft that was submitted is found by every agency. */
export async function indexBasics(tx: Tx, complaintId: string): Promise<void> {
  await tx.send(sql`select index_basics(array[${complaintId}]::uuid[])`)
}

/** Agency actors only: the routes of this module are theirs. */
export function agencyOf(actor: Actor): Extract<Actor, { kind: 'agency' }> {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function toState(row: { id: string; number: number; agency_id: string; status: string; subject_kind: string | null; company_id: string | null; received_on: string | null; agency_poc_id: string | null; entered_by: string | null; first_sent_at: Date | null; version: number }): ComplaintState {
  return {
    id: row.id,
    number: row.number,
    agencyId: row.agency_id,
    status: readStatus(row.status),
    subjectKind: row.subject_kind,
    companyId: row.company_id,
    receivedOn: row.received_on,
    agencyPocId: row.agency_poc_id,
    enteredBy: row.entered_by,
    firstSentAt: row.first_sent_at,
    version: row.version,
  }
}

export function readStatus(text: string): Status {
  return oneOf(statuses, text)
}
