import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { tooMany, waitBefore } from '../attempts.ts'
import { emailKey } from '../domain/email-key.ts'
import { auditAccount } from '../finish-sign-in.ts'
import { judgePassword } from '../judge-password.ts'
import type { PasswordByLink } from '../link-contract.ts'
import { makeLink, setPasswordByLink } from '../link-store.ts'
import { linkEnded, openLink } from '../open-link.ts'
import { hashPassword } from '../passwords.ts'
import { findCandidate } from '../store.ts'

const nobody = { kind: 'nobody' } as const
const hour = 3_600_000
/** How long the link of a reset works. In milliseconds. */
export const resetLinkTime = hour

// A link for somebody is two rows more than one for nobody; every answer is given after so many milliseconds.
const evenTime = 150

/**
 * Sends a link to whoever has an active account with a password. For everybody else the same work is done with
 * nobody's ID, so that neither answer nor time tells who has an account; the job then finds no one to write to.
 */
export async function askForReset(deps: Deps, email: string, address: string): Promise<void> {
  const key = emailKey(email)
  const even = sleep(evenTime)
  const wait = await deps.transaction(nobody, async (tx) => {
    const wait = await waitBefore(tx, { subject: { kind: 'reset', name: key }, address })
    if (wait > 0) return wait
    const candidate = await findCandidate(tx, key)
    // Who signs in at their organization only is not given a password past it.
    const found = candidate?.password_hash === null ? undefined : candidate
    const link = { id: newId(), userId: found?.user_id ?? newId() }
    await makeLink(tx, { ...link, purpose: 'password_reset', endsAt: new Date(tx.now.getTime() + resetLinkTime) })
    await tx.audit({
      action: 'account.password_reset_asked',
      audience: 'platform',
      agencyId: found?.agency_id,
      companyId: found?.company_id,
      about: found && { kind: 'account', id: found.user_id },
    })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'password_reset_asked', userId: link.userId, linkId: link.id, at: tx.now.toISOString(), by: null })
    return 0
  })
  await even
  if (wait > 0) throw tooMany(wait)
}

/** Sets a new password by the link. Every session ends; at the next sign-in the second factor is asked for as before. */
export async function completeReset(deps: Deps, { token, password }: PasswordByLink, address: string): Promise<void> {
  const { linkId, owner } = await openLink(deps, token, 'password_reset', address)
  await judgePassword(password, { own: [owner.name, owner.email, owner.organisation_name ?? ''] })
  const hash = await hashPassword(password)
  await deps.transaction(nobody, async (tx) => {
    if (!(await setPasswordByLink(tx, linkId, 'password_reset', hash))) throw linkEnded('password_reset')
    await auditAccount(tx, owner, 'account.password_reset')
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'password_changed', userId: owner.user_id, at: tx.now.toISOString(), by: null })
  })
}
