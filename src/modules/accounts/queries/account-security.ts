import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { AccountSecurity } from '../own-account-contract.ts'
import { ownSecondFactors } from '../own-store.ts'

/** By what one proves who one is. */
export async function accountSecurity(deps: Deps, actor: Actor): Promise<AccountSecurity> {
  return deps.transaction(actor, async (tx) => {
    const factors = await ownSecondFactors(tx)
    const passkeys = await tx.db.selectFrom('passkey').select(({ fn }) => fn.countAll<string>().as('count')).where('user_id', '=', actor.userId).executeTakeFirstOrThrow()
    return { hasPassword: factors.has_password, authenticator: factors.authenticator, passkeys: Number(passkeys.count), recoveryCodesLeft: factors.recovery_codes_left }
  })
}
