import { addYears } from '../../kernel/calendar.ts'
import type { Tx } from '../../platform/ports.ts'

/** The retention date runs from the day on which the complaint ended, anew with each closing (docs/rules.md 3). */
export async function keepAfterEnd(tx: Tx, complaint: { id: string; agencyId: string }, endedOn: string): Promise<void> {
  const { retention_years: years } = await tx.db.selectFrom('agency').select('retention_years').where('id', '=', complaint.agencyId).executeTakeFirstOrThrow()
  const until = addYears(endedOn, years)
  await tx.db
    .insertInto('complaint_retention')
    .values({ complaint_id: complaint.id, agency_id: complaint.agencyId, retain_until: until })
    .onConflict((conflict) => conflict.column('complaint_id').doUpdateSet((eb) => ({ retain_until: until, version: eb('complaint_retention.version', '+', 1) })))
    .execute()
}

/** While a complaint is worked on it has no retention date. A legal hold stays. */
export async function keepWhileOpen(tx: Tx, complaintId: string): Promise<void> {
  await tx.db.updateTable('complaint_retention').set((eb) => ({ retain_until: null, version: eb('version', '+', 1) })).where('complaint_id', '=', complaintId).where('retain_until', 'is not', null).execute()
}

export async function isOnHold(tx: Tx, complaintId: string): Promise<boolean> {
  return (await tx.db.selectFrom('complaint_retention').select('complaint_id').where('complaint_id', '=', complaintId).where('legal_hold', '=', true).executeTakeFirst()) !== undefined
}
