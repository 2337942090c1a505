import { sql } from 'kysely'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { readCalendars } from '../../agencies/index.ts'
import { remindingAgencies } from '../../information-requests/domain/reminder-days.ts'

/** Letters in one transaction. */
const batch = 1_000

/**
 * Once for each due date: three working days before it the company is reminded to acknowledge a letter, and after it
 * company, Agency POC and Supervisors are told; by the agency's calendar and clock, as of requests (docs/rules.md 4).
 */
export async function remindLetters(deps: Pick<Deps, 'transaction'>): Promise<void> {
  for (let found = batch; found === batch; ) found = await deps.transaction({ kind: 'job' }, remindBatch)
}

async function remindBatch(tx: Tx): Promise<number> {
  // Another process reminds already. What it leaves is found in a quarter of an hour.
  const { rows: locks } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('ses-remind-letters', 0)) as held`.execute(tx.db)
  if (locks[0]?.held !== true) return 0
  const agencies = remindingAgencies(await readCalendars(tx), tx.now)
  if (agencies.length === 0) return 0
  const latest = agencies.map(({ soonUntil }) => soonUntil).sort().at(-1)
  const { rows } = await sql<{ id: string; complaint_id: string; agency_id: string; company_id: string; kind: 'due_soon' | 'overdue' }>`
    with g as (
      select id, today, "soonUntil" as soon_until, (today::timestamp at time zone "timeZone") as midnight
      from jsonb_to_recordset(${JSON.stringify(agencies)}::jsonb) as t (id uuid, "timeZone" text, today date, "soonUntil" date)
    ), due as (
      select l.id, l.due_on, case when l.due_on < g.today then 'overdue' else 'due_soon' end as kind
      from letter l join g on g.id = l.agency_id
      where l.status = 'issued' and l.side = 'company' and l.due_on <= ${latest}::date and l.due_on <= g.soon_until and l.delivered_at < g.midnight
        and case when l.due_on < g.today then l.overdue_told_for is distinct from l.due_on else l.soon_told_for is distinct from l.due_on end
      order by l.id limit ${batch}
    )
    update letter l
    set overdue_told_for = case due.kind when 'overdue' then l.due_on else l.overdue_told_for end, soon_told_for = case due.kind when 'due_soon' then l.due_on else l.soon_told_for end
    from due where l.id = due.id
    returning l.id, l.complaint_id, l.agency_id, l.company_id, due.kind`.execute(tx.db)
  await tx.audit(
    ...rows.map((row) => ({
      action: 'letter.reminded_by_system', audience: 'both' as const, agencyId: row.agency_id, companyId: row.company_id, complaintId: row.complaint_id, about: { kind: 'letter', id: row.id }, details: { kind: row.kind },
    })),
  )
  const happenings = rows.map((row) => ({ eventId: newId(), event: `letter_${row.kind}`, complaintId: row.complaint_id, letterId: row.id, by: null }))
  if (happenings.length > 0) await sql`select enqueue('notify', payload) from jsonb_array_elements(${JSON.stringify(happenings)}::jsonb) as payload`.execute(tx.db)
  return rows.length
}
