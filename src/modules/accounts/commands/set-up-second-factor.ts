import { AppError } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { SecondFactorSecret } from '../contract.ts'
import { newSecondFactorSecret, sealTotpSecret } from '../one-time-codes.ts'
import { offerSecondFactor } from '../store.ts'
import { waitingSession } from '../waiting-session.ts'

/** A new secret for whoever has given their password and has no second factor yet. It counts once a code has proven it. */
export async function setUpSecondFactor(deps: Deps, token: string | undefined): Promise<SecondFactorSecret> {
  return deps.transaction({ kind: 'nobody' }, async (tx) => {
    const session = await waitingSession(tx, token)
    const offered = newSecondFactorSecret(session.email)
    if (!(await offerSecondFactor(tx, session.id, sealTotpSecret(deps.secrets, offered.secret)))) {
      throw new AppError('conflict', 'Your account has a second factor. Enter the code of your authenticator app.')
    }
    return offered
  })
}
