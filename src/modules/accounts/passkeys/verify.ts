import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { AddPasskey, Assertion } from './contract.ts'
import type { RelyingParty } from './relying-party.ts'
import type { FoundPasskey, NewPasskey } from './store.ts'

/** COSE names of Ed25519, ES256 and RS256. */
export const algorithms = [-8, -7, -257]

/**
 * What an authenticator made for this challenge, this origin and this system.
 * @throws invalid for anything else
 */
export async function verifyRegistration(party: RelyingParty, challenge: string, { name, response }: AddPasskey): Promise<NewPasskey> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const verified = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: false,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => null)
  if (verified?.registrationInfo === undefined) throw new AppError('invalid', 'This passkey was not made for this page. Try again.')
  const { credential, credentialBackedUp } = verified.registrationInfo
  return {
    id: newId(),
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    backedUp: credentialBackedUp,
    name,
  }
}

/**
 * The key's counter after it signed this challenge for this origin and system; null when it did not. Whether the
 * counter grew is for the database to say, once the signature is known to be right.
 */
export async function verifyAssertion(party: RelyingParty, challenge: string, response: Assertion, passkey: FoundPasskey, options: { userVerified: boolean }): Promise<number | null> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const result = await verifyAuthenticationResponse({
    response: { ...response, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: options.userVerified,
    credential: { id: response.id, publicKey: Uint8Array.from(passkey.public_key), counter: 0 },
  }).catch(() => null)
  return result?.verified === true ? result.authenticationInfo.newCounter : null
}
