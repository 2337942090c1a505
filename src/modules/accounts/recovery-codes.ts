import { createHash, randomInt } from 'node:crypto'

// Without letters and figures that are taken for one another; 31 of them make about 124 bits in 25.
const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const groups = 5
const perGroup = 5
export const recoveryCodeCount = 10

/** Ten codes as they are shown, once: five groups of five. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () =>
    Array.from({ length: groups }, () => Array.from({ length: perGroup }, () => signs[randomInt(signs.length)]).join('')).join('-'),
  )
}

/** What is stored. However it is typed: small letters, spaces, without the dashes. */
export function recoveryCodeHash(code: string): Buffer {
  return createHash('sha256').update(code.toUpperCase().replace(/[^A-Z0-9]/g, '')).digest()
}
