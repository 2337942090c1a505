import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { NextStep } from '../contract.ts'
import type { Caller } from '../cookies.ts'
import { auditAccount } from '../finish-sign-in.ts'
import { judgePassword } from '../judge-password.ts'
import type { PasswordByLink } from '../link-contract.ts'
import { setPasswordByLink } from '../link-store.ts'
import { linkEnded, openLink } from '../open-link.ts'
import { hashPassword } from '../passwords.ts'
import { newToken } from '../session-token.ts'
import { beginSession } from '../store.ts'

/**
 * An invited person chooses their password: the account becomes active, the link is used up, and a session begins
 * that waits for the second factor. Of two requests with one link one succeeds.
 */
export async function activate(deps: Deps, { token, password }: PasswordByLink, caller: Caller): Promise<NextStep & { token: string }> {
  const { linkId, owner } = await openLink(deps, token, 'activation', caller.address)
  await judgePassword(password, { own: [owner.name, owner.email, owner.organisation_name ?? ''] })
  const hash = await hashPassword(password)
  const session = newToken()
  await deps.transaction({ kind: 'nobody' }, async (tx) => {
    if (!(await setPasswordByLink(tx, linkId, 'activation', hash))) throw linkEnded('activation')
    await auditAccount(tx, owner, 'account.activated')
    await beginSession(tx, { id: newId(), tokenHash: session.hash, userId: owner.user_id, address: caller.address, userAgent: caller.userAgent })
  })
  return { next: owner.has_second_factor ? 'second_factor' : 'set_up_second_factor', token: session.token }
}
