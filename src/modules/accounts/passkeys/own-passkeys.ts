import { AppError, notFound } from '../../../kernel/errors.ts'
import type { Actor } from '../../../access/actor.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { requireConfirmed } from '../require-confirmed.ts'
import type { NamePasskey, PasskeyItem } from './contract.ts'
import { hasOwnAuthenticator, lockOwnPasskeys } from './store.ts'
import { accountOf, tellOfChange } from './tell-of-change.ts'

export async function listOwnPasskeys(deps: Deps, actor: Actor): Promise<PasskeyItem[]> {
  const rows = await deps.transaction(actor, (tx) =>
    tx.db.selectFrom('passkey').select(['id', 'name', 'backed_up', 'created_at', 'last_used_at']).where('user_id', '=', actor.userId).orderBy('created_at').orderBy('id').execute(),
  )
  return rows.map((row) => ({ id: row.id, name: row.name, backedUp: row.backed_up, createdAt: row.created_at.toISOString(), lastUsedAt: row.last_used_at?.toISOString() ?? null }))
}

export async function renamePasskey(deps: Deps, actor: Actor, id: string, { name }: NamePasskey): Promise<void> {
  await deps.transaction(actor, async (tx) => {
    const { numUpdatedRows } = await tx.db.updateTable('passkey').set({ name }).where('id', '=', id).where('user_id', '=', actor.userId).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw notFound('passkey')
  })
}

/** Refused for the last second factor of an account: a password alone opens nothing. */
export async function removePasskey(deps: Deps, signedIn: SignedIn, id: string): Promise<void> {
  const { actor } = signedIn
  requireConfirmed(signedIn, deps.clock.now())
  await deps.transaction(actor, async (tx) => {
    const own = await lockOwnPasskeys(tx, actor.userId)
    if (!own.some((passkey) => passkey.id === id)) throw notFound('passkey')
    if (own.length === 1 && !(await hasOwnAuthenticator(tx))) {
      throw new AppError('conflict', 'This is the only second factor of your account. Add another passkey or an authenticator app first.')
    }
    await tx.db.deleteFrom('passkey').where('id', '=', id).execute()
    await tellOfChange(tx, accountOf(actor), 'account.passkey_removed', id)
  })
}
