import { hash, verify } from '@node-rs/argon2'

// OWASP's parameters for argon2id, the library's only default algorithm: 19 MiB, two passes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** For a credential's password_hash. One text, however the keyboard composes its accents. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), cost)
}

let nobodys: Promise<string> | undefined

/** Takes the same time for an account that does not exist or has no password (null), and is then always false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword('a password that nobody has')
  const right = await verify(passwordHash ?? (await nobodys), password.normalize('NFC'))
  return right && passwordHash !== null
}
