import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { RemoveUser } from '../contract.ts'
import { removalProblem } from '../domain/role-rules.ts'
import { endDeputyships, followDeputies } from '../follow-deputies.ts'
import { heldBy } from '../held-work.ts'
import { auditAccount, organisationOf, ownerOf, roleFactsOf, type Administrator } from '../store.ts'
import { changeUser, requireNotRemoved } from './change-user.ts'
import { orNull } from './create-user.ts'
import { giveWork } from './reassign-work.ts'

/**
 * Takes somebody's access away, at once and everywhere; what they did stays under their name. Throws `conflict` while
 * they hold work that no colleague takes over, with what it is as `current`.
 * @param options.leavingWork provisioning cannot ask who takes over: the work stays with the removed user, and their
 *   Account Administrators are told
 */
export async function removeUser(deps: Deps, actor: Actor, id: string, input: RemoveUser, options: { leavingWork?: boolean } = {}): Promise<void> {
  await changeUser(deps, actor, id, input.version, async (tx, user, administrator) => {
    if (user.standing === 'removed') throw new AppError('conflict', 'This user was removed already.')
    requireNotRemoved(user)
    // A directory acts in the name of whoever made its token, and may remove them as anybody else.
    const isSelf = id === administrator.userId && options.leavingWork !== true
    const problem = removalProblem(await roleFactsOf(tx, administrator, user), isSelf)
    if (problem !== null) throw new AppError('conflict', problem)
    if (input.reassignTo !== undefined) await giveWork(tx, administrator, id, input.reassignTo, 'reassignTo')
    const held = (await heldBy(tx, administrator, id)).filter((item) => item.mustBeReassigned)
    const workLeft = held.length > 0
    if (workLeft && options.leavingWork !== true) throw new AppError('conflict', stillHeld(held.length), { current: { held } })
    await tx.db
      .updateTable('account')
      .set({ standing: 'removed', removed_at: tx.now, removed_by: administrator.userId, version: user.version + 1 })
      .where('user_id', '=', id)
      .execute()
    if (workLeft) await dropDesignations(tx, administrator, id)
    else await sql`select drop_work(${id})`.execute(tx.db)
    await endDeputyships(tx, administrator, id)
    await followDeputies(tx, administrator)
    const reason = orNull(input.reason)
    if (reason !== null) await tx.db.insertInto('user_removal').values({ id: newId(), user_id: id, ...ownerOf(administrator), reason, removed_at: tx.now }).execute()
    await auditAccount(tx, administrator, 'account.removed', id, { workLeft })
    const told = { userId: id, ...organisationOf(administrator), by: administrator.userId }
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'account_removed', ...told })
    if (workLeft) await tx.enqueue('notify-organisation', { eventId: newId(), event: 'work_left_behind', ...told })
  })
}

function stillHeld(count: number): string {
  return `This user still holds ${count === 1 ? 'one piece of work' : `${String(count)} pieces of work`}. Choose a colleague who takes over.`
}

async function dropDesignations(tx: Tx, actor: Administrator, id: string): Promise<void> {
  if (actor.kind === 'agency') return
  await tx.db.updateTable('company_contacts').set({ complaints_contact_id: null }).where('complaints_contact_id', '=', id).execute()
  await tx.db.updateTable('company_contacts').set({ sa_contact_id: null }).where('sa_contact_id', '=', id).execute()
}
