import { createHash } from 'node:crypto'
import { AppError } from '../../kernel/errors.ts'
import type { Tx } from '../../platform/ports.ts'
import { countAttempt, forgiveAttempt } from './store.ts'

/** What attempts are counted for: a typed e-mail address, a user's codes, and whence they come. */
export type Attempt = { subject: { kind: 'password' | 'code'; name: string }; address: string }

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

export function tooMany(seconds: number): AppError {
  const minutes = Math.ceil(seconds / 60)
  const wait = seconds < 60 ? `${String(seconds)} second${seconds === 1 ? '' : 's'}` : `${String(minutes)} minute${minutes === 1 ? '' : 's'}`
  return new AppError('too_many_attempts', `Too many attempts. Try again in ${wait}.`, { retryAfterSeconds: seconds })
}

function subjectKey({ subject }: Attempt): Buffer {
  return createHash('sha256').update(`${subject.kind} ${subject.name}`).digest()
}

function addressKey({ address }: Attempt): Buffer {
  return createHash('sha256').update(`address ${address}`).digest()
}
