import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { OwnProfile } from '../own-account-contract.ts'

export async function ownProfile(deps: Deps, { actor, email, organisation }: SignedIn): Promise<OwnProfile> {
  const person = await deps.transaction(actor, (tx) => findOwnPerson(tx, actor.userId))
  return { ...person, email, organisation: organisation?.name ?? null }
}

export function findOwnPerson(tx: Tx, userId: string): Promise<Pick<OwnProfile, 'name' | 'title' | 'phone'>> {
  return tx.db.selectFrom('person').select(['name', 'title', 'phone']).where('id', '=', userId).executeTakeFirstOrThrow()
}
