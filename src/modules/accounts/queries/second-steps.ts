import type { Deps } from '../../../platform/ports.ts'
import type { SecondSteps } from '../contract.ts'
import { secondStepsOf } from '../store.ts'
import { waitingSession } from '../waiting-session.ts'

/** Which second factors whoever has just given their password may go on with. */
export async function secondSteps(deps: Deps, token: string | undefined): Promise<SecondSteps> {
  return deps.transaction({ kind: 'nobody' }, async (tx) => {
    const session = await waitingSession(tx, token)
    const steps = await secondStepsOf(tx, session.id)
    return { authenticator: steps?.authenticator ?? false, passkey: steps?.passkey ?? false, recoveryCode: steps?.recovery_code ?? false }
  })
}
