import { isIP } from 'node:net'
import { AppError } from '../../../kernel/errors.ts'
import type { Assertion } from './contract.ts'
import type { KnownCredential } from './store.ts'

/** Whom a passkey is made for and by what address it is asked for: it answers nobody else. */
export type RelyingParty = { id: string; name: string; origin: string }

/**
 * The system as WebAuthn knows it: its host's name.
 * @throws conflict where the system is opened by a number, as passkeys belong to names
 */
export function relyingParty(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl)
  if (isIP(hostname) !== 0 || hostname.startsWith('[')) throw new AppError('conflict', 'Passkeys need a system that is opened by a name. Use an authenticator app.')
  return { id: hostname, name: 'State Examination System', origin }
}

/** What an authenticator keeps of a person: the ID, which says nothing about them. */
export function userHandle(userId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'))
}

/** A passkey as the browser is told of it. */
export function descriptor(known: KnownCredential): { id: string; transports: string[] } {
  return { id: known.credential_id.toString('base64url'), transports: known.transports }
}

/** A discoverable key says whose it is; one that was asked for by its name need not. */
export function namesItsOwner({ response: { userHandle: given } }: Assertion, userId: string, must: boolean): boolean {
  if (given === undefined || given === '') return !must
  return Buffer.from(given, 'base64url').equals(userHandle(userId))
}
