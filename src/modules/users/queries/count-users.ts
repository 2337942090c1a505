import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { UserCounts } from '../contract.ts'
import { mostAdministrators } from '../domain/role-rules.ts'
import { administratorOf, countAdministrators, emailDomainsOf, sideOf } from '../store.ts'

/** How many users each view shows, and what limits a new one. */
export async function countUsers(deps: Deps, actor: Actor): Promise<UserCounts> {
  const administrator = administratorOf(actor)
  permit(administrator, 'users.manage')
  return deps.transaction(administrator, async (tx) => {
    const counts = await tx.db
      .selectFrom('account')
      .select([
        sql<number>`(count(*) filter (where standing = 'active' and third_party_kind is null))::int`.as('active'),
        sql<number>`(count(*) filter (where standing = 'invited' and third_party_kind is null))::int`.as('invited'),
        sql<number>`(count(*) filter (where standing <> 'removed' and third_party_kind is not null))::int`.as('third_party'),
        sql<number>`(count(*) filter (where standing = 'removed'))::int`.as('removed'),
        sql<number>`count(*)::int`.as('all'),
      ])
      .where(administrator.kind === 'agency' ? 'agency_id' : 'company_id', '=', administrator.kind === 'agency' ? administrator.agencyId : administrator.companyId)
      .executeTakeFirstOrThrow()
    return {
      counts,
      administrators: { ...(await countAdministrators(tx, administrator)), most: mostAdministrators[sideOf(administrator)] },
      emailDomains: await emailDomainsOf(tx, administrator),
    }
  })
}
