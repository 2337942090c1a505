import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'

/** The token stops working at once, for whoever made it as for their colleagues. */
export async function revokeClient(deps: Deps, actor: Actor, id: string): Promise<void> {
  if (actor.kind === 'platform') throw notFound('token')
  await deps.transaction(actor, async (tx) => {
    const client = await tx.db.selectFrom('scim_client').select(['agency_id', 'company_id']).where('id', '=', id).where('revoked_at', 'is', null).forUpdate().executeTakeFirst()
    if (client === undefined) throw notFound('token')
    permit(actor, 'users.manage', { ownerAgencyId: client.agency_id, companyId: client.company_id })
    await tx.db.updateTable('scim_client').set({ revoked_at: tx.now }).where('id', '=', id).execute()
    await tx.audit({ action: 'provisioning.token_revoked', audience: 'platform', agencyId: client.agency_id, companyId: client.company_id, about: { kind: 'scim_client', id } })
  })
}
