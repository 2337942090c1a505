import { sql } from 'kysely'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { deputyUntil } from '../queries/acting-deputy.ts'

/** Job: whoever is deputy now takes over, and gives back when the days are over. Idempotent. */
export async function followDeputies(deps: Pick<Deps, 'transaction'>): Promise<void> {
  await deps.transaction({ kind: 'job' }, (tx) => changeHands(tx, null, null))
}

/**
 * Sets who acts for each POC of a company (null: of all, for jobs) at this moment; the history of every complaint that
 * changes hands says so, and the one who acts from now on is told. For a company's actor: their own company only.
 */
export async function changeHands(tx: Tx, companyId: string | null, by: string | null): Promise<number> {
  const { rows } = await sql<{ complaint_id: string }>`select follow_deputies(${companyId}, ${tx.now}) as complaint_id`.execute(tx.db)
  if (rows.length === 0) return 0
  const moved = await tx.db
    .selectFrom('complaint_delivery as v')
    .select(['v.complaint_id', 'v.agency_id', 'v.company_id', 'v.company_poc_id', 'v.acting_poc_id', deputyUntil.as('until')])
    .where('v.complaint_id', 'in', rows.map((row) => row.complaint_id))
    .orderBy('v.complaint_id')
    .execute()
  await tx.audit(
    ...moved.map((row) => ({
      action: row.acting_poc_id === null ? 'company_poc.deputy_ended' : 'company_poc.deputy_took_over', audience: 'both' as const, agencyId: row.agency_id, companyId: row.company_id, complaintId: row.complaint_id,
      ...aboutPerson(row.acting_poc_id ?? row.company_poc_id),
      // Agencies do not read a company's deputies; until when one acts they read here.
      ...(row.acting_poc_id === null || row.until === null ? {} : { details: { until: row.until } }),
    })),
  )
  for (const row of moved) {
    const acting = row.acting_poc_id ?? row.company_poc_id
    if (acting !== null) await tx.enqueue('notify', { eventId: newId(), event: 'poc_assigned', complaintId: row.complaint_id, userIds: [acting], by })
  }
  return moved.length
}

function aboutPerson(id: string | null): { about?: { kind: string; id: string } } {
  return id === null ? {} : { about: { kind: 'person', id } }
}
