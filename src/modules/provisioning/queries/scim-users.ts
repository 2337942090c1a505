import { sql } from 'kysely'
import { notFound } from '../../../kernel/errors.ts'
import { Id } from '../../../kernel/shapes.ts'
import type { Deps } from '../../../platform/ports.ts'
import { scimUser, type ScimUser } from '../domain/scim-user.ts'
import type { Provisioner } from '../provisioner.ts'
import { conditionOf } from '../scim/filter.ts'
import { columns, findOwnUser, notDeleted, ownUsers } from '../store.ts'

export const mostResults = 200

export type ScimList = { schemas: string[]; totalResults: number; startIndex: number; itemsPerPage: number; Resources: ScimUser[] }

/** Pages by number, as SCIM has them: an organisation has few enough users for it. */
export async function listScimUsers(deps: Deps, by: Provisioner, base: string, asked: { filter?: string | undefined; startIndex: number; count: number }): Promise<ScimList> {
  const condition = asked.filter === undefined || asked.filter.trim() === '' ? null : conditionOf(asked.filter)
  const startIndex = Math.max(1, asked.startIndex)
  const count = Math.min(mostResults, Math.max(0, asked.count))
  const { total, rows } = await deps.transaction(by.actor, async (tx) => {
    const all = ownUsers(tx, by).where(notDeleted)
    const matching = condition === null ? all : all.where(condition)
    const { total } = await matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
    const rows = count === 0 ? [] : await matching.select(columns).orderBy('a.created_at').orderBy('a.user_id').offset(startIndex - 1).limit(count).execute()
    return { total, rows }
  })
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: total, startIndex, itemsPerPage: rows.length, Resources: rows.map((row) => scimUser(row, by.actor.kind, base)) }
}

export async function readScimUser(deps: Deps, by: Provisioner, base: string, id: string): Promise<ScimUser> {
  if (!Id.safeParse(id).success) throw notFound('user')
  const row = await deps.transaction(by.actor, (tx) => findOwnUser(tx, by, id))
  if (row === undefined) throw notFound('user')
  return scimUser(row, by.actor.kind, base)
}
