import { sql } from 'kysely'
import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import type { OrganisationTaskKind } from './domain/facts.ts'
import type { OrganisationPlan, OrganisationTask } from './domain/organisation-plan.ts'
import { hold, holdComplaint } from './store.ts'

/** Whose event it is. */
export type OrganisationEventOf = { eventId: string; side: 'agency' | 'company'; organisationId: string; by: string | null }

/** Two events of one organisation are worked off one after the other, so that neither opens a task that the other opened. */
export async function holdOrganisation(tx: Tx, of: OrganisationEventOf): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ses-notify-organisation:' || ${of.organisationId}, 0))`.execute(tx.db)
}

export async function finishOrganisationTasks(tx: Tx, of: OrganisationEventOf, kinds: readonly OrganisationTaskKind[]): Promise<void> {
  if (kinds.length === 0) return
  await tx.db
    .updateTable('task')
    .set({ done_at: tx.now, done_by: of.by })
    .where(`${of.side}_id`, '=', of.organisationId)
    .where('complaint_id', 'is', null)
    .where('kind', 'in', kinds)
    .where('done_at', 'is', null)
    .execute()
}

/** One open task of a kind per organisation, in the hands of exactly the holders. */
export async function openOrganisationTasks(tx: Tx, of: OrganisationEventOf, { kind, holders, dueOn }: OrganisationTask): Promise<void> {
  const open = await tx.db
    .updateTable('task')
    .set({ due_on: dueOn })
    .where(`${of.side}_id`, '=', of.organisationId)
    .where('complaint_id', 'is', null)
    .where('kind', '=', kind)
    .where('done_at', 'is', null)
    .returning('id')
    .execute()
  const tasks = open.length > 0 ? open : await addTasks(tx, of, [{ kind, complaintId: null, dueOn }])
  await hold(tx, tasks.map(({ id }) => id), holders)
}

/** The task Assign Point of Contact of complaints that were sent before anybody at the company could open them. */
export async function openAssignTasks(tx: Tx, of: OrganisationEventOf, { complaints, holders }: OrganisationPlan['assign']): Promise<void> {
  const ids = await withoutPointOfContact(tx, complaints.map(({ id }) => id))
  if (ids.length === 0) return
  const open = await tx.db
    .selectFrom('task')
    .select(['id', 'complaint_id'])
    .where('complaint_id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('kind', '=', 'assign_point_of_contact')
    .where('done_at', 'is', null)
    .execute()
  const known = new Set(open.map((task) => task.complaint_id))
  const missing = complaints.filter(({ id }) => ids.includes(id) && !known.has(id)).map(({ id, dueOn }) => ({ kind: 'assign_point_of_contact' as const, complaintId: id, dueOn }))
  const added = await addTasks(tx, of, missing)
  await hold(tx, [...open, ...added].map(({ id }) => id), holders)
}

/** The job for complaints takes the same locks, one at a time; whoever waits for it looks again. */
async function withoutPointOfContact(tx: Tx, complaintIds: readonly string[]): Promise<string[]> {
  if (complaintIds.length === 0) return []
  for (const id of complaintIds.toSorted()) await holdComplaint(tx, id)
  const rows = await tx.db.selectFrom('complaint_delivery').select('complaint_id').where('complaint_id', 'in', complaintIds).where('company_poc_id', 'is', null).execute()
  return rows.map((row) => row.complaint_id)
}

type NewTask = { kind: OrganisationTaskKind | 'assign_point_of_contact'; complaintId: string | null; dueOn: string | null }

async function addTasks(tx: Tx, of: OrganisationEventOf, tasks: readonly NewTask[]): Promise<{ id: string }[]> {
  if (tasks.length === 0) return []
  return tx.db
    .insertInto('task')
    .values(
      tasks.map(({ kind, complaintId, dueOn }) => ({
        id: newId(),
        event_id: of.eventId,
        kind,
        agency_id: of.side === 'agency' ? of.organisationId : null,
        company_id: of.side === 'company' ? of.organisationId : null,
        complaint_id: complaintId,
        due_on: dueOn,
        created_at: tx.now,
      })),
    )
    // This event opened it before and somebody has done it since.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
}
