import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ProvisioningClient } from '../contract.ts'

/** The organisation's tokens that were not revoked, newest first: at most five. */
export async function listClients(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<ProvisioningClient[]> {
  permit(actor, 'users.manage')
  const rows = await deps.transaction(actor, (tx) =>
    tx.db
      .selectFrom('scim_client as s')
      .innerJoin('account as a', 'a.user_id', 's.created_by')
      .innerJoin('person as p', 'p.id', 's.created_by')
      .select(['s.id', 's.name', 's.created_by', 's.created_at', 's.last_used_at', 'p.name as maker', sql<boolean>`a.standing = 'active' and 'account_administrator' = any(a.system_roles)`.as('works')])
      .where('s.revoked_at', 'is', null)
      .orderBy('s.created_at', 'desc')
      .orderBy('s.id', 'desc')
      .execute(),
  )
  return rows.map((row) => ({ id: row.id, name: row.name, madeBy: { id: row.created_by, name: row.maker }, createdAt: row.created_at.toISOString(), lastUsedAt: row.last_used_at?.toISOString() ?? null, works: row.works }))
}
