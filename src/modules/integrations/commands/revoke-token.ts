import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { memberOf, ownerOf } from '../store.ts'

/** The token stops working at once. One's own; of a colleague, by an Account Administrator. Revoked or expired already: nothing is left to do. */
export async function revokeToken(deps: Pick<Deps, 'transaction'>, by: Actor, id: string): Promise<void> {
  const actor = memberOf(by)
  await deps.transaction(actor, async (tx) => {
    const token = await tx.db.selectFrom('api_token').select(['user_id', 'agency_id', 'company_id', 'revoked_at']).where('id', '=', id).forUpdate().executeTakeFirst()
    if (token === undefined) throw notFound('token')
    if (token.user_id !== actor.userId) permit(actor, 'integration.manage', { ownerAgencyId: token.agency_id, companyId: token.company_id })
    if (token.revoked_at !== null) return
    await tx.db.updateTable('api_token').set({ revoked_at: tx.now, revoked_by: actor.userId }).where('id', '=', id).execute()
    await tx.audit({ action: 'api_token.revoked', audience: 'platform', ...ownerOf(actor), about: { kind: 'api_token', id }, details: { userId: token.user_id } })
  })
}
