import { sql } from 'kysely'
import { dateIn } from '../../../kernel/clock.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, OrganisationHappening, Tx } from '../../../platform/ports.ts'
import { isToOpen, verifyBy } from '../domain/verification-due.ts'

type Waiting = { kind: 'agency' | 'company'; id: string; time_zone: string; since: Date | null; since_date: string | null }

/** Opens the verifications whose day has come, and tells once of those that are late (docs/rules.md 5). May run twice at once. */
export async function openVerifications(deps: Pick<Deps, 'transaction'>): Promise<void> {
  await deps.transaction({ kind: 'job' }, async (tx) => {
    await tellAll(tx, [...(await opened(tx)), ...(await becameLate(tx))])
  })
}

async function opened(tx: Tx): Promise<OrganisationHappening[]> {
  const due = (await withoutOpenVerification(tx)).flatMap(({ kind, id, time_zone: zone, since, since_date: sinceDate }) => {
    const today = dateIn(zone, tx.now)
    const from = since === null ? sinceDate : dateIn(zone, since)
    if (from === null || !isToOpen(kind, from, today)) return []
    return [{ id: newId(), agency_id: kind === 'agency' ? id : null, company_id: kind === 'company' ? id : null, opened_at: tx.now, due_on: verifyBy(today) }]
  })
  if (due.length === 0) return []
  // Another process may have opened some meanwhile: only one of them tells.
  const added = await tx.db.insertInto('user_verification').values(due).onConflict((conflict) => conflict.doNothing()).returning(['agency_id', 'company_id']).execute()
  return added.map((row) => happening('verification_opened', row))
}

/**
 * Organisations of which none is open, with when their last one was done; before the first one, since when they take
 * part or are enrolled. Left out are those whose last one is surely too recent (27 and 88 days: whatever the zone).
 */
async function withoutOpenVerification(tx: Tx): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select 'agency' as kind, g.id, g.time_zone, d.done_at as since, g.participates_since as since_date
    from agency g
    left join lateral (select v.done_at from user_verification v where v.agency_id = g.id and v.done_at is not null order by v.done_at desc limit 1) d on true
    where g.participates_since is not null
      and not exists (select 1 from user_verification o where o.agency_id = g.id and o.done_at is null)
      and (d.done_at is null or d.done_at < ${tx.now}::timestamptz - interval '27 days')
    union all
    select 'company', c.id, c.time_zone, coalesce(d.done_at, e.completed_at, c.created_at), null
    from company c
    left join enrollment e on e.company_id = c.id and e.state = 'complete'
    left join lateral (select v.done_at from user_verification v where v.company_id = c.id and v.done_at is not null order by v.done_at desc limit 1) d on true
    where c.enrollment = 'complete'
      and not exists (select 1 from user_verification o where o.company_id = c.id and o.done_at is null)
      and coalesce(d.done_at, e.completed_at, c.created_at) < ${tx.now}::timestamptz - interval '88 days'`.execute(tx.db)
  return rows
}

/** Each is told of once, on the day after its due date where the organisation is. */
async function becameLate(tx: Tx): Promise<OrganisationHappening[]> {
  const { rows } = await sql<{ agency_id: string | null; company_id: string | null }>`
    update user_verification v set overdue_told_at = ${tx.now}
    from user_verification o left join agency g on g.id = o.agency_id left join company c on c.id = o.company_id
    where o.id = v.id and v.done_at is null and v.overdue_told_at is null
      and v.due_on < (${tx.now}::timestamptz at time zone coalesce(g.time_zone, c.time_zone))::date
    returning v.agency_id, v.company_id`.execute(tx.db)
  return rows.map((row) => happening('verification_overdue', row))
}

function happening(event: 'verification_opened' | 'verification_overdue', { agency_id: agencyId, company_id: companyId }: { agency_id: string | null; company_id: string | null }): OrganisationHappening {
  return { eventId: newId(), event, ...(agencyId === null ? {} : { agencyId }), ...(companyId === null ? {} : { companyId }), by: null }
}

/** All in one statement: on the first day after an upgrade it is every organisation. */
async function tellAll(tx: Tx, happenings: readonly OrganisationHappening[]): Promise<void> {
  if (happenings.length === 0) return
  await sql`select enqueue('notify-organisation', payload) from jsonb_array_elements(${JSON.stringify(happenings)}::jsonb) as payload`.execute(tx.db)
}
