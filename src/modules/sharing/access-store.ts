import { sql } from 'kysely'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { Tx } from '../../platform/ports.ts'

export type AccessRow = { id: string; ownerAgencyId: string; requestingAgencyId: string; state: string }

/** The request or access on this complaint if the actor's agency owns the complaint or asked, else not found. */
export async function findAccess(tx: Tx, complaintId: string, accessId: string): Promise<AccessRow> {
  const row = await tx.db.selectFrom('complaint_access').select(['id', 'agency_id', 'requesting_agency_id', 'state']).where('id', '=', accessId).where('complaint_id', '=', complaintId).executeTakeFirst()
  if (row === undefined) throw notFound('request for access')
  return { id: row.id, ownerAgencyId: row.agency_id, requestingAgencyId: row.requesting_agency_id, state: row.state }
}

/** As it stands now, held until the transaction ends. The complaint is held before. */
export async function lockAccess(tx: Tx, accessId: string): Promise<string> {
  const row = await tx.db.selectFrom('complaint_access').select('state').where('id', '=', accessId).forUpdate().executeTakeFirst()
  // Rows that are over cannot be held by anybody any more.
  return row?.state ?? 'over'
}

export function decidedMeanwhile(): AppError {
  return new AppError('conflict', 'This request was decided, withdrawn or canceled meanwhile. Look at what is there now.')
}

export function endedMeanwhile(): AppError {
  return new AppError('conflict', 'This access has ended meanwhile. Look at what is there now.')
}

/** Takes the task of deciding off the Supervisors' lists once nothing waits any more. */
export async function anythingWaits(tx: Tx, complaintId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`select exists (select 1 from complaint_access where complaint_id = ${complaintId} and state = 'requested') as waits`.execute(tx.db)
  return rows[0]?.waits ?? false
}
