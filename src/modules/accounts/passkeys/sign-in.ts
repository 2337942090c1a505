import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { tooMany, waitBefore, type Attempt } from '../attempts.ts'
import type { Caller } from '../cookies.ts'
import { emailKey } from '../domain/email-key.ts'
import { auditAccount, finishSignIn, type AccountRow } from '../finish-sign-in.ts'
import { codeAttempt } from '../refuse-code.ts'
import { newToken } from '../session-token.ts'
import { activateSession, beginSession, type SessionRow } from '../store.ts'
import { tellOfFailures } from '../tell-of-failures.ts'
import { waitingSession } from '../waiting-session.ts'
import { begin, spent, take } from './ceremony.ts'
import type { AskForPasskey, Assertion, PasskeyRequestOptions } from './contract.ts'
import { descriptor, namesItsOwner, type RelyingParty } from './relying-party.ts'
import { countUse, findPasskey, markMethod, passkeysOfSession, type FoundPasskey } from './store.ts'
import { verifyAssertion } from './verify.ts'

const nobody = { kind: 'nobody' } as const

type Tokens = { session: string | undefined; ceremony: string | undefined }
type Reason = 'unknown_passkey' | 'wrong_passkey' | 'passkey_possibly_copied'

/**
 * What the browser must ask a passkey for. Alone: any that it holds for this system, and the key itself must make sure
 * who uses it; after the password: one of this person's.
 */
export async function requestOptions(deps: Deps, party: RelyingParty, { purpose }: AskForPasskey, sessionToken: string | undefined): Promise<{ token: string; options: PasskeyRequestOptions }> {
  const waiting = purpose === 'alone' ? null : await deps.transaction(nobody, async (tx) => {
    const session = await waitingSession(tx, sessionToken)
    return { session, known: await passkeysOfSession(tx, session.id) }
  })
  if (waiting?.known.length === 0) throw new AppError('conflict', 'Your account has no passkey. Use another second factor.')
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials: waiting?.known.map(descriptor),
    userVerification: waiting === null ? 'required' : 'preferred',
  })
  const { token } = await deps.transaction(nobody, (tx) =>
    begin(tx, 'passkey_sign_in', { userId: waiting?.session.user_id ?? null, sessionId: waiting?.session.id ?? null }, { challenge: options.challenge, purpose }),
  )
  return { token, options: { ...options, rpId: party.id } }
}

/**
 * Completes a sign-in by a passkey, under a new token. An unknown key, another person's and a wrong signature are
 * answered alike; each counts as an attempt of its address and of the key.
 */
export async function signInByPasskey(deps: Deps, party: RelyingParty, response: Assertion, tokens: Tokens, caller: Caller): Promise<{ token: string }> {
  const { wait, begun, session, attempt } = await deps.transaction(nobody, async (tx) => {
    const begun = await take(tx, 'passkey_sign_in', tokens.ceremony)
    const session = begun.purpose === 'second_factor' ? await waitingSession(tx, tokens.session) : null
    const attempt: Attempt = session === null ? { subject: { kind: 'code', name: `passkey ${response.id}` }, address: caller.address } : codeAttempt(session, caller)
    return { wait: await waitBefore(tx, attempt), begun, session, attempt }
  })
  if (wait > 0) throw tooMany(wait)
  if (begun.sessionId !== (session?.id ?? null)) throw spent()

  const judged = { session, attempt, caller }
  const passkey = await deps.transaction(nobody, (tx) => findPasskey(tx, Buffer.from(response.id, 'base64url')))
  if (passkey === undefined) return refuse(deps, judged, session, 'unknown_passkey')
  if (session !== null && session.user_id !== passkey.user_id) return refuse(deps, judged, session, 'wrong_passkey')
  if (!namesItsOwner(response, passkey.user_id, session === null)) return refuse(deps, judged, passkey, 'wrong_passkey')
  const counter = await verifyAssertion(party, begun.challenge, response, passkey, { userVerified: session === null })
  if (counter === null) return refuse(deps, judged, passkey, 'wrong_passkey')

  const next = newToken()
  const grown = await deps.transaction(nobody, async (tx) => {
    if (!(await countUse(tx, passkey.id, counter))) return false
    const sessionId = session?.id ?? (await beginAlone(tx, passkey, caller))
    if (!(await activateSession(tx, sessionId, next.hash))) throw new AppError('unauthenticated', 'Enter your e-mail address and password first.')
    await finishSignIn(tx, { account: passkey, method: 'passkey', caller, attempt })
    return true
  })
  return grown ? { token: next.token } : refuse(deps, judged, passkey, 'passkey_possibly_copied')
}

async function beginAlone(tx: Tx, passkey: FoundPasskey, { address, userAgent }: Caller): Promise<string> {
  const id = newId()
  await beginSession(tx, { id, tokenHash: newToken().hash, userId: passkey.user_id, address, userAgent })
  await markMethod(tx, id)
  return id
}

type Judged = { session: SessionRow | null; attempt: Attempt; caller: Caller }

async function refuse(deps: Deps, { session, attempt, caller }: Judged, account: AccountRow | null, reason: Reason): Promise<never> {
  await deps.transaction(nobody, async (tx) => {
    const details = { step: 'passkey', reason }
    if (account === null) await tx.audit({ action: 'session.refused', audience: 'platform', details })
    else await auditAccount(tx, account, 'session.refused', details)
    if (session !== null) await tellOfFailures(tx, { userId: session.user_id, emailKey: emailKey(session.email), attempt, caller })
  })
  throw new AppError('invalid_credentials', 'This passkey was not accepted. Try again, or sign in another way.')
}
