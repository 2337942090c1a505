import { randomBytes } from 'node:crypto'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { requireConfirmed } from '../../accounts/index.ts'
import type { MadeProvisioningClient, MakeProvisioningClient } from '../contract.ts'
import { mostClients } from '../domain/clients.ts'
import { hashOfToken } from '../scim/authenticate.ts'

/** Switches provisioning on: a token with which a directory acts as an Account Administrator. Asks for a fresh confirmation. */
export async function makeClient(deps: Deps, signedIn: SignedIn, input: MakeProvisioningClient): Promise<MadeProvisioningClient> {
  const { actor } = signedIn
  if (actor.kind === 'platform') throw notFound('page')
  permit(actor, 'users.manage')
  requireConfirmed(signedIn, deps.clock.now())
  const token = `ses_scim_${randomBytes(32).toString('base64url')}`
  const owner = actor.kind === 'agency' ? { agency_id: actor.agencyId } : { company_id: actor.companyId }
  return deps.transaction(actor, async (tx) => {
    const { count } = await tx.db.selectFrom('scim_client').select(({ fn }) => fn.countAll<string>().as('count')).where('revoked_at', 'is', null).executeTakeFirstOrThrow()
    if (Number(count) >= mostClients) throw new AppError('conflict', `Your organization has ${String(mostClients)} tokens. Revoke one that is not used any more first.`)
    const id = newId()
    await tx.db.insertInto('scim_client').values({ id, ...owner, token_hash: hashOfToken(token), name: input.name.trim(), created_by: actor.userId, created_at: tx.now }).execute()
    await tx.audit({ action: 'provisioning.token_made', audience: 'platform', ...(actor.kind === 'agency' ? { agencyId: actor.agencyId } : { companyId: actor.companyId }), about: { kind: 'scim_client', id } })
    return { id, token }
  })
}
