import { timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'
import type { SecretBox } from './ports.ts'

/**
 * Tokens of links that work once. A token is the link's ID with its mark under SECRETS_KEY: it is stored nowhere, so
 * that neither a copy of the database nor an e-mail that waits to be sent opens anything.
 */
const idBytes = 16

export function linkToken(secrets: SecretBox, linkId: string): string {
  return Buffer.concat([parse(linkId), secrets.mark('link', linkId).now]).toString('base64url')
}

/** The link's ID, or null for a token that was not made here. */
export function linkIdOf(secrets: SecretBox, token: string): string | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== idBytes + 24) return null
  let id: string
  try {
    id = stringify(bytes.subarray(0, idBytes))
  } catch {
    return null
  }
  const given = bytes.subarray(idBytes)
  const { now, underOldKey } = secrets.mark('link', id)
  return timingSafeEqual(now, given) || (underOldKey !== null && timingSafeEqual(underOldKey, given)) ? id : null
}

/** What stands in a stored e-mail where the token will be. */
export function linkPlaceholder(linkId: string): string {
  return `ses-link:${linkId}`
}

/** Of what people have written: a name must not turn into somebody's token in the e-mail that it stands in. */
export function withoutPlaceholders(text: string): string {
  return text.replaceAll('ses-link:', 'ses-link ')
}

/** The text as its reader gets it: tokens instead of placeholders. */
export function withLinks(secrets: SecretBox, text: string): string {
  return text.replace(/ses-link:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g, (_placeholder, id: string) => linkToken(secrets, id))
}
