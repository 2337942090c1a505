import { AppError } from '../../../kernel/errors.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { begin, spent, take } from './ceremony.ts'
import type { Assertion, PasskeyRequestOptions } from './contract.ts'
import { descriptor, namesItsOwner, type RelyingParty } from './relying-party.ts'
import { countUse, findPasskey, lockOwnPasskeys } from './store.ts'
import { verifyAssertion } from './verify.ts'

const nobody = { kind: 'nobody' } as const

export type PasskeyProof = { party: RelyingParty; response: Assertion; ceremony: string | undefined }
type Reason = 'unknown_passkey' | 'wrong_passkey' | 'passkey_possibly_copied'

/** Asks for one of the person's own passkeys, which itself must make sure who uses it: this proof stands alone. */
export async function confirmationOptions(deps: Deps, party: RelyingParty, { actor, sessionId }: SignedIn): Promise<{ token: string; options: PasskeyRequestOptions }> {
  const known = await deps.transaction(actor, (tx) => lockOwnPasskeys(tx, actor.userId))
  if (known.length === 0) throw new AppError('conflict', 'Your account has no passkey. Confirm in another way.')
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({ rpID: party.id, allowCredentials: known.map(descriptor), userVerification: 'required' })
  const { token } = await deps.transaction(actor, (tx) => begin(tx, 'passkey_confirmation', { userId: actor.userId, sessionId }, { challenge: options.challenge, purpose: 'confirmation' }))
  return { token, options: { ...options, rpId: party.id } }
}

/**
 * Why this answer proves nothing, or null: it is theirs, made just now for this session. The challenge is spent either way.
 * @throws conflict for a challenge that was used, is too old or was made in another session
 */
export async function passkeyFault(deps: Deps, { actor, sessionId }: SignedIn, { party, response, ceremony }: PasskeyProof): Promise<Reason | null> {
  const begun = await deps.transaction(actor, (tx) => take(tx, 'passkey_confirmation', ceremony))
  if (begun.sessionId !== sessionId) throw spent()
  const passkey = await deps.transaction(nobody, (tx) => findPasskey(tx, Buffer.from(response.id, 'base64url')))
  if (passkey === undefined) return 'unknown_passkey'
  if (passkey.user_id !== actor.userId || !namesItsOwner(response, passkey.user_id, false)) return 'wrong_passkey'
  const counter = await verifyAssertion(party, begun.challenge, response, passkey, { userVerified: true })
  if (counter === null) return 'wrong_passkey'
  return (await deps.transaction(nobody, (tx) => countUse(tx, passkey.id, counter))) ? null : 'passkey_possibly_copied'
}
