import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { emailKey } from '../../accounts/domain/email-key.ts'
import type { UpdateUser } from '../contract.ts'
import { auditAccount, makeLink, organisationOf, requireFreeEmail, type Administrator, type UserState } from '../store.ts'
import { changeUser, requireNotRemoved } from './change-user.ts'
import { identityProblems, orNull, refuse, unlessTaken } from './create-user.ts'

/**
 * "Update User Profile". Under another e-mail address the user is signed out everywhere (trigger), single sign-on must be
 * linked anew, and links that lie in the old mailbox open nothing. Both addresses are told; an invited user gets a new
 * link at the new address, and nothing goes to the old one, which may be a stranger's.
 *
 * @param options.confirm throws where whoever asks has to prove first who they are: only for another address, by which an
 * account could be taken over
 */
export async function updateUser(deps: Deps, actor: Actor, id: string, input: UpdateUser, options: { confirm?: () => void } = {}): Promise<void> {
  await changeUser(deps, actor, id, input.version, async (tx, user, administrator) => {
    requireNotRemoved(user)
    const before = await tx.db.selectFrom('person').select(['name', 'title', 'phone']).where('id', '=', id).executeTakeFirstOrThrow()
    const after = { name: input.name.trim(), title: orNull(input.title), phone: orNull(input.phone) }
    const fields = (['name', 'title', 'phone'] as const).filter((field) => before[field] !== after[field])
    const moves = input.email !== undefined && emailKey(input.email) !== user.emailKey
    if (moves) options.confirm?.()
    if (moves) await requireAddress(tx, administrator, user, input.email ?? '')
    const moved = moves ? newId() : null
    if (moved !== null) await sql`select keep_former_address(${moved}, ${id}, ${tx.now})`.execute(tx.db)
    await tx.db.updateTable('person').set(after).where('id', '=', id).execute()
    const email = input.email ?? user.email
    await unlessTaken(tx.db.updateTable('account').set({ email, email_key: emailKey(email), version: user.version + 1 }).where('user_id', '=', id).execute())
    if (moved !== null) await leaveOldAddress(tx, administrator, user, moved)
    await auditAccount(tx, administrator, 'account.updated', id, { fields: [...fields, ...(email === user.email ? [] : ['email'])] })
  })
}

async function requireAddress(tx: Tx, actor: Administrator, user: UserState, email: string): Promise<void> {
  if (user.thirdParty === null) refuse(await identityProblems(tx, actor, { email }))
  await requireFreeEmail(tx, actor, emailKey(email))
}

async function leaveOldAddress(tx: Tx, actor: Administrator, user: UserState, eventId: string): Promise<void> {
  await sql`select forget_old_address(${user.id}, ${tx.now})`.execute(tx.db)
  if (user.standing !== 'invited') {
    await tx.enqueue('notify-organisation', { eventId, event: 'email_changed', userId: user.id, ...organisationOf(actor), at: tx.now.toISOString(), by: actor.userId })
    return
  }
  const linkId = await makeLink(tx, user.id, 'activation')
  await tx.db.updateTable('account').set({ invited_at: tx.now }).where('user_id', '=', user.id).execute()
  await tx.enqueue('notify-organisation', { eventId: newId(), event: 'account_invited', userId: user.id, linkId, ...organisationOf(actor), by: actor.userId })
}
