import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { daysBetween } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { CursorCodec, Deps, Tx } from '../../../platform/ports.ts'
import { sortKeys, type ComplaintItem, type ListComplaints, type SearchComplaints } from '../contract.ts'
import { agencyOf } from '../store.ts'
import { complaintFilter } from './complaint-filter.ts'
import { complaintColumns, presentItem } from './complaint-item.ts'
import { findByWords } from './find-by-words.ts'

type SortKey = (typeof sortKeys)[number]
export type Page = { items: ComplaintItem[]; next: string | null; shownAtMost?: number }

/** The column that a list is ordered by, and its type: the id breaks ties. `sorted`: the same, in a way that no index has. */
const sortColumns = {
  due: { column: 'next_due', type: 'date', sorted: 'c.next_due + 0' },
  number: { column: 'number', type: 'integer', sorted: 'c.number + 0' },
  received: { column: 'received_on', type: 'date', sorted: null },
  subject: { column: 'subject_name', type: 'text', sorted: null },
  closed: { column: 'closed_at', type: 'timestamptz', sorted: "c.closed_at + interval '0'" },
} as const satisfies Record<SortKey, { column: string; type: string; sorted: string | null }>

const Cursor = z.object({ sort: z.enum(sortKeys), direction: z.enum(['asc', 'desc']), key: z.string(), id: z.uuid() })
type Cursor = z.infer<typeof Cursor>

/** A page of complaints by quick filter and filters, in key order: no row is lost or repeated while others change. */
export async function listComplaints(deps: Deps, actor: Actor, input: ListComplaints): Promise<Page> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => pageOf(tx, reader, deps.cursors, input, null))
}

/** As a list, of the complaints in which the words stand. IDs that people read (C-…, IR-…, SES-…) are found as such. */
export async function searchComplaints(deps: Deps, actor: Actor, input: SearchComplaints): Promise<Page> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const found = await findByWords(tx, input.words, input.view === 'all_agencies')
    const page = await pageOf(tx, reader, deps.cursors, input, found.ids)
    return found.atMost === null ? page : { ...page, shownAtMost: found.atMost }
  })
}

async function pageOf(tx: Tx, actor: AgencyActor, cursors: CursorCodec, input: ListComplaints, among: readonly string[] | null): Promise<Page> {
  const today = dateIn(actor.timeZone, tx.now)
  const sort = sortOf(input)
  const after = input.cursor === undefined ? null : readCursor(cursors.open(input.cursor), sort, input.direction)
  const rows = await pageQuery(tx, actor, { ...input, sort }, today, after, among).execute()
  const items = rows.slice(0, input.limit)
  const last = items.at(-1)
  return {
    items: items.map((row) => presentItem(row, actor, today)),
    next: rows.length > input.limit && last !== undefined ? cursors.seal({ sort, direction: input.direction, key: last.sort_key, id: last.id } satisfies Cursor) : null,
  }
}

/** A draft may lack its date received, and a key must not be null; what is due next at other agencies is not basic information. */
function sortOf({ view, sort }: ListComplaints): SortKey {
  return (view === 'drafts' && sort === 'received') || (view === 'all_agencies' && sort === 'due') ? 'number' : sort
}

/**
 * One statement: the page by the index of its filter or order, then the names. The names are looked up line by line
 * and not joined, which halves the time that the planner takes, and that is most of it.
 */
function pageQuery(tx: Pick<Tx, 'db'>, actor: AgencyActor, input: ListComplaints, today: string, after: Pick<Cursor, 'key' | 'id'> | null, among: readonly string[] | null) {
  const { column, type, sorted } = sortColumns[input.sort]
  const key = sql.ref(`c.${column}`)
  const towards = sql.raw(input.direction)
  const order = sorted !== null && isNarrow(input) ? sql.raw(sorted) : key
  let page = tx.db
    .selectFrom('complaint as c')
    .select([...complaintColumns, 'c.product_id', 'c.issue_id'])
    .where((eb) => complaintFilter(eb, actor, input, today))
    .orderBy(sql`${order} ${towards}, c.id ${towards}`)
    .limit(input.limit + 1)
  if (input.sort === 'closed' || input.sort === 'received') page = page.where(`c.${column}` as 'c.closed_at', 'is not', null)
  if (among !== null) page = page.where(sql<SqlBool>`c.id = any(${among}::uuid[])`)
  if (after !== null) page = page.where(sql<SqlBool>`(${key}, c.id) ${sql.raw(input.direction === 'asc' ? '>' : '<')} (${after.key}::${sql.raw(type)}, ${after.id}::uuid)`)
  return tx.db
    .selectFrom(page.as('c'))
    .innerJoin('agency as a', 'a.id', 'c.agency_id')
    .select([...complaintColumns, 'a.code as agency_code', 'a.name as agency_name', 'a.short_name as agency_short_name', sql<string>`${key}::text`.as('sort_key')])
    .select((eb) => [
      eb.selectFrom('person as poc').select('poc.name').whereRef('poc.id', '=', 'c.agency_poc_id').as('poc_name'),
      eb.selectFrom('category as product').select('product.name').whereRef('product.id', '=', 'c.product_id').as('product_name'),
      eb.selectFrom('category as issue').select('issue.name').whereRef('issue.id', '=', 'c.issue_id').as('issue_name'),
    ])
    .orderBy(sql`${key} ${towards}, c.id ${towards}`)
}

/**
 * Dates received of all agencies, up to about a year. The planner takes such a range for spread evenly over any order
 * and would walk along that; but old ones are closed and come last, so it is better to find and sort them.
 */
function isNarrow({ view, receivedFrom, receivedTo }: ListComplaints): boolean {
  return view === 'all_agencies' && receivedFrom !== undefined && receivedTo !== undefined && daysBetween(receivedFrom, receivedTo) <= 400
}

function readCursor(value: unknown, sort: SortKey, direction: string): Cursor {
  const cursor = Cursor.safeParse(value)
  if (!cursor.success || cursor.data.sort !== sort || cursor.data.direction !== direction) {
    throw new AppError('invalid', 'This page belongs to another list. Start at its beginning.', { fields: { cursor: 'Belongs to another list.' } })
  }
  return cursor.data
}
