import { createHash } from 'node:crypto'

/** Everybody's password in the training environment. Invented people hold nothing that needs keeping. */
export const trainingPassword = 'Training-2026!'

/** argon2id of `trainingPassword`, computed once: two hundred of them would cost seconds of every first start. */
export const trainingPasswordHash = '$argon2id$v=19$m=19456,t=2,p=1$Yf2eI0Zz8ZGgjxoYEbcAUQ$+xVY+6hzBXvTCLsv4GEoefVCGTY4ddnvTEbasVIsPxw'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A training user's TOTP secret: 160 bits in base32, always the same for one e-mail address. */
export function trainingTotpSecret(email: string): string {
  const bytes = createHash('sha256').update(`training second factor of ${email.toLowerCase()}`).digest().subarray(0, 20)
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('')
}
