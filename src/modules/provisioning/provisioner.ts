import type { AgencyActor, CompanyActor } from '../../access/actor.ts'
import type { Deps, Tx } from '../../platform/ports.ts'

/** Who acts for a directory: whoever made its token, as an Account Administrator and with no other right of theirs. */
export type Provisioner = { actor: AgencyActor | CompanyActor; clientId: string }

/** Several commands as one: all of what the directory asked for happens, or nothing. */
export function together<T>(deps: Deps, by: Provisioner, work: (inner: Deps, tx: Tx) => Promise<T>): Promise<T> {
  return deps.transaction(by.actor, (tx) => work({ ...deps, transaction: async (_actor, inner) => inner(tx) }, tx))
}
