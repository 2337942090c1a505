import type { Actor } from '../../../access/actor.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { AccountRow } from '../finish-sign-in.ts'

export function accountOf(actor: Actor): AccountRow {
  return { user_id: actor.userId, agency_id: actor.kind === 'agency' ? actor.agencyId : null, company_id: actor.kind === 'company' ? actor.companyId : null }
}

/** The audit entry, and an e-mail to the account's owner: it may not have been they. */
export async function tellOfChange(tx: Tx, account: AccountRow, action: 'account.passkey_added' | 'account.passkey_removed', passkeyId: string): Promise<void> {
  await tx.audit({ action, audience: 'platform', agencyId: account.agency_id, companyId: account.company_id, about: { kind: 'account', id: account.user_id }, details: { passkey: passkeyId } })
  await tx.enqueue('notify-organisation', { eventId: newId(), event: 'second_factor_changed', userId: account.user_id, at: tx.now.toISOString(), by: account.user_id })
}
