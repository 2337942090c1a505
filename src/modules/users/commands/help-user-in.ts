import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditAccount, makeLink, organisationOf } from '../store.ts'
import { changeUser, requireNotRemoved } from './change-user.ts'

/** Four ways in which an administrator helps somebody who cannot get in. None of them shows or sets a secret. */

/** Sends the invitation again: a new link, valid 14 days; the one before stops working. */
export async function inviteAgain(deps: Deps, actor: Actor, id: string): Promise<void> {
  await changeUser(deps, actor, id, undefined, async (tx, user, administrator) => {
    requireNotRemoved(user)
    const linkId = await makeLink(tx, id, 'activation')
    await tx.db.updateTable('account').set({ invited_at: tx.now, version: user.version + 1 }).where('user_id', '=', id).execute()
    await auditAccount(tx, administrator, 'account.invited', id)
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'account_invited', userId: id, linkId, ...organisationOf(administrator), by: administrator.userId })
  })
}

/** E-mails the user a link, valid one hour, with which they choose a new password. */
export async function sendPasswordReset(deps: Deps, actor: Actor, id: string): Promise<void> {
  await changeUser(deps, actor, id, undefined, async (tx, user, administrator) => {
    requireNotRemoved(user)
    const linkId = await makeLink(tx, id, 'password_reset')
    await auditAccount(tx, administrator, 'account.password_reset_sent', id)
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'password_reset_asked', userId: id, linkId, ...organisationOf(administrator), by: administrator.userId })
  })
}

/** Forgets the wrong attempts, so that the user may try again at once. */
export async function unlockUser(deps: Deps, actor: Actor, id: string): Promise<void> {
  await changeUser(deps, actor, id, undefined, async (tx, user, administrator) => {
    requireNotRemoved(user)
    await sql`select unlock_account(${id})`.execute(tx.db)
    await auditAccount(tx, administrator, 'account.unlocked', id)
  })
}

/** Takes all second factors away (a lost phone): the user is signed out, and sets up a new one at the next sign-in. */
export async function resetSecondFactors(deps: Deps, actor: Actor, id: string): Promise<void> {
  await changeUser(deps, actor, id, undefined, async (tx, user, administrator) => {
    if (user.standing !== 'active') throw new AppError('conflict', 'Only somebody who has activated their account has second factors.')
    // In the own account one proves who one is first.
    if (id === administrator.userId) throw new AppError('conflict', 'Change your own second factors in your account.')
    await sql`select reset_second_factors(${id})`.execute(tx.db)
    await auditAccount(tx, administrator, 'account.second_factors_reset', id)
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'second_factor_reset', userId: id, ...organisationOf(administrator), by: administrator.userId })
  })
}
