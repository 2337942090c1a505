import { sql } from 'kysely'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { readCalendars } from '../../agencies/index.ts'
import { remindingAgencies, type RemindingAgency } from '../domain/reminder-days.ts'

/** Requests in one transaction. */
const batch = 1_000

type Due = { id: string; number: number; complaint_id: string; agency_id: string; company_id: string; due_on: string; kind: 'due_soon' | 'overdue'; nth: number }

/**
 * Reminds companies three working days before a due date, on the first working day after it, and every five working
 * days from then on, by the calendar and the clock of the agency that asked (docs/rules.md 4). Says what is so when it
 * runs: after days of downtime one reminder is sent and not several. May run twice at once.
 */
export async function remindDue(deps: Pick<Deps, 'transaction'>): Promise<void> {
  for (let found = batch; found === batch; ) found = await deps.transaction({ kind: 'job' }, remindBatch)
}

async function remindBatch(tx: Tx): Promise<number> {
  // Another process reminds already. What it leaves is found in a quarter of an hour.
  const { rows: locks } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('ses-remind-due', 0)) as held`.execute(tx.db)
  if (locks[0]?.held !== true) return 0
  const agencies = remindingAgencies(await readCalendars(tx), tx.now)
  if (agencies.length === 0) return 0
  const due = await readDue(tx, agencies)
  if (due.length > 0) await remind(tx, due)
  return due.length
}

/**
 * One walk along information_request_due, which holds what is with companies. A reminder counts for the due date and
 * the round that it was about: another date, or another round, has its own. One a day is enough, whoever sent it.
 */
async function readDue(tx: Tx, agencies: readonly RemindingAgency[]): Promise<Due[]> {
  const latest = agencies.map(({ soonUntil }) => soonUntil).sort().at(-1)
  const { rows } = await sql<Due>`
    with g as (
      select id, today, "soonUntil" as soon_until, (today::timestamp at time zone "timeZone") as midnight, (("remindedUntil" + 1)::timestamp at time zone "timeZone") as reminded_before
      from jsonb_to_recordset(${JSON.stringify(agencies)}::jsonb) as t (id uuid, "timeZone" text, today date, "soonUntil" date, "remindedUntil" date)
    )
    select r.id, r.number, r.complaint_id, r.agency_id, r.company_id, r.due_on::text as due_on, k.kind, m.nth + 1 as nth
    from information_request r
    join g on g.id = r.agency_id
    cross join lateral (select case when r.due_on < g.today then 'overdue' else 'due_soon' end as kind) k
    cross join lateral (select coalesce((select o.sent_back_at from request_round o where o.request_id = r.id and o.round = r.round), r.sent_at) as began) b
    cross join lateral (
      select count(*) filter (where q.kind = k.kind and q.due_on = r.due_on)::int as nth,
             max(q.sent_at) filter (where q.kind = k.kind and q.due_on = r.due_on and q.sent_at >= b.began) as last,
             max(q.sent_at) as last_of_all
      from request_reminder q where q.request_id = r.id
    ) m
    where r.status = 'sent_to_company' and r.due_on <= ${latest}::date and r.due_on <= g.soon_until
      and (m.last_of_all is null or m.last_of_all < g.midnight)
      and case k.kind when 'overdue' then m.last is null or m.last < g.reminded_before else m.last is null and b.began < g.midnight end
    order by r.complaint_id, r.id
    limit ${batch}`.execute(tx.db)
  return rows
}

async function remind(tx: Tx, due: readonly Due[]): Promise<void> {
  await sql`
    insert into request_reminder (id, request_id, complaint_id, agency_id, company_id, sent_at, kind, due_on, nth)
    select t.reminder, t.id, t.complaint_id, t.agency_id, t.company_id, ${tx.now}, t.kind, t.due_on, t.nth
    from jsonb_to_recordset(${JSON.stringify(due.map((row) => ({ ...row, reminder: newId() })))}::jsonb)
      as t (reminder uuid, id uuid, complaint_id uuid, agency_id uuid, company_id uuid, kind text, due_on date, nth integer)`.execute(tx.db)
  await tx.audit(
    ...due.map((row) => ({
      action: 'information_request.reminded_by_system', audience: 'both' as const, agencyId: row.agency_id, companyId: row.company_id, complaintId: row.complaint_id,
      about: { kind: 'information_request', id: row.id }, details: { number: displayId('request', row.number), kind: row.kind },
    })),
  )
  // One message for a complaint, however many of its requests are due.
  const happenings = [...Map.groupBy(due, (row) => `${row.kind} ${row.complaint_id}`).values()].flatMap((rows) => {
    const [first] = rows
    return first === undefined ? [] : [{ eventId: newId(), event: `request_${first.kind}`, complaintId: first.complaint_id, requestIds: rows.map(({ id }) => id), by: null }]
  })
  await sql`select enqueue('notify', payload) from jsonb_array_elements(${JSON.stringify(happenings)}::jsonb) as payload`.execute(tx.db)
}
