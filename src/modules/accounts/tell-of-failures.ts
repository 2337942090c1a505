import { v5 } from 'uuid'
import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import { isLocked, type Attempt } from './attempts.ts'
import type { Caller } from './cookies.ts'
import { deviceWords } from './domain/device-words.ts'
import { hashOf } from './session-token.ts'
import { isKnownDevice } from './store.ts'

const failures = '6f1c0f6e-2d5b-4d53-9b0a-6f0d4b8f9a51'

/**
 * After a refusal: once it locks the account, its owner is told, at most once a day; not of their own slips in a
 * browser that they have signed in from. For an address that nobody has (`userId` undefined) the work is the same.
 */
export async function tellOfFailures(tx: Tx, { userId, emailKey, attempt, caller }: { userId: string | undefined; emailKey: string; attempt: Attempt; caller: Caller }): Promise<void> {
  const known = await isKnownDevice(tx, emailKey, hashOf(caller.device))
  if (!(await isLocked(tx, attempt)) || known) return
  const whose = userId ?? newId()
  const eventId = v5(`${whose} ${tx.now.toISOString().slice(0, 10)}`, failures)
  await tx.enqueue('notify-organisation', { eventId, event: 'sign_in_failures', userId: whose, device: deviceWords(caller.userAgent), at: tx.now.toISOString(), by: null }, { key: `sign-in-failures:${eventId}` })
}
