import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { recordOf } from '../queries/read-user.ts'
import { administratorOf, findUser, holdOrganisation, type Administrator, type UserState } from '../store.ts'

/** What every change of a user begins with: the organisation is held, the user found, the version checked where one was read. */
export async function changeUser<T>(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number | undefined,
  change: (tx: Tx, user: UserState, administrator: Administrator) => Promise<T>,
): Promise<T> {
  const administrator = administratorOf(actor)
  permit(administrator, 'users.manage')
  return deps.transaction(administrator, async (tx) => {
    await holdOrganisation(tx, administrator)
    const user = await findUser(tx, administrator, id)
    if (version !== undefined && version !== user.version) {
      throw new AppError('stale_version', 'Somebody else changed this user since you opened the page. Look at what is there now, then save again.', { current: await recordOf(tx, administrator, user) })
    }
    return change(tx, user, administrator)
  })
}

/** Refuses what is only for users who can sign in, or could soon. */
export function requireNotRemoved(user: UserState): void {
  if (user.standing === 'removed') throw new AppError('conflict', 'This user was removed. Reactivate them first.')
}
