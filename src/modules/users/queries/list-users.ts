import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { invalid } from '../../../kernel/errors.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { userSorts, userViews, type ListUsers, type UserItem, type UserView } from '../contract.ts'
import { administratorOf, contactsOf } from '../store.ts'
import { presentUser, usersOf } from './user-rows.ts'

const Cursor = z.object({ view: z.enum(userViews), sort: z.enum(userSorts), direction: z.enum(['asc', 'desc']), key: z.string(), id: z.uuid() })

/** Whoever never signed in comes before all who did. */
const sortKeys = {
  name: { key: sql`lower(p.name)`, type: 'text' },
  last_sign_in: { key: sql`coalesce(a.last_sign_in_at, '-infinity')`, type: 'timestamptz' },
} as const

const viewFilters: Readonly<Record<UserView, ReturnType<typeof sql<SqlBool>>>> = {
  active: sql<SqlBool>`a.standing = 'active' and a.third_party_kind is null`,
  invited: sql<SqlBool>`a.standing = 'invited' and a.third_party_kind is null`,
  third_party: sql<SqlBool>`a.standing <> 'removed' and a.third_party_kind is not null`,
  removed: sql<SqlBool>`a.standing = 'removed'`,
  all: sql<SqlBool>`true`,
}

/** Users of the actor's organisation, in key order; with words, those in whose name or e-mail address each stands. */
export async function listUsers(deps: Deps, actor: Actor, input: ListUsers, words = ''): Promise<{ items: UserItem[]; next: string | null }> {
  const administrator = administratorOf(actor)
  permit(administrator, 'users.manage')
  const { view, sort, direction, limit } = input
  const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
  if (after !== null && (after.view !== view || after.sort !== sort || after.direction !== direction)) throw invalid({ cursor: 'This page belongs to another list. Start at its beginning.' })
  const { key, type } = sortKeys[sort]
  const towards = sql.raw(direction)
  return deps.transaction(administrator, async (tx) => {
    let query = usersOf(tx, administrator)
      .select(sql<string>`(${key})::text`.as('sort_key'))
      .where(viewFilters[view])
      .orderBy(sql`${key} ${towards}, a.user_id ${towards}`)
      .limit(limit + 1)
    for (const word of wordsOf(words)) query = query.where(sql<SqlBool>`(p.name ilike ${word} or a.email ilike ${word})`)
    if (after !== null) query = query.where(sql<SqlBool>`(${key}, a.user_id) ${sql.raw(direction === 'asc' ? '>' : '<')} (${after.key}::${sql.raw(type)}, ${after.id}::uuid)`)
    const rows = await query.execute()
    const contacts = await contactsOf(tx, administrator)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map((row) => presentUser(row, administrator, contacts)),
      next: rows.length > limit && last !== undefined ? deps.cursors.seal({ view, sort, direction, key: last.sort_key, id: last.user_id } satisfies z.infer<typeof Cursor>) : null,
    }
  })
}

/** Patterns, at most ten words. */
function wordsOf(words: string): string[] {
  return words
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
}
