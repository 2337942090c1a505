import { sql, type RawBuilder, type SqlBool } from 'kysely'
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
import { withNames } from './list-names.ts'
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
  const wanted = stretches.slice(after?.stretch ?? 0).map((stretch, index) => ({ stretch, at: index + (after?.stretch ?? 0), after: index === 0 && after !== null ? after.keys : null }))
  const rows: Row[] = []
  // Stretch by stretch along its index; of chosen or shared complaints each is looked at anyway, so that one look is for both.
  for (const parts of among === null && input.view !== 'shared' ? wanted.map((part) => [part]) : [wanted]) {
    if (rows.length <= input.limit) rows.push(...(await pageQuery(tx, actor, input, parts, input.limit + 1 - rows.length, today, among).execute()))
  }
  const shown = rows.slice(0, input.limit)
  const last = shown.at(-1)
  const named = await withNames(tx, shown)
  return {
    items: named.map((row) => presentItem(row, actor, today, row.agency_id === actor.agencyId || input.view === 'shared')),
    next: rows.length > input.limit && last !== undefined ? cursors.seal({ sort, direction: input.direction, stretch: last.stretch, keys: [last.key_1, last.key_2, last.key_3].filter((key) => key !== null) } satisfies Cursor) : null,
  }
}

/** A stretch, `at` its place in the order, from the keys after which it goes on. */
type Part = { stretch: Stretch; at: number; after: readonly string[] | null }
type Row = Awaited<ReturnType<ReturnType<typeof pageQuery>['execute']>>[number]

/** The rows alone, by the index of their filter or order: with the names in it the planner would take twice as long. */
function pageQuery(tx: Pick<Tx, 'db'>, actor: AgencyActor, input: ListComplaints, parts: readonly Part[], limit: number, today: string, among: readonly string[] | null) {
  const page = tx.db
    .selectFrom('complaint as c')
    .select(listColumns)
    .select([byPart<number>(parts, ({ at }) => sql.lit(at)).as('stretch'), keyOf(parts, 0).as('key_1'), keyOf(parts, 1).as('key_2'), keyOf(parts, 2).as('key_3')])
    .where((eb) => complaintFilter(eb, actor, input, today))
    .where(sql<SqlBool>`(${sql.join(parts.map(within), sql` or `)})`)
    .orderBy(orderOf(parts))
    // A list as it opens is read along its index whatever the values are: written out, its plan is kept (platform/database/prepared.ts).
    .limit(isUnfiltered(input) ? sql.lit(limit) : limit)
  return among === null ? page : page.where(sql<SqlBool>`c.id = any(${among}::uuid[])`)
}

function isUnfiltered({ view: _view, sort: _sort, direction: _direction, limit: _limit, ...rest }: ListComplaints): boolean {
  return Object.values<unknown>(rest).every((value) => value === undefined)
}

/** The rows of a stretch that come after where the last page ended. */
function within({ stretch: { keys, direction, where }, after }: Part): RawBuilder<SqlBool> {
  const conditions = [sql.raw<SqlBool>(`(${where ?? 'true'})`)]
  if (after !== null) {
    const before = sql.join(keys.map((key) => sql.raw(key.text)))
    const values = sql.join(keys.map((key, index) => sql`${after[index]}::${sql.raw(key.type)}`))
    conditions.push(sql<SqlBool>`(${before}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${values})`)
  }
  return sql`(${sql.join(conditions, sql` and `)})`
}

/** A value of each row by the stretch in which it lies: the first one for which its condition holds. */
function byPart<T>(parts: readonly Part[], valueOf: (part: Part) => RawBuilder<unknown>): RawBuilder<T> {
  const [first, second] = parts
  if (first === undefined) throw new Error('An order has a stretch.')
  return second === undefined ? sql`${valueOf(first)}` : sql`(case when (${sql.raw(first.stretch.where ?? 'true')}) then ${valueOf(first)} else ${valueOf(second)} end)`
}

/** A key of the order, as the cursor keeps it. */
function keyOf(parts: readonly Part[], at: number): RawBuilder<string | null> {
  return byPart<string | null>(parts, ({ stretch }) => {
    const key = stretch.keys[at]
    return sql.raw(key === undefined ? 'null::text' : `${key.text}::text`)
  })
}

/** Alone, a stretch is ordered as its index has it; of two together the first comes first, each in its own order. */
function orderOf(parts: readonly Part[]): RawBuilder<unknown> {
  const keysOf = (part: Part, valueOf: (text: string) => RawBuilder<unknown>) => part.stretch.keys.map(({ text }) => sql`${valueOf(text)} ${sql.raw(part.stretch.direction)}`)
  if (parts.length === 1) return sql.join(parts.flatMap((part) => keysOf(part, (text) => sql.raw(text))))
  return sql.join([byPart(parts, ({ at }) => sql.lit(at)), ...parts.flatMap((part) => keysOf(part, (text) => byPart(parts, (one) => (one === part ? sql.raw(text) : sql.raw('null')))))])
}

function readCursor(value: unknown, sort: string, direction: string, stretches: readonly Stretch[]): Cursor {
  const cursor = Cursor.safeParse(value)
  const stretch = cursor.success ? stretches[cursor.data.stretch] : undefined
  if (!cursor.success || stretch?.keys.length !== cursor.data.keys.length || cursor.data.sort !== sort || cursor.data.direction !== direction) {
    throw new AppError('invalid', 'This page belongs to another list. Start at its beginning.', { fields: { cursor: 'Belongs to another list.' } })
  }
  return cursor.data
}
