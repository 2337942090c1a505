import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { invalid } from '../../../kernel/errors.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { CursorCodec, Deps, Tx } from '../../../platform/ports.ts'
import { searchTerms } from '../../complaints/domain/search-words.ts'
import { requestStatuses } from '../domain/request-lifecycle.ts'
import type { AskedStanding } from '../domain/request-standing.ts'
import { requestViews, type AgencyRequestItem, type ListAgencyRequests, type RequestView, type SearchAgencyRequests } from '../request-list-contract.ts'
import { askKinds } from '../round-contract.ts'
import { agencyOnly } from '../store.ts'

export type RequestPage = { items: AgencyRequestItem[]; next: string | null; shownAtMost?: number }
/** Which requests the words leave: of these complaints only, and with the words in the request's own texts; or of one number. */
export type Among = { complaintIds: string[]; terms: string } | { number: number } | { complaintId: string | null } | null

const Cursor = z.object({ view: z.enum(requestViews), sort: z.enum(['due', 'number']), direction: z.enum(['asc', 'desc']), key: z.string(), id: z.uuid() })
const countCap = 1_000
/** Most complaints in whose requests the words are sought, the newest. */
const mostComplaints = 1_000

/** A page of the agency's requests, in key order: no row is lost or repeated while others change. */
export async function listAgencyRequests(deps: Deps, actor: Actor, input: ListAgencyRequests): Promise<RequestPage> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, (tx) => readRequestPage(tx, reader, deps.cursors, input, null))
}

/** As the list, of the requests in whose texts or answers the words stand. */
export async function searchAgencyRequests(deps: Deps, actor: Actor, input: SearchAgencyRequests): Promise<RequestPage> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const { among, atMost } = await findAmong(tx, input.words)
    const page = await readRequestPage(tx, reader, deps.cursors, input, among)
    return atMost === null ? page : { ...page, shownAtMost: atMost }
  })
}

/** How many requests each view has, counted up to a cap. */
export async function countRequestViews(deps: Deps, actor: Actor): Promise<{ counts: Record<RequestView, number>; cap: number }> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const today = dateIn(reader.timeZone, tx.now)
    const count = (view: RequestView) =>
      sql<number>`(select count(*)::int from (select 1 from information_request r where r.agency_id = ${reader.agencyId} and ${inView(view, today)} limit ${countCap + 1}) n)`
    const { rows } = await sql<Record<RequestView, number>>`select ${sql.join(requestViews.map((view) => sql`${count(view)} as ${sql.ref(view)}`))}`.execute(tx.db)
    const [counts] = rows
    if (counts === undefined) throw new Error('Counting gives one row.')
    return { counts, cap: countCap }
  })
}

export async function findAmong(tx: Tx, words: string): Promise<{ among: Among; atMost: number | null }> {
  const number = parseDisplayId('request', words)
  if (number !== null) return { among: { number }, atMost: null }
  const complaint = parseDisplayId('complaint', words)
  if (complaint !== null) {
    const row = await tx.db.selectFrom('complaint').select('id').where('number', '=', complaint).executeTakeFirst()
    return { among: { complaintId: row?.id ?? null }, atMost: null }
  }
  const terms = searchTerms(words)
  // The index knows complaints. Words to leave out may stand elsewhere in one, so they are left to the look at the requests.
  const wanted = JSON.stringify(terms.filter((term) => !term.excluded))
  const { rows } = await sql<{ complaint_id: string | null; more: boolean; looked: number }>`select complaint_id, more, looked from search_complaint_ids(${wanted}::jsonb, false, false, ${mostComplaints + 1})`.execute(tx.db)
  const complaintIds = rows.slice(0, mostComplaints).flatMap((row) => row.complaint_id ?? [])
  return { among: { complaintIds, terms: JSON.stringify(terms) }, atMost: rows.length > mostComplaints || rows.some(({ more }) => more) ? Math.max(complaintIds.length, ...rows.map(({ looked }) => looked)) : null }
}

/** One page. @param among what words leave; null: all */
export async function readRequestPage(tx: Tx, reader: AgencyActor, cursors: CursorCodec, input: ListAgencyRequests, among: Among): Promise<RequestPage> {
  const { view, sort, direction, limit } = input
  const today = dateIn(reader.timeZone, tx.now)
  const after = input.cursor === undefined ? null : openCursor(cursors, input.cursor, Cursor)
  if (after !== null && (after.view !== view || after.sort !== sort || after.direction !== direction)) throw invalid({ cursor: 'This page belongs to another list. Start at its beginning.' })
  const key = sort === 'due' ? sql`coalesce(r.due_on, '9999-12-31'::date)` : sql`r.number`
  const type = sql.raw(sort === 'due' ? 'date' : 'integer')
  let query = tx.db
    .selectFrom('information_request as r')
    .innerJoin('complaint as c', 'c.id', 'r.complaint_id')
    .select([
      'r.id', 'r.number', 'r.title', 'r.status', 'r.round', 'r.due_on', 'r.quick_look_at', 'r.sent_at', 'r.answered_at', 'c.id as complaint_id', 'c.number as complaint_number', 'c.subject_name',
      'c.agency_poc_id', 'c.requests_sent', 'c.requests_answered', 'c.next_request_due', sql<string>`${key}::text`.as('sort_key'),
    ])
    .select((eb) => [
      eb.selectFrom('person as poc').select('poc.name').whereRef('poc.id', '=', 'c.agency_poc_id').as('poc_name'),
      eb.selectFrom('company as o').select('o.name').whereRef('o.id', '=', 'r.company_id').as('company_name'),
      eb.fn.coalesce(eb.selectFrom('request_round as n').select('n.due_on').whereRef('n.request_id', '=', 'r.id').whereRef('n.round', '=', 'r.round'), 'r.original_due_on').as('original_due_on'),
      sql<string[]>`array(select k.kind from request_ask k where k.request_id = r.id and k.state = 'waiting' order by k.asked_at)`.as('asked'),
    ])
    .where('r.agency_id', '=', reader.agencyId)
    .where(inView(view, today))
    .orderBy(sql`${key} ${sql.raw(direction)}, r.id ${sql.raw(direction)}`)
    .limit(limit + 1)
  if (input.companyId !== undefined) query = query.where('r.company_id', '=', input.companyId)
  if (input.pocId === 'nobody') query = query.where('c.agency_poc_id', 'is', null)
  else if (input.pocId !== undefined) query = query.where('c.agency_poc_id', '=', input.pocId)
  if (input.dueFrom !== undefined) query = query.where('r.due_on', '>=', input.dueFrom)
  if (input.dueTo !== undefined) query = query.where('r.due_on', '<=', input.dueTo)
  const narrowed = narrowings(input, reader, today)
  if (narrowed.length > 0) query = query.where(sql<SqlBool>`${sql.join(narrowed, sql` and `)}`)
  if (among !== null) query = query.where(isAmong(among))
  if (after !== null) query = query.where(sql<SqlBool>`(${key}, r.id) ${sql.raw(direction === 'asc' ? '>' : '<')} (${after.key}::${type}, ${after.id}::uuid)`)
  const rows = await query.execute()
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({
      id: row.id,
      number: displayId('request', row.number),
      title: row.title,
      status: oneOf(requestStatuses, row.status),
      round: row.round,
      dueOn: row.due_on,
      originalDueOn: row.original_due_on,
      asked: row.asked.map((kind) => oneOf(askKinds, kind)),
      quickLook: row.quick_look_at !== null,
      sentAt: row.sent_at?.toISOString() ?? null,
      answeredAt: row.answered_at?.toISOString() ?? null,
      companyName: row.company_name ?? row.subject_name,
      complaint: {
        id: row.complaint_id,
        number: displayId('complaint', row.complaint_number),
        subjectName: row.subject_name,
        agencyPoc: row.agency_poc_id === null || row.poc_name === null ? null : { id: row.agency_poc_id, name: row.poc_name },
        sent: row.requests_sent,
        answered: row.requests_answered,
        nextDue: row.next_request_due,
      },
    })),
    next: rows.length > limit && last !== undefined ? cursors.seal({ view, sort, direction, key: last.sort_key, id: last.id } satisfies z.infer<typeof Cursor>) : null,
  }
}

/** What of the list is asked for by how requests stand and by what their complaints are. */
function narrowings(input: ListAgencyRequests, reader: AgencyActor, today: string): RawBuilder<SqlBool>[] {
  const midnight = (day: string, after: 0 | 1) => sql<Date>`((${day}::date + ${sql.lit(after)})::timestamp at time zone ${reader.timeZone})`
  const conditions: RawBuilder<SqlBool>[] = []
  if (input.standing !== undefined) conditions.push(hasStanding(input.standing, reader.timeZone, today))
  if (input.sentFrom !== undefined) conditions.push(sql`r.sent_at >= ${midnight(input.sentFrom, 0)}`)
  if (input.sentTo !== undefined) conditions.push(sql`r.sent_at < ${midnight(input.sentTo, 1)}`)
  if (input.productId !== undefined) conditions.push(sql`c.product_id = ${input.productId}`)
  if (input.issueId !== undefined) conditions.push(sql`c.issue_id = ${input.issueId}`)
  if (input.transactionState !== undefined) conditions.push(sql`c.transaction_state = ${input.transactionState}`)
  if (input.without !== undefined) conditions.push(sql`${sql.ref(nullColumns[input.without])} is null`)
  if (input.canceled === 'without') conditions.push(sql`c.status <> 'canceled'`)
  return conditions
}

const nullColumns = { product: 'c.product_id', issue: 'c.issue_id', state: 'c.transaction_state' } as const

/** The due date of an answered request stands still until it is sent back. */
function hasStanding(standing: AskedStanding, timeZone: string, today: string): RawBuilder<SqlBool> {
  const answeredOn = sql`(r.answered_at at time zone ${timeZone})::date`
  switch (standing) {
    case 'sent':
      return sql`r.status <> 'ready_to_send'`
    case 'due':
      return sql`r.status = 'sent_to_company' and r.due_on >= ${today}::date`
    case 'overdue':
      return sql`r.status = 'sent_to_company' and r.due_on < ${today}::date`
    case 'on_time':
      return sql`r.status = 'sent_to_agency' and ${answeredOn} <= r.due_on`
    case 'late':
      return sql`r.status = 'sent_to_agency' and ${answeredOn} > r.due_on`
    case 'canceled':
      return sql`r.status = 'canceled'`
  }
}

function inView(view: RequestView, today: string) {
  switch (view) {
    case 'with_company':
      return sql<SqlBool>`r.status = 'sent_to_company'`
    case 'overdue':
      return sql<SqlBool>`r.status = 'sent_to_company' and coalesce(r.due_on, '9999-12-31'::date) < ${today}::date`
    case 'to_review':
      return sql<SqlBool>`r.status = 'sent_to_agency' and r.quick_look_at is null`
    case 'asked':
      return sql<SqlBool>`r.id in (select k.request_id from request_ask k where k.agency_id = actor_agency() and k.state = 'waiting')`
    case 'ready':
      return sql<SqlBool>`r.status = 'ready_to_send'`
    case 'all':
      return sql<SqlBool>`true`
  }
}

/** The words stand in the request's title and text, or in an answer that was sent; together, as those of one request. */
function isAmong(among: NonNullable<Among>) {
  if ('number' in among) return sql<SqlBool>`r.number = ${among.number}`
  if ('complaintId' in among) return sql<SqlBool>`r.complaint_id = ${among.complaintId}::uuid`
  const texts = sql`concat_ws(' ', r.title, r.description, (select string_agg(s.text, ' ') from response s where s.request_id = r.id and s.status = 'sent'))`
  return sql<SqlBool>`r.complaint_id = any(${among.complaintIds}::uuid[]) and (to_tsvector('english', ${texts}) || to_tsvector('simple', ${texts})) @@ search_condition(${among.terms}::jsonb, true)`
}
