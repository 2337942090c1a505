import type { Actor } from '../../../access/actor.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import type { SecondFactorSecret } from '../contract.ts'
import { newSecondFactorSecret, openTotpSecret, sealTotpSecret, stepOf } from '../one-time-codes.ts'
import { offerOwnAuthenticator, ownSecondFactors, proveOwnAuthenticator, removeOwnAuthenticator } from '../own-store.ts'
import { lockOwnPasskeys } from '../passkeys/store.ts'
import { requireConfirmed } from '../require-confirmed.ts'

/** A new secret, for another phone. The app in use stays until a code proves the new one. */
export async function offerAuthenticator(deps: Deps, signedIn: SignedIn): Promise<SecondFactorSecret> {
  requireConfirmed(signedIn, deps.clock.now())
  const offered = newSecondFactorSecret(signedIn.email)
  await deps.transaction(signedIn.actor, (tx) => offerOwnAuthenticator(tx, sealTotpSecret(deps.secrets, offered.secret)))
  return offered
}

export async function replaceAuthenticator(deps: Deps, signedIn: SignedIn, code: string): Promise<void> {
  const { actor } = signedIn
  requireConfirmed(signedIn, deps.clock.now())
  await deps.transaction(actor, async (tx) => {
    const { pending } = await ownSecondFactors(tx)
    if (pending === null) throw new AppError('conflict', 'Show a new key first, then enter its code.')
    const step = stepOf(openTotpSecret(deps.secrets, pending), code, tx.now)
    if (step === null) throw invalid({ code: 'This code is not right. Enter the code that your authenticator app shows now for the new key.' })
    if (!(await proveOwnAuthenticator(tx, step))) throw new AppError('conflict', 'Show a new key first, then enter its code.')
    await tell(tx, actor, 'account.authenticator_set_up')
  })
}

/** Only while a passkey stays: a password alone opens nothing. */
export async function removeAuthenticator(deps: Deps, signedIn: SignedIn): Promise<void> {
  const { actor } = signedIn
  requireConfirmed(signedIn, deps.clock.now())
  await deps.transaction(actor, async (tx) => {
    const passkeys = await lockOwnPasskeys(tx, actor.userId)
    if (passkeys.length === 0) throw new AppError('conflict', 'This is the only second factor of your account. Add a passkey first.')
    await removeOwnAuthenticator(tx)
    await tell(tx, actor, 'account.authenticator_removed')
  })
}

/** The audit entry, and an e-mail to the account's owner: it may not have been they. */
async function tell(tx: Tx, actor: Actor, action: string): Promise<void> {
  await auditOwn(tx, actor, action)
  await tx.enqueue('notify-organisation', { eventId: newId(), event: 'second_factor_changed', userId: actor.userId, at: tx.now.toISOString(), by: actor.userId })
}
