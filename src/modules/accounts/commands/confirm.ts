import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import { confirmSession } from '../own-store.ts'
import { proveOneself, type Proof } from '../prove-oneself.ts'

/** Proves again who sits at the session; for fifteen minutes it may then change how one signs in. */
export async function confirm(deps: Deps, signedIn: SignedIn, proof: Proof, address: string): Promise<void> {
  await proveOneself(deps, signedIn, proof, address)
  await deps.transaction(signedIn.actor, async (tx) => {
    await confirmSession(tx, signedIn.sessionId)
    await auditOwn(tx, signedIn.actor, 'session.confirmed', { by: proof.kind })
  })
}
