import { timingSafeEqual } from 'node:crypto'
import { generateSecret, generateSync, generateURI } from 'otplib'
import type { SecretBox } from '../../platform/ports.ts'

/** Time-based codes of an authenticator app (RFC 6238): six digits, a new one every 30 seconds. */
const period = 30

/**
 * The time step of which `code` is the code, or null. One step before and after the present is accepted, as clocks
 * differ. Whether the step was used before is for the database to say.
 */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const present = Math.floor(now.getTime() / 1000 / period)
  const given = Buffer.from(code)
  let found: number | null = null
  for (const step of [present - 1, present, present + 1]) {
    const expected = Buffer.from(generateSync({ secret, epoch: step * period }))
    if (expected.length === given.length && timingSafeEqual(expected, given)) found = step
  }
  return found
}

export function codeAt(secret: string, now: Date): string {
  return generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) })
}

export function newSecondFactorSecret(email: string): { secret: string; uri: string } {
  const secret = generateSecret()
  return { secret, uri: generateURI({ issuer: 'State Examination System', label: email, secret }) }
}

/** For a credential's second_factor. */
export function sealTotpSecret(secrets: SecretBox, secret: string): string {
  return secrets.seal('second-factor', secret)
}

export function openTotpSecret(secrets: SecretBox, sealed: string): string {
  const secret = secrets.open('second-factor', sealed)
  if (secret === null) throw new Error('A second factor was encrypted under another SECRETS_KEY. Set that one as SECRETS_KEY_OLD.')
  return secret
}
