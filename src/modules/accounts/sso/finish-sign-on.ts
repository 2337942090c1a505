import { z } from 'zod'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { Caller } from '../cookies.ts'
import { emailKey } from '../domain/email-key.ts'
import { provesTwoFactors } from '../domain/sign-on.ts'
import { auditAccount, finishSignIn } from '../finish-sign-in.ts'
import { hashOf, newToken } from '../session-token.ts'
import { activateSession, beginSession } from '../store.ts'
import { Checks, type Identity, type Issuer } from './issuer.ts'
import { SignOnFailure } from './sign-on-failure.ts'
import { linkIdentity, markSignOn, signOnCandidates, takeSignOn } from './store.ts'

const nobody = { kind: 'nobody' } as const
const Remembered = z.object({ checks: Checks, to: z.string() })

export type SignedOn = { token: string; next: 'done' | 'second_factor' | 'set_up_second_factor'; to: string }

/**
 * The issuer's answer, taken once and only in the browser that began. The account is the one linked with this identity,
 * else the one with the verified e-mail address; an invited one becomes active. Where the issuer says that it asked for
 * two factors the session is active at once, else our own second factor follows.
 * @throws SignOnFailure
 */
export async function finishSignOn(deps: Deps, issuer: Issuer, answer: URL, cookie: string | undefined, caller: Caller): Promise<SignedOn> {
  const sealed = cookie === undefined ? undefined : await deps.transaction(nobody, (tx) => takeSignOn(tx, hashOf(cookie)))
  const text = sealed === undefined ? null : deps.secrets.open('sign-on', sealed)
  if (text === null) throw new SignOnFailure('sso_expired', 'not_begun_here')
  const { checks, to } = Remembered.parse(JSON.parse(text))
  const identity = await issuer.identify(answer, checks)
  const session = await deps.transaction(nobody, (tx) => letIn(tx, identity, caller))
  if (session === null) throw new SignOnFailure('sso_no_account', 'no_account')
  return { ...session, to }
}

/** An address with look-alike letters is another mailbox, though its key may be the same. */
function isPlain(email: string): boolean {
  return email === email.normalize('NFKC')
}

async function letIn(tx: Tx, identity: Identity, caller: Caller): Promise<Omit<SignedOn, 'to'> | null> {
  const found = await signOnCandidates(tx, identity.issuer, identity.subject, identity.email === null || !isPlain(identity.email) ? null : emailKey(identity.email))
  const [account] = found
  if (account === undefined || found.length !== 1) {
    await tx.audit({ action: 'session.refused', audience: 'platform', details: { step: 'sso', reason: identity.email === null ? 'no_verified_email' : 'no_account' } })
    return null
  }
  await linkIdentity(tx, account.user_id, identity.issuer, identity.subject)
  if (!account.linked) await auditAccount(tx, account, 'account.sign_on_linked', { standing: account.standing })

  const waiting = newToken()
  const id = newId()
  await beginSession(tx, { id, tokenHash: waiting.hash, userId: account.user_id, address: caller.address, userAgent: caller.userAgent })
  await markSignOn(tx, id)
  if (!provesTwoFactors(identity.amr, identity.acr)) return { token: waiting.token, next: account.has_second_factor ? 'second_factor' : 'set_up_second_factor' }

  const active = newToken()
  await activateSession(tx, id, active.hash)
  await finishSignIn(tx, { account, method: 'sso', caller })
  return { token: active.token, next: 'done' }
}
