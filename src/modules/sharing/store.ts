import { AppError, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { Tx } from '../../platform/ports.ts'
import { statuses, type Status } from '../complaints/domain/lifecycle.ts'

export type ReferralRow = { id: string; fromAgencyId: string; toAgencyId: string; state: string; statusBefore: string }

/** The referral of this complaint if the actor's agency sent or received it, else not found. */
export async function findReferral(tx: Tx, complaintId: string, referralId: string): Promise<ReferralRow> {
  const row = await tx.db.selectFrom('referral').select(['id', 'from_agency_id', 'to_agency_id', 'state', 'status_before']).where('id', '=', referralId).where('complaint_id', '=', complaintId).executeTakeFirst()
  if (row === undefined) throw notFound('referral')
  return { id: row.id, fromAgencyId: row.from_agency_id, toAgencyId: row.to_agency_id, state: row.state, statusBefore: row.status_before }
}

export function statusBefore(referral: ReferralRow): Status {
  return oneOf(statuses, referral.statusBefore)
}

export function undecided(): AppError {
  return new AppError('conflict', 'This referral was decided, withdrawn or canceled meanwhile. Look at what is there now.')
}
