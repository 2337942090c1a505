import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import { succeeded, type Attempt } from './attempts.ts'
import type { Caller } from './cookies.ts'
import { deviceWords } from './domain/device-words.ts'
import { hashOf } from './session-token.ts'
import { recogniseDevice } from './store.ts'

/** Whose account it is, wherever a sign-in finds it. */
export type AccountRow = { user_id: string; agency_id: string | null; company_id: string | null }

export type FinishedSignIn = {
  account: AccountRow
  method: 'authenticator' | 'recovery_code' | 'passkey' | 'sso'
  caller: Caller
  /** What was counted before it was judged, and is now no failure. */
  attempt?: Attempt
}

/**
 * What every completed sign-in does, by whatever way, in the transaction that makes its session active: the audit
 * entry, and a message to the account's owner when this browser is new to it. The route then keeps both cookies.
 */
export async function finishSignIn(tx: Tx, { account, method, caller, attempt }: FinishedSignIn): Promise<void> {
  if (attempt !== undefined) await succeeded(tx, attempt)
  await auditAccount(tx, account, 'session.begun', { method })
  const device = await recogniseDevice(tx, { id: newId(), userId: account.user_id, tokenHash: hashOf(caller.device), address: caller.address, userAgent: caller.userAgent })
  // The first device of all is the one that the account was set up with.
  if (device === 'new') {
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'new_device_sign_in', userId: account.user_id, device: deviceWords(caller.userAgent), at: tx.now.toISOString(), by: null })
  }
}

export function auditAccount(tx: Tx, account: AccountRow, action: string, details: Record<string, string | number> = {}): Promise<void> {
  return tx.audit({ action, audience: 'platform', agencyId: account.agency_id, companyId: account.company_id, about: { kind: 'account', id: account.user_id }, details })
}
