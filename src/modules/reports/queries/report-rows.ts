import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { AgencyActor } from '../../../access/actor.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { ageBands } from '../domain/age-bands.ts'
import type { Days } from '../domain/period.ts'
import type { Asked, Grouping, ReportDefinition } from '../domain/report.ts'

export type RowsAsked = { report: ReportDefinition; asked: Asked; by: Grouping; days: Days; reader: AgencyActor; today: string }

/**
 * The rows that a report is about, each with the key of its group, as `select … from …`. The own agency, and what is left
 * out, are stated as the indexes of migration 0047 have them, so that those are read and no row of a table is.
 */
export function reportRows(ask: RowsAsked): RawBuilder<unknown> {
  if (ask.report.of === 'requests') return requestRows(ask)
  return ask.report.scope === 'closed' ? closedRows(ask) : complaintRows(ask)
}

function complaintRows(ask: RowsAsked): RawBuilder<unknown> {
  return sql`
    select ${keyOf(ask, sql`c.received_on`)} as key, c.status, c.is_open, c.waiting_for, c.next_due, c.requests_sent, c.received_on, c.first_sent_at, c.days_taken
    from complaint c
    where ${sql.join([...ownComplaints(ask), ...between(sql`c.received_on`, ask.days), ...(ask.report.scope === 'open' ? [sql`c.is_open`] : [])], sql` and `)}`
}

/** With the latest closure, whose moment the complaint keeps while it is closed. */
function closedRows(ask: RowsAsked): RawBuilder<unknown> {
  const { reader, asked, days } = ask
  const reason = asked.closeReason === undefined ? [] : [sql`k.reason = ${asked.closeReason}`]
  return sql`
    select ${keyOf(ask, sql`(c.closed_at at time zone ${reader.timeZone})::date`)} as key, c.days_taken, k.reason, k.relief_amount
    from complaint c join closure k on k.complaint_id = c.id and k.closed_at = c.closed_at
    where ${sql.join([...ownComplaints(ask), sql`c.status = 'closed'`, sql`k.agency_id = ${reader.agencyId}`, ...betweenMoments(sql`c.closed_at`, days, reader), ...betweenMoments(sql`k.closed_at`, days, reader), ...reason], sql` and `)}`
}

function requestRows(ask: RowsAsked): RawBuilder<unknown> {
  const { reader, asked, days, today } = ask
  const standing = sql`case when r.status = 'canceled' then 'canceled'
    when r.status = 'sent_to_company' then case when r.due_on < ${today}::date then 'overdue' else 'due' end
    when (r.answered_at at time zone ${reader.timeZone})::date <= r.due_on then 'on_time' else 'late' end`
  const narrowed = asked.standing === undefined ? [] : [sql`${standing} = ${asked.standing}`]
  return sql`
    select ${keyOf(ask, sql`(r.sent_at at time zone ${reader.timeZone})::date`)} as key, ${standing} as standing, r.status, r.sent_at, r.answered_at
    from information_request r join complaint c on c.id = r.complaint_id
    where ${sql.join([...ownComplaints(ask), sql`r.agency_id = ${reader.agencyId}`, sql`r.sent_at is not null`, ...betweenMoments(sql`r.sent_at`, days, reader), ...narrowed], sql` and `)}`
}

function ownComplaints({ report, asked, reader }: RowsAsked): RawBuilder<unknown>[] {
  const conditions = [sql`c.agency_id = ${reader.agencyId}`, sql`c.status <> 'draft'`, sql`c.status <> 'canceled'`]
  if (asked.status === 'open') conditions.push(sql`c.is_open`)
  else if (asked.status !== undefined) conditions.push(sql`c.status = ${asked.status}`)
  if (asked.pocId === 'nobody') conditions.push(sql`c.agency_poc_id is null`)
  else if (asked.pocId !== undefined) conditions.push(sql`c.agency_poc_id = ${asked.pocId}`)
  if (asked.companyId !== undefined) conditions.push(sql`${companyOf(report)} = ${asked.companyId}`)
  if (asked.productId !== undefined) conditions.push(sql`c.product_id = ${asked.productId}`)
  if (asked.issueId !== undefined) conditions.push(sql`c.issue_id = ${asked.issueId}`)
  if (asked.state !== undefined) conditions.push(sql`c.transaction_state = ${asked.state}`)
  return conditions
}

/** A request stays with the company that it was sent to. */
function companyOf(report: ReportDefinition): RawBuilder<unknown> {
  return report.of === 'requests' ? sql`r.company_id` : sql`c.company_id`
}

/** IDs as they are, texts byte by byte: rows are sorted by them for the medians, and by the rules of a language that takes three times as long. */
function keyOf({ report, by, today }: RowsAsked, day: RawBuilder<unknown>): RawBuilder<unknown> {
  switch (by) {
    case 'month':
      return sql`to_char(${day}, 'YYYY-MM') collate "C"`
    case 'product':
      return sql`c.product_id`
    case 'issue':
      return sql`c.issue_id`
    case 'company':
      return companyOf(report)
    case 'state':
      return sql`c.transaction_state collate "C"`
    case 'poc':
      return sql`c.agency_poc_id`
    case 'reason':
      return sql`k.reason collate "C"`
    case 'age':
      return sql`case ${sql.join(ageBands.flatMap(({ key, most }) => (most === null ? [] : [sql`when c.received_on >= ${addDays(today, -most)}::date then ${sql.lit(key)}`])), sql` `)} else ${sql.lit(ageBands[5].key)} end collate "C"`
  }
}

function between(column: RawBuilder<unknown>, { from, to }: Days): RawBuilder<SqlBool>[] {
  return [...(from === null ? [] : [sql<SqlBool>`${column} >= ${from}::date`]), ...(to === null ? [] : [sql<SqlBool>`${column} <= ${to}::date`])]
}

/** From midnight to midnight in the agency's zone, as the lists have it. */
function betweenMoments(column: RawBuilder<unknown>, { from, to }: Days, { timeZone }: AgencyActor): RawBuilder<SqlBool>[] {
  const midnight = (day: string, after: 0 | 1) => sql`((${day}::date + ${sql.lit(after)})::timestamp at time zone ${timeZone})`
  return [...(from === null ? [] : [sql<SqlBool>`${column} >= ${midnight(from, 0)}`]), ...(to === null ? [] : [sql<SqlBool>`${column} < ${midnight(to, 1)}`])]
}
