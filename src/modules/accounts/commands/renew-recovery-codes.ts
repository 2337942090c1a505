import { AppError } from '../../../kernel/errors.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import type { RecoveryCodes } from '../own-account-contract.ts'
import { ownSecondFactors } from '../own-store.ts'
import { lockOwnPasskeys } from '../passkeys/store.ts'
import { newRecoveryCodes, recoveryCodeHash } from '../recovery-codes.ts'
import { requireConfirmed } from '../require-confirmed.ts'

/** Ten new codes, shown this once; those before are void. They stand in for a second factor, so there must be one. */
export async function renewRecoveryCodes(deps: Deps, signedIn: SignedIn): Promise<RecoveryCodes> {
  const { actor } = signedIn
  requireConfirmed(signedIn, deps.clock.now())
  const codes = newRecoveryCodes()
  await deps.transaction(actor, async (tx) => {
    const { authenticator } = await ownSecondFactors(tx)
    if (!authenticator && (await lockOwnPasskeys(tx, actor.userId)).length === 0) {
      throw new AppError('conflict', 'Set up an authenticator app or a passkey first: recovery codes stand in for it.')
    }
    const before = await tx.db.deleteFrom('recovery_code').where('user_id', '=', actor.userId).executeTakeFirstOrThrow()
    await tx.db.insertInto('recovery_code').values(codes.map((code) => ({ id: newId(), user_id: actor.userId, code_hash: recoveryCodeHash(code), created_at: tx.now }))).execute()
    await auditOwn(tx, actor, 'account.recovery_codes_renewed', { codes: codes.length })
    // The first ones belong to the setting up of the account; others may not have been asked for by its owner.
    if (before.numDeletedRows > 0n) await tx.enqueue('notify-organisation', { eventId: newId(), event: 'second_factor_changed', userId: actor.userId, at: tx.now.toISOString(), by: actor.userId })
  })
  return { codes }
}
