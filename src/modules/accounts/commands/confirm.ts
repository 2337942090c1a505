import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import type { Confirmation } from '../own-account-contract.ts'
import { confirmSession } from '../own-store.ts'
import { proveOneself } from '../prove-oneself.ts'

/** Proves again who sits at the session; for fifteen minutes it may then change how one signs in. */
export async function confirm(deps: Deps, signedIn: SignedIn, input: Confirmation, address: string): Promise<void> {
  const proof = 'password' in input ? { kind: 'password' as const, password: input.password, field: 'password' } : { kind: 'code' as const, code: input.code, field: 'code' }
  await proveOneself(deps, signedIn, proof, address)
  await deps.transaction(signedIn.actor, async (tx) => {
    await confirmSession(tx, signedIn.sessionId)
    await auditOwn(tx, signedIn.actor, 'session.confirmed', { by: proof.kind })
  })
}
