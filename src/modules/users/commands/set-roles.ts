import type { Actor } from '../../../access/actor.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { SetRoles } from '../contract.ts'
import { roleProblems } from '../domain/role-rules.ts'
import { followDeputies } from '../follow-deputies.ts'
import { auditAccount, organisationOf, roleFactsOf } from '../store.ts'
import { changeUser, requireNotRemoved } from './change-user.ts'
import { refuse } from './create-user.ts'

/**
 * "Update User Roles and Groups" (docs/rules.md 1). The user is signed out everywhere (trigger), so that no session keeps old roles.
 * @param options.confirm throws where whoever asks has to prove first who they are: for one more Account Administrator
 */
export async function setRoles(deps: Deps, actor: Actor, id: string, input: SetRoles, options: { confirm?: () => void } = {}): Promise<void> {
  await changeUser(deps, actor, id, input.version, async (tx, user, administrator) => {
    requireNotRemoved(user)
    refuse(roleProblems(input, await roleFactsOf(tx, administrator, user)))
    const same = input.complaintsRole === user.complaintsRole && [...input.systemRoles].sort().join() === [...user.systemRoles].sort().join()
    if (same) return
    if (input.systemRoles.includes('account_administrator') && !user.systemRoles.includes('account_administrator')) options.confirm?.()
    await tx.db.updateTable('account').set({ system_roles: [...input.systemRoles], complaints_role: input.complaintsRole, version: user.version + 1 }).where('user_id', '=', id).execute()
    await followDeputies(tx, administrator)
    await auditAccount(tx, administrator, 'account.roles_changed', id, {
      systemRolesBefore: user.systemRoles, complaintsRoleBefore: user.complaintsRole, systemRoles: [...input.systemRoles], complaintsRole: input.complaintsRole,
    })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'roles_changed', userId: id, ...organisationOf(administrator), by: administrator.userId })
  })
}
