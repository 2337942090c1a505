import { sql } from 'kysely'
import { complaintsRoles, type Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import { agencyOf } from '../store.ts'

const levels = ['product', 'sub_product', 'issue', 'sub_issue'] as const

/** The whole code set of categories, retired labels included: they stay readable on old complaints. */
export async function listCategories(deps: Deps, actor: Actor) {
  permit(actor, 'complaint.view')
  return deps.transaction(agencyOf(actor), async (tx) => {
    const rows = await tx.db.selectFrom('category').select(['id', 'level', 'parent_id', 'name', 'retired', 'version', 'version_to']).orderBy('name').execute()
    return { items: rows.map((row) => ({ id: row.id, level: oneOf(levels, row.level), parentId: row.parent_id, name: row.name, retired: row.retired, version: row.version, until: row.version_to })) }
  })
}

/** Every agency, by whose complaints a list of several can be filtered. */
export async function listAgencyChoices(deps: Deps, actor: Actor) {
  permit(actor, 'complaint.view')
  return deps.transaction(agencyOf(actor), async (tx) => {
    const rows = await tx.db.selectFrom('agency').select(['id', 'name', 'short_name']).orderBy('name').orderBy('id').limit(500).execute()
    return { items: rows.map((row) => ({ id: row.id, name: row.name, shortName: row.short_name })) }
  })
}

/** The own agency's complaints users with their workload: open complaints of which each is Agency POC. */
export async function listColleagues(deps: Deps, actor: Actor) {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const rows = await tx.db
      .selectFrom('account as u')
      .innerJoin('person as p', 'p.id', 'u.user_id')
      .leftJoin(
        tx.db
          .selectFrom('complaint as c')
          .select(['c.agency_poc_id', sql<number>`count(*)::int`.as('open')])
          .where('c.agency_id', '=', reader.agencyId)
          .where(sql<boolean>`c.is_open`)
          .groupBy('c.agency_poc_id')
          .as('load'),
        'load.agency_poc_id',
        'u.user_id',
      )
      .select(['p.id', 'p.name', 'p.title', 'u.complaints_role', 'load.open'])
      .where('u.agency_id', '=', reader.agencyId)
      .where('u.standing', '=', 'active')
      .where('u.complaints_role', 'is not', null)
      .orderBy('p.name')
      .execute()
    return { items: rows.map((row) => ({ id: row.id, name: row.name, title: row.title, complaintsRole: oneOf(complaintsRoles, row.complaints_role ?? ''), openComplaints: row.open ?? 0 })) }
  })
}
