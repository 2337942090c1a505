import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import type { Caller } from '../cookies.ts'
import { judgePassword } from '../judge-password.ts'
import type { ChangePassword } from '../own-account-contract.ts'
import { beginOwnSession, ownPasswordHash, setOwnPassword } from '../own-store.ts'
import { hashPassword } from '../passwords.ts'
import { proveOneself } from '../prove-oneself.ts'
import { newToken } from '../session-token.ts'

/**
 * A new password, which the present one confirms. Every session of the account ends; the caller goes on in a new one.
 * @returns its token
 */
export async function changePassword(deps: Deps, signedIn: SignedIn, input: ChangePassword, caller: Caller): Promise<{ token: string }> {
  const { actor } = signedIn
  if ((await deps.transaction(actor, ownPasswordHash)) === null) {
    throw new AppError('conflict', 'Your account has no password: you sign in at your organization. Change it there.')
  }
  await proveOneself(deps, signedIn, { kind: 'password', password: input.current, field: 'current' }, caller.address)
  await judgePassword(input.new, { own: [signedIn.name, signedIn.email, signedIn.organisation?.name ?? '', signedIn.organisation?.shortName ?? ''] }, 'new')
  const hash = await hashPassword(input.new)
  const session = newToken()
  await deps.transaction(actor, async (tx) => {
    await setOwnPassword(tx, hash)
    await beginOwnSession(tx, { id: newId(), tokenHash: session.hash, address: caller.address, userAgent: caller.userAgent })
    await auditOwn(tx, actor, 'account.password_changed')
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'password_changed', userId: actor.userId, at: tx.now.toISOString(), by: actor.userId })
  })
  return { token: session.token }
}
