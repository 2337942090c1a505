import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ChosenRoles } from '../../users/domain/role-rules.ts'
import { inviteUser, platformOnly } from '../invitations.ts'
import type { NewAdministrator } from '../onboarding-contract.ts'

/** A user of the agency with this code, for whom its own Account Administrators cannot do it. */
export async function createAgencyUser(deps: Deps, actor: Actor, code: string, input: NewAdministrator, roles: ChosenRoles): Promise<{ linkId: string }> {
  const platform = platformOnly(actor)
  return deps.transaction(platform, async (tx) => {
    const agency = await tx.db.selectFrom('agency').select('id').where('code', '=', code.trim().toUpperCase()).forUpdate().executeTakeFirst()
    if (agency === undefined) throw notFound('agency')
    return inviteUser(tx, platform, agency.id, input, roles)
  })
}

/** Whoever runs the system: agencies and accounts, nothing of any complaint. */
export async function createPlatformAdministrator(deps: Deps, actor: Actor, input: NewAdministrator): Promise<{ linkId: string }> {
  const platform = platformOnly(actor)
  return deps.transaction(platform, (tx) => inviteUser(tx, platform, null, input, { systemRoles: [], complaintsRole: null }))
}
