import type { Actor } from '../../../access/actor.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { inviteUser, platformOnly, sendInvitation } from '../invitations.ts'
import type { NewAdministrator } from '../onboarding-contract.ts'

/** One more Account Administrator, where an agency's own cannot do it: none has activated the account, or all are gone. */
export async function inviteAgencyAdministrator(deps: Deps, actor: Actor, agencyId: string, input: NewAdministrator): Promise<void> {
  const platform = platformOnly(actor)
  await deps.transaction(platform, async (tx) => {
    const agency = await tx.db.selectFrom('agency').select('id').where('id', '=', agencyId).forUpdate().executeTakeFirst()
    if (agency === undefined) throw notFound('agency')
    await inviteUser(tx, platform, agencyId, input, { systemRoles: ['account_administrator'], complaintsRole: null })
  })
}

/** Another link for an administrator who has not activated the account; the one before stops working. */
export async function inviteAgain(deps: Deps, actor: Actor, agencyId: string, userId: string): Promise<void> {
  const platform = platformOnly(actor)
  await deps.transaction(platform, async (tx) => {
    const invited = await tx.db.selectFrom('account').select('standing').where('user_id', '=', userId).where('agency_id', '=', agencyId).executeTakeFirst()
    if (invited === undefined) throw notFound('user')
    if (invited.standing !== 'invited') throw new AppError('conflict', 'This account was activated already.')
    await sendInvitation(tx, platform, agencyId, userId)
  })
}

