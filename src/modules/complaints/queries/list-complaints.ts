import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { CursorCodec, Deps, Tx } from '../../../platform/ports.ts'
import type { ComplaintItem, ListComplaints, SearchComplaints } from '../contract.ts'
import { agencyOf } from '../store.ts'
import { complaintFilter } from './complaint-filter.ts'
import { listColumns, presentItem } from './complaint-item.ts'
import { findByWords } from './find-by-words.ts'
import { sortOf, stretchesOf, type Stretch } from './list-orders.ts'

export type Page = { items: ComplaintItem[]; next: string | null; shownAtMost?: number }

/** Where a page ended: in which stretch of the order, and at which keys. */
const Cursor = z.object({ sort: z.string(), direction: z.enum(['asc', 'desc']), stretch: z.number().int().min(0).max(1), keys: z.array(z.string()).max(3) })
type Cursor = z.infer<typeof Cursor>

/** A page of complaints by quick filter and filters, in key order: no row is lost or repeated while others change. */
export async function listComplaints(deps: Deps, actor: Actor, input: ListComplaints): Promise<Page> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => readPage(tx, reader, deps.cursors, input, null))
}

/** As a list, of the complaints in which the words stand. IDs that people read (C-…, IR-…, SES-…) are found as such. */
export async function searchComplaints(deps: Deps, actor: Actor, input: SearchComplaints): Promise<Page> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const found = await findByWords(tx, input.words, { everywhere: input.view === 'all_agencies' || input.view === 'shared' })
    const page = await readPage(tx, reader, deps.cursors, input, found.ids)
    return found.atMost === null ? page : { ...page, shownAtMost: found.atMost }
  })
}

/** One page. @param among only these complaints, found by words or chosen by hand; null: all */
export async function readPage(tx: Tx, actor: AgencyActor, cursors: CursorCodec, input: ListComplaints, among: readonly string[] | null): Promise<Page> {
  const today = dateIn(actor.timeZone, tx.now)
  const [sort, stretches] = [sortOf(input), stretchesOf(input)]
  const after = input.cursor === undefined ? null : readCursor(cursors.open(input.cursor), sort, input.direction, stretches)
  const rows: { row: Row; stretch: number }[] = []
  for (let at = after?.stretch ?? 0; at < stretches.length && rows.length <= input.limit; at += 1) {
    const stretch = stretches[at]
    if (stretch === undefined) break
    const found = await stretchQuery(tx, actor, input, { stretch, after: after?.stretch === at ? after.keys : null, limit: input.limit + 1 - rows.length }, today, among).execute()
    rows.push(...found.map((row) => ({ row, stretch: at })))
  }
  const shown = rows.slice(0, input.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ row }) => presentItem(row, actor, today, row.agency_id === actor.agencyId || input.view === 'shared')),
    next: rows.length > input.limit && last !== undefined ? cursors.seal({ sort, direction: input.direction, stretch: last.stretch, keys: keysOf(last.row, stretches[last.stretch]) } satisfies Cursor) : null,
  }
}

type Part = { stretch: Stretch; after: readonly string[] | null; limit: number }
type Row = Awaited<ReturnType<ReturnType<typeof stretchQuery>['execute']>>[number]

/**
 * One statement: the rows by the index of their filter or order, then the names. The names are looked up line by line
 * and not joined, which halves the time that the planner takes, and that is most of it.
 */
function stretchQuery(tx: Pick<Tx, 'db'>, actor: AgencyActor, input: ListComplaints, { stretch, after, limit }: Part, today: string, among: readonly string[] | null) {
  const { keys, direction, where } = stretch
  const order = sql.join(keys.map((key) => sql`${sql.raw(key.text)} ${sql.raw(direction)}`))
  let page = tx.db
    .selectFrom('complaint as c')
    .select([...listColumns, 'c.product_id', 'c.issue_id'])
    .where((eb) => complaintFilter(eb, actor, input, today))
    .orderBy(order)
    .limit(limit)
  if (where !== null) page = page.where(sql.raw<SqlBool>(`(${where})`))
  if (among !== null) page = page.where(sql<SqlBool>`c.id = any(${among}::uuid[])`)
  if (after !== null) {
    const before = sql.join(keys.map((key) => sql.raw(key.text)))
    const values = sql.join(keys.map((key, index) => sql`${after[index]}::${sql.raw(key.type)}`))
    page = page.where(sql<SqlBool>`(${before}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${values})`)
  }
  return tx.db
    .selectFrom(page.as('c'))
    .innerJoin('agency as a', 'a.id', 'c.agency_id')
    .select([...listColumns, 'a.code as agency_code', 'a.name as agency_name', 'a.short_name as agency_short_name', sql<string[]>`array[${sql.join(keys.map((key) => sql`${sql.raw(key.text)}::text`))}]`.as('sort_keys')])
    .select((eb) => [
      eb.selectFrom('person as poc').select('poc.name').whereRef('poc.id', '=', 'c.agency_poc_id').as('poc_name'),
      eb.selectFrom('person as reviewer').select('reviewer.name').whereRef('reviewer.id', '=', 'c.reviewer_id').as('reviewer_name'),
      eb.selectFrom('entity as firm').select('firm.number').whereRef('firm.id', '=', 'c.entity_id').as('entity_number'),
      eb.selectFrom('category as product').select('product.name').whereRef('product.id', '=', 'c.product_id').as('product_name'),
      eb.selectFrom('category as issue').select('issue.name').whereRef('issue.id', '=', 'c.issue_id').as('issue_name'),
    ])
    .orderBy(order)
}

function keysOf(row: Row, stretch: Stretch | undefined): string[] {
  return row.sort_keys.slice(0, stretch?.keys.length)
}

function readCursor(value: unknown, sort: string, direction: string, stretches: readonly Stretch[]): Cursor {
  const cursor = Cursor.safeParse(value)
  const stretch = cursor.success ? stretches[cursor.data.stretch] : undefined
  if (!cursor.success || stretch?.keys.length !== cursor.data.keys.length || cursor.data.sort !== sort || cursor.data.direction !== direction) {
    throw new AppError('invalid', 'This page belongs to another list. Start at its beginning.', { fields: { cursor: 'Belongs to another list.' } })
  }
  return cursor.data
}
