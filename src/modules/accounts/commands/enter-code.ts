import { AppError } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { tooMany, waitBefore } from '../attempts.ts'
import type { Caller } from '../cookies.ts'
import { auditAccount, finishSignIn } from '../finish-sign-in.ts'
import { openTotpSecret, stepOf } from '../one-time-codes.ts'
import { codeAttempt, refuseCode } from '../refuse-code.ts'
import { newToken } from '../session-token.ts'
import { completeSignIn, secondFactorOf } from '../store.ts'
import { waitingSession } from '../waiting-session.ts'

const nobody = { kind: 'nobody' } as const

/**
 * The second step: the code of the authenticator app. It makes the session active under a new token, so that a token
 * known from before is worth nothing. The first code of a new second factor proves that it was set up.
 */
export async function enterCode(deps: Deps, code: string, token: string | undefined, caller: Caller): Promise<{ token: string }> {
  const { session, wait, sealed } = await deps.transaction(nobody, async (tx) => {
    const session = await waitingSession(tx, token)
    const wait = await waitBefore(tx, codeAttempt(session, caller))
    return { session, wait, sealed: await secondFactorOf(tx, session.id) }
  })
  if (wait > 0) throw tooMany(wait)
  const provesPending = sealed?.second_factor === null
  const secret = sealed?.second_factor ?? sealed?.second_factor_pending
  if (secret === null || secret === undefined) throw new AppError('conflict', 'Set up your authenticator app first.')

  const step = stepOf(openTotpSecret(deps.secrets, secret), code, deps.clock.now())
  if (step === null) return refuseCode(deps, session, caller, 'wrong_code')
  const next = newToken()
  const outcome = await deps.transaction(nobody, async (tx) => {
    const outcome = await completeSignIn(tx, session.id, next.hash, step, { provesPending })
    if (outcome === 'done') {
      if (provesPending) await auditAccount(tx, session, 'account.second_factor_set_up')
      await finishSignIn(tx, { account: session, method: 'authenticator', caller, attempt: codeAttempt(session, caller) })
    }
    return outcome
  })
  switch (outcome) {
    case 'done':
      return { token: next.token }
    case 'used':
      return refuseCode(deps, session, caller, 'used_code')
    case 'gone':
      throw new AppError('unauthenticated', 'Enter your e-mail address and password first.')
  }
}
