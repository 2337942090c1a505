import type { Deps } from '../../../platform/ports.ts'
import { hashOf } from '../session-token.ts'
import { endSession } from '../store.ts'

/** Ends the session in the database, so that a copy of its cookie is worth nothing. Signing out twice is no error. */
export async function signOut(deps: Deps, token: string | undefined): Promise<void> {
  if (token === undefined) return
  await deps.transaction({ kind: 'nobody' }, async (tx) => {
    const ended = await endSession(tx, hashOf(token))
    if (ended === undefined) return
    await tx.audit({ action: 'session.ended', audience: 'platform', agencyId: ended.agency_id, companyId: ended.company_id, about: { kind: 'account', id: ended.user_id } })
  })
}
