import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { succeeded, tooMany, waitBefore, type Attempt } from '../attempts.ts'
import type { NextStep, SignIn } from '../contract.ts'
import type { Caller } from '../cookies.ts'
import { emailKey } from '../domain/email-key.ts'
import { verifyPassword } from '../passwords.ts'
import { newToken } from '../session-token.ts'
import { beginSession, findCandidate, type Candidate } from '../store.ts'
import { tellOfFailures } from '../tell-of-failures.ts'

const nobody = { kind: 'nobody' } as const

/**
 * The first step: e-mail address and password. Whether an account exists shows neither in the answer nor in its time.
 * @returns the token of a session that waits for the second factor
 */
export async function signIn(deps: Deps, input: SignIn, caller: Caller): Promise<NextStep & { token: string }> {
  const key = emailKey(input.email)
  const attempt: Attempt = { subject: { kind: 'password', name: key }, address: caller.address }
  const { wait, candidate } = await deps.transaction(nobody, async (tx) => {
    const wait = await waitBefore(tx, attempt)
    return { wait, candidate: wait > 0 ? undefined : await findCandidate(tx, key) }
  })
  if (wait > 0) throw tooMany(wait)
  const right = await verifyPassword(candidate?.password_hash ?? null, input.password)

  if (!right || candidate === undefined) {
    await deps.transaction(nobody, async (tx) => {
      await tx.audit({
        action: 'session.refused',
        audience: 'platform',
        agencyId: candidate?.agency_id,
        companyId: candidate?.company_id,
        about: candidate && { kind: 'account', id: candidate.user_id },
        details: { step: 'password', reason: reasonOf(candidate) },
      })
      await tellOfFailures(tx, { userId: candidate?.user_id, emailKey: key, attempt, caller })
    })
    throw new AppError('invalid_credentials', 'The e-mail address or the password is not right.')
  }

  const { token, hash } = newToken()
  await deps.transaction(nobody, async (tx) => {
    await succeeded(tx, attempt)
    await beginSession(tx, { id: newId(), tokenHash: hash, userId: candidate.user_id, address: caller.address, userAgent: caller.userAgent })
  })
  return { next: candidate.has_second_factor ? 'second_factor' : 'set_up_second_factor', token }
}

function reasonOf(candidate: Candidate | undefined): string {
  if (candidate === undefined) return 'no_account'
  return candidate.password_hash === null ? 'no_password' : 'wrong_password'
}
