import { createHash } from 'node:crypto'
import { AppError } from '../../kernel/errors.ts'
import { networkOf } from '../../platform/http/network-of.ts'
import type { Tx } from '../../platform/ports.ts'
import { countAttempt, forgiveAttempt, isBlocked } from './store.ts'

/**
 * What attempts are counted for: a typed e-mail address, a user's codes, proofs in an open session, a one-time link,
 * the asking for one; and whence they come.
 */
export type Attempt = { subject: { kind: 'password' | 'code' | 'confirmation' | 'link' | 'reset'; name: string }; address: string }

// From the fifth attempt on an account has to wait; an address, behind which may be a whole office, from the twentieth.
const freeOfAccount = 5
const freeOfAddress = 20

/** Seconds to wait before this attempt may be made; 0 when it may, which then counts. */
export async function waitBefore(tx: Tx, attempt: Attempt): Promise<number> {
  const ofAddress = await countAttempt(tx, addressKey(attempt), freeOfAddress)
  return ofAddress > 0 ? ofAddress : countAttempt(tx, subjectKey(attempt), freeOfAccount)
}

export async function succeeded(tx: Tx, attempt: Attempt): Promise<void> {
  await forgiveAttempt(tx, addressKey(attempt), { wholly: false })
  await forgiveAttempt(tx, subjectKey(attempt), { wholly: true })
}

/** Does whoever was just refused have to wait from now on? */
export function isLocked(tx: Tx, attempt: Attempt): Promise<boolean> {
  return isBlocked(tx, subjectKey(attempt))
}

export function tooMany(seconds: number): AppError {
  const minutes = Math.ceil(seconds / 60)
  const wait = seconds < 60 ? `${String(seconds)} second${seconds === 1 ? '' : 's'}` : `${String(minutes)} minute${minutes === 1 ? '' : 's'}`
  return new AppError('too_many_attempts', `Too many attempts. Try again in ${wait}.`, { retryAfterSeconds: seconds })
}

function subjectKey({ subject }: Attempt): Buffer {
  return createHash('sha256').update(`${subject.kind} ${subject.name}`).digest()
}

// Asking for a reset is never right or wrong, so an office that asks often must not be kept from signing in.
function addressKey({ subject, address }: Attempt): Buffer {
  const network = networkOf(address)
  return createHash('sha256').update(subject.kind === 'reset' ? `reset address ${network}` : `address ${network}`).digest()
}
