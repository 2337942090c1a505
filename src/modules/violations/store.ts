import type { Actor, AgencyActor } from '../../access/actor.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { Tx } from '../../platform/ports.ts'
import { findComplaint, targetOf } from '../complaints/index.ts'
import { statusWords, type Status } from '../complaints/domain/lifecycle.ts'
import { takesViolations } from './domain/violation-words.ts'

export type ViolationState = { id: string; complaintId: string; agencyId: string; citationId: string | null; citation: string; addedBy: string; version: number }

/** The alleged violation if the actor may see it, else not found. */
export async function findViolation(tx: Tx, id: string): Promise<ViolationState> {
  const row = await query(tx, id).executeTakeFirst()
  if (row === undefined) throw notFound('alleged violation')
  return stateOf(row)
}

/** Holds it until the transaction ends. Call after `permit`. */
export async function lockViolation(tx: Tx, id: string): Promise<ViolationState> {
  const row = await query(tx, id).forUpdate().executeTakeFirst()
  if (row === undefined) throw notFound('alleged violation')
  return stateOf(row)
}

/** The complaint, with what permissions ask of it and of who added the violation. */
export async function targetFor(tx: Tx, complaintId: string, addedBy: string | null = null) {
  const complaint = await findComplaint(tx, complaintId)
  return { complaint, target: { ...targetOf(complaint), addedBy } }
}

export function requireOpen(status: Status): void {
  if (!takesViolations(status)) throw new AppError('conflict', `A complaint that is ${statusWords(status)} takes no change of its alleged violations.`)
}

export function agencyOnly(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function query(tx: Tx, id: string) {
  return tx.db
    .selectFrom('alleged_violation')
    .select(['id', 'complaint_id', 'agency_id', 'citation_id', 'citation', 'added_by', 'version'])
    .where('id', '=', id)
    .where('removed_at', 'is', null)
}

function stateOf(row: { id: string; complaint_id: string; agency_id: string; citation_id: string | null; citation: string; added_by: string; version: number }): ViolationState {
  return { id: row.id, complaintId: row.complaint_id, agencyId: row.agency_id, citationId: row.citation_id, citation: row.citation, addedBy: row.added_by, version: row.version }
}
