import { sql } from 'kysely'
import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import type { Administrator } from './store.ts'

/**
 * After a change of somebody's role or work: a deputy who may not manage complaints any more acts for nobody, and whoever
 * took over work while away has their deputy act (docs/rules.md 1). Said in the history, and told to whoever acts now.
 */
export async function followDeputies(tx: Tx, actor: Administrator): Promise<void> {
  if (actor.kind !== 'company') return
  const { rows } = await sql<{ complaint_id: string }>`select follow_deputies(${actor.companyId}, ${tx.now}) as complaint_id`.execute(tx.db)
  if (rows.length === 0) return
  const moved = await tx.db.selectFrom('complaint_delivery').select(['complaint_id', 'agency_id', 'company_poc_id', 'acting_poc_id']).where('complaint_id', 'in', rows.map((row) => row.complaint_id)).execute()
  for (const row of moved) {
    const acting = row.acting_poc_id ?? row.company_poc_id
    await tx.audit({
      action: row.acting_poc_id === null ? 'company_poc.deputy_ended' : 'company_poc.deputy_took_over', audience: 'both', agencyId: row.agency_id, companyId: actor.companyId, complaintId: row.complaint_id,
      ...(acting === null ? {} : { about: { kind: 'person', id: acting } }),
    })
    if (acting !== null) await tx.enqueue('notify', { eventId: newId(), event: 'poc_assigned', complaintId: row.complaint_id, userIds: [acting], by: actor.userId })
  }
}

/** Days as deputy, or with one, end with the account. */
export async function endDeputyships(tx: Tx, actor: Administrator, userId: string): Promise<void> {
  if (actor.kind !== 'company') return
  await tx.db
    .updateTable('company_deputy')
    .set((is) => ({ ended_at: tx.now, ended_by: actor.userId, version: is('version', '+', 1) }))
    .where((is) => is.or([is('user_id', '=', userId), is('deputy_id', '=', userId)]))
    .where('ended_at', 'is', null)
    .where('ends_at', '>', tx.now)
    .execute()
}
