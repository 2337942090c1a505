import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'
import type { SecretBox, SecretPurpose } from './ports.ts'

const ivBytes = 12
const tagBytes = 16

/**
 * Encrypts what must be read again (AES-256-GCM), with a key of its own for each purpose, so that a value sealed
 * for one is nothing to another. `oldKey`, the one before the last rotation, is tried for opening only.
 */
export function createSecretBox(key: Buffer, oldKey?: Buffer): SecretBox {
  const derived = new Map<string, KeyObject>()
  const keyFor = (master: Buffer, age: 'new' | 'old', purpose: SecretPurpose | 'link' | 'return-path'): KeyObject => {
    const name = `${age} ${purpose}`
    const known = derived.get(name) ?? createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `ses ${purpose}`, 32)))
    derived.set(name, known)
    return known
  }
  return {
    seal: (purpose, text) => encrypt(keyFor(key, 'new', purpose), text),
    open(purpose, sealed) {
      const opened = decrypt(keyFor(key, 'new', purpose), sealed) ?? (oldKey === undefined ? null : decrypt(keyFor(oldKey, 'old', purpose), sealed))
      return opened
    },
    mark(purpose, text) {
      const under = (master: Buffer, age: 'new' | 'old') => createHmac('sha256', keyFor(master, age, purpose)).update(text).digest().subarray(0, 24)
      return { now: under(key, 'new'), underOldKey: oldKey === undefined ? null : under(oldKey, 'old') }
    },
  }
}

function encrypt(key: KeyObject, text: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text, or null for whatever was not sealed with this key. */
function decrypt(key: KeyObject, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < ivBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
