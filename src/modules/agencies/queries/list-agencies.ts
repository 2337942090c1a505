import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { components } from '../domain/components.ts'
import type { AgencyItem, AgencyRecord } from '../onboarding-contract.ts'

const Position = z.tuple([z.string(), z.string()])

/** All agencies by name, for whoever runs the system. */
export async function listAgencies(deps: Deps, actor: Actor, page: { cursor?: string | undefined; limit: number }): Promise<{ items: AgencyItem[]; next: string | null }> {
  permit(actor, 'platform.manage-agencies')
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  const rows = await deps.transaction(actor, (tx) => {
    let query = agencyQuery(tx).orderBy('g.name').orderBy('g.id').limit(page.limit + 1)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('g.name', 'g.id'), '>', eb.tuple(after[0], after[1])))
    return query.execute()
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return { items: shown.map(present), next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.name, last.id]) : null }
}

export async function readAgency(deps: Deps, actor: Actor, id: string): Promise<AgencyRecord> {
  permit(actor, 'platform.manage-agencies')
  return deps.transaction(actor, (tx) => agencyRecord(tx, id))
}

export async function agencyRecord(tx: Tx, id: string): Promise<AgencyRecord> {
  const row = await agencyQuery(tx).where('g.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('agency')
  const administrators = await tx.db
    .selectFrom('account as a')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .select(['a.user_id', 'p.name', 'a.email', 'a.standing', 'a.last_sign_in_at'])
    .where('a.agency_id', '=', id)
    .where('a.standing', 'in', ['active', 'invited'])
    .where(sql<boolean>`'account_administrator' = any(a.system_roles)`)
    .orderBy('p.name')
    .execute()
  const { activeAdministrators: _, ...record } = present(row)
  return {
    ...record,
    administrators: administrators.map((user) => ({ id: user.user_id, name: user.name, email: user.email, standing: oneOf(['invited', 'active'], user.standing), lastSignInAt: user.last_sign_in_at?.toISOString() ?? null })),
  }
}

function agencyQuery(tx: Tx) {
  return tx.db
    .selectFrom('agency as g')
    .select([
      'g.id', 'g.code', 'g.name', 'g.short_name', 'g.state', 'g.time_zone', 'g.components', 'g.participates_since', 'g.version',
      sql<Record<string, string | null>>`(select coalesce(jsonb_object_agg(k.component, k.since), '{}') from agency_component k where k.agency_id = g.id)`.as('components_since'),
      sql<number>`(select count(*)::int from account a where a.agency_id = g.id and a.standing = 'active')`.as('users'),
      sql<number>`(select count(*)::int from account a where a.agency_id = g.id and a.standing = 'active' and 'account_administrator' = any(a.system_roles))`.as('administrators'),
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof agencyQuery>['executeTakeFirstOrThrow']>>

function present(row: Row): AgencyItem {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    state: row.state,
    timeZone: row.time_zone,
    components: components.filter((component) => row.components.includes(component)),
    participatesSince: row.participates_since,
    componentsSince: Object.fromEntries(components.flatMap((component) => (component in row.components_since ? [[component, row.components_since[component] ?? null]] : []))),
    version: row.version,
    users: row.users,
    activeAdministrators: row.administrators,
  }
}
