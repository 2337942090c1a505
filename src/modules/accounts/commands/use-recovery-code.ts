import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { tooMany, waitBefore } from '../attempts.ts'
import type { Caller } from '../cookies.ts'
import { auditAccount, finishSignIn } from '../finish-sign-in.ts'
import { recoveryCodeHash } from '../recovery-codes.ts'
import { codeAttempt, refuseCode } from '../refuse-code.ts'
import { newToken } from '../session-token.ts'
import { activateSession, applyRecoveryCode } from '../store.ts'
import { waitingSession } from '../waiting-session.ts'

const nobody = { kind: 'nobody' } as const

/** The second step for whoever has not got their factor at hand: a code of the list, which works once. Its owner is told. */
export async function enterRecoveryCode(deps: Deps, code: string, token: string | undefined, caller: Caller): Promise<{ token: string }> {
  const { session, wait } = await deps.transaction(nobody, async (tx) => {
    const session = await waitingSession(tx, token)
    return { session, wait: await waitBefore(tx, codeAttempt(session, caller)) }
  })
  if (wait > 0) throw tooMany(wait)
  const next = newToken()
  const right = await deps.transaction(nobody, async (tx) => {
    if (!(await applyRecoveryCode(tx, session.id, recoveryCodeHash(code)))) return false
    if (!(await activateSession(tx, session.id, next.hash))) throw new AppError('unauthenticated', 'Enter your e-mail address and password first.')
    await auditAccount(tx, session, 'account.recovery_code_used')
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'second_factor_changed', userId: session.user_id, at: tx.now.toISOString(), by: null })
    await finishSignIn(tx, { account: session, method: 'recovery_code', caller, attempt: codeAttempt(session, caller) })
    return true
  })
  return right ? { token: next.token } : refuseCode(deps, session, caller, 'wrong_recovery_code')
}
