import { createHash, randomBytes } from 'node:crypto'

/** The cookie's value, which only the browser keeps, and its hash, which only the database keeps. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOf(token) }
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
