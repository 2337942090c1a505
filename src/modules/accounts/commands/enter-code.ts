import { AppError } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { succeeded, tooMany, waitBefore, type Attempt } from '../attempts.ts'
import { openTotpSecret, stepOf } from '../one-time-codes.ts'
import { newToken } from '../session-token.ts'
import { completeSignIn, secondFactorOf, type SessionRow } from '../store.ts'
import { waitingSession } from '../waiting-session.ts'

const nobody = { kind: 'nobody' } as const

type Refusal = 'wrong_code' | 'used_code'
const sentences: Record<Refusal, string> = {
  wrong_code: 'This code is not right. Enter the code that your authenticator app shows now.',
  used_code: 'This code was used already. Wait for the next one.',
}

/**
 * The second step: the code of the authenticator app. It makes the session active under a new token, so that a token
 * known from before is worth nothing. The first code of a new second factor proves that it was set up.
 */
export async function enterCode(deps: Deps, code: string, token: string | undefined, address: string): Promise<{ token: string }> {
  const { session, wait, sealed } = await deps.transaction(nobody, async (tx) => {
    const session = await waitingSession(tx, token)
    const wait = await waitBefore(tx, attemptOf(session, address))
    return { session, wait, sealed: await secondFactorOf(tx, session.id) }
  })
  if (wait > 0) throw tooMany(wait)
  const provesPending = sealed?.second_factor === null
  const secret = sealed?.second_factor ?? sealed?.second_factor_pending
  if (secret === null || secret === undefined) throw new AppError('conflict', 'Set up your authenticator app first.')

  const step = stepOf(openTotpSecret(deps.secrets, secret), code, deps.clock.now())
  if (step === null) return refuse(deps, session, 'wrong_code')
  const next = newToken()
  const outcome = await deps.transaction(nobody, async (tx) => {
    const outcome = await completeSignIn(tx, session.id, next.hash, step, { provesPending })
    if (outcome === 'done') {
      await succeeded(tx, attemptOf(session, address))
      if (provesPending) await audit(tx, session, 'account.second_factor_set_up')
      await audit(tx, session, 'session.begun')
    }
    return outcome
  })
  switch (outcome) {
    case 'done':
      return { token: next.token }
    case 'used':
      return refuse(deps, session, 'used_code')
    case 'gone':
      throw new AppError('unauthenticated', 'Enter your e-mail address and password first.')
  }
}

function attemptOf(session: SessionRow, address: string): Attempt {
  return { subject: { kind: 'code', name: session.user_id }, address }
}

async function refuse(deps: Deps, session: SessionRow, reason: Refusal): Promise<never> {
  await deps.transaction(nobody, (tx) => audit(tx, session, 'session.refused', { step: 'code', reason }))
  throw new AppError('invalid_credentials', sentences[reason], { fields: { code: sentences[reason] } })
}

function audit(tx: Tx, session: SessionRow, action: string, details: Record<string, string> = {}): Promise<void> {
  return tx.audit({ action, audience: 'platform', agencyId: session.agency_id, companyId: session.company_id, about: { kind: 'account', id: session.user_id }, details })
}
