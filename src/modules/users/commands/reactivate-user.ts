import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ReactivateUser } from '../contract.ts'
import { roleProblems } from '../domain/role-rules.ts'
import { auditAccount, makeLink, organisationOf, roleFactsOf } from '../store.ts'
import { changeUser } from './change-user.ts'
import { identityProblems, refuse } from './create-user.ts'

/**
 * Lets somebody back in who was removed, as a user or as a third party. They begin as everybody does, by an invitation:
 * no password, second factor, passkey, device or single sign-on of before opens the account.
 */
export async function reactivateUser(deps: Deps, actor: Actor, id: string, input: ReactivateUser): Promise<void> {
  await changeUser(deps, actor, id, input.version, async (tx, user, administrator) => {
    if (user.standing !== 'removed') throw new AppError('conflict', 'This user was not removed.')
    const thirdParty = input.thirdParty ?? null
    const facts = await roleFactsOf(tx, administrator, { ...user, thirdParty })
    refuse({ ...(await identityProblems(tx, administrator, { email: user.email, thirdParty: input.thirdParty })), ...roleProblems(input, facts) })
    await sql`select forget_credentials(${id}, ${tx.now})`.execute(tx.db)
    await tx.db
      .updateTable('account')
      .set({
        standing: 'invited', invited_at: tx.now, removed_at: null, removed_by: null, version: user.version + 1,
        system_roles: [...input.systemRoles], complaints_role: input.complaintsRole,
        third_party_firm: thirdParty?.firm.trim() ?? null, third_party_kind: thirdParty?.kind ?? null,
      })
      .where('user_id', '=', id)
      .execute()
    const linkId = await makeLink(tx, id, 'activation')
    await auditAccount(tx, administrator, 'account.reactivated', id, { systemRoles: [...input.systemRoles], complaintsRole: input.complaintsRole, thirdParty: thirdParty !== null })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'account_reactivated', userId: id, linkId, ...organisationOf(administrator), by: administrator.userId })
  })
}
