import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import type { OwnProfile, UpdateOwnProfile } from '../own-account-contract.ts'
import { findOwnPerson } from '../queries/own-profile.ts'

/** One's own name, title and phone. The e-mail address, by which one signs in, is an Account Administrator's to change. */
export async function updateOwnProfile(deps: Deps, signedIn: SignedIn, input: UpdateOwnProfile): Promise<OwnProfile> {
  const { actor } = signedIn
  const next = { name: input.name, title: input.title === '' ? null : input.title, phone: input.phone === '' ? null : input.phone }
  await deps.transaction(actor, async (tx) => {
    const before = await findOwnPerson(tx, actor.userId)
    const changed = (['name', 'title', 'phone'] as const).filter((field) => before[field] !== next[field])
    if (changed.length === 0) return
    await tx.db.updateTable('person').set(next).where('id', '=', actor.userId).execute()
    await auditOwn(tx, actor, 'account.profile_updated', { fields: changed })
  })
  return { ...next, email: signedIn.email, organisation: signedIn.organisation?.name ?? null }
}
