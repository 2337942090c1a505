import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { OnTimeRecord, Punctuality } from '../on-time-contract.ts'
import { agencyOnly, companyOnly } from '../store.ts'

type Row = { answers: number | null; on_time: number; median_days: number | null; extended: number; sent_back: number; overdue: number }

/** A company's on-time record for an agency: on its own complaints, and at all agencies in numbers only (docs/rules.md 4). */
export async function readOnTimeRecord(deps: Deps, actor: Actor, companyId: string): Promise<OnTimeRecord> {
  permit(actor, 'company.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const company = await tx.db.selectFrom('company').select('id').where('id', '=', companyId).executeTakeFirst()
    if (company === undefined) throw notFound('company')
    const own = (since: Date | null) => ofAgency(tx, companyId, reader.agencyId, since, dateIn(reader.timeZone, tx.now))
    return { ownAgency: { lastYear: await own(yearBefore(tx.now)), allTime: await own(null) }, allAgencies: await everywhere(tx, companyId) }
  })
}

/** The company's own, at all agencies. */
export async function readOwnOnTimeRecord(deps: Deps, actor: Actor): Promise<OnTimeRecord> {
  const reader = companyOnly(actor)
  permit(reader, 'received.view', { companyId: reader.companyId })
  return deps.transaction(reader, async (tx) => ({ ownAgency: null, allAgencies: await everywhere(tx, reader.companyId) }))
}

/** Under row-level security: answers on the agency's own complaints. */
async function ofAgency(tx: Tx, companyId: string, agencyId: string, since: Date | null, today: string): Promise<Punctuality | null> {
  const from = since ?? sql`'-infinity'::timestamptz`
  const { rows } = await sql<Row>`
    select count(*)::int as answers, (count(*) filter (where s.on_time))::int as on_time,
      percentile_cont(0.5) within group (order by extract(epoch from s.sent_at - s.asked_at) / 86400) as median_days, (count(*) filter (where s.extended))::int as extended,
      (select count(*)::int from request_round o where o.company_id = ${companyId} and o.agency_id = ${agencyId} and o.sent_back_at >= ${from}) as sent_back,
      (select count(*)::int from information_request r where r.company_id = ${companyId} and r.agency_id = ${agencyId} and r.status = 'sent_to_company' and r.due_on < ${today}::date) as overdue
    from response s
    where s.company_id = ${companyId} and s.agency_id = ${agencyId} and s.status = 'sent' and s.on_time is not null and s.sent_at >= ${from}`.execute(tx.db)
  return punctualityOf(rows[0])
}

async function everywhere(tx: Tx, companyId: string): Promise<OnTimeRecord['allAgencies']> {
  const span = async (since: Date | null) => {
    const { rows } = await sql<Row>`select * from company_punctuality(${companyId}, ${since ?? sql`'-infinity'::timestamptz`}, ${tx.now})`.execute(tx.db)
    return punctualityOf(rows[0])
  }
  return { lastYear: await span(yearBefore(tx.now)), allTime: await span(null) }
}

function punctualityOf(row: Row | undefined): Punctuality | null {
  if (row === undefined || row.answers === null) return null
  return {
    answers: row.answers,
    onTime: row.on_time,
    medianDays: row.median_days === null ? null : Math.round(row.median_days * 10) / 10,
    extended: row.extended,
    sentBack: row.sent_back,
    overdue: row.overdue,
  }
}

function yearBefore(now: Date): Date {
  const before = new Date(now)
  before.setUTCFullYear(before.getUTCFullYear() - 1)
  return before
}
