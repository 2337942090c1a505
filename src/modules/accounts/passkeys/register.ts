import { AppError } from '../../../kernel/errors.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { Caller } from '../cookies.ts'
import { finishSignIn } from '../finish-sign-in.ts'
import { requireConfirmed } from '../require-confirmed.ts'
import { newToken } from '../session-token.ts'
import { activateSession, secondStepsOf } from '../store.ts'
import { waitingSession } from '../waiting-session.ts'
import { begin, spent, take } from './ceremony.ts'
import type { AddPasskey, PasskeyCreationOptions } from './contract.ts'
import { descriptor, userHandle, type RelyingParty } from './relying-party.ts'
import { addFirstPasskey, addPasskey, lockOwnPasskeys, type KnownCredential } from './store.ts'
import { accountOf, tellOfChange } from './tell-of-change.ts'
import { algorithms, verifyRegistration } from './verify.ts'

const nobody = { kind: 'nobody' } as const
/** Nobody needs more; it keeps a stolen session from filling the table. */
const most = 20

type Person = { userId: string; email: string; name: string }
type Begun<Options> = { token: string; options: Options }

/** Another passkey for somebody signed in, who proved a short while ago who they are. */
export async function registrationOptions(deps: Deps, signedIn: SignedIn, party: RelyingParty): Promise<Begun<PasskeyCreationOptions>> {
  const { actor, sessionId, email, name } = signedIn
  const { userId } = actor
  requireConfirmed(signedIn, deps.clock.now())
  const known = await deps.transaction(actor, (tx) => lockOwnPasskeys(tx, userId))
  if (known.length >= most) throw full()
  const options = await optionsFor({ userId, email, name }, party, known)
  const { token } = await deps.transaction(actor, (tx) => begin(tx, 'passkey_registration', { userId, sessionId }, { challenge: options.challenge, purpose: 'registration' }))
  return { token, options }
}

export async function register(deps: Deps, signedIn: SignedIn, party: RelyingParty, input: AddPasskey, token: string | undefined): Promise<string> {
  const { actor, sessionId } = signedIn
  const { userId } = actor
  requireConfirmed(signedIn, deps.clock.now())
  const begun = await deps.transaction(actor, (tx) => take(tx, 'passkey_registration', token))
  if (begun.sessionId !== sessionId) throw spent()
  const passkey = await verifyRegistration(party, begun.challenge, input)
  await deps.transaction(actor, async (tx) => {
    if ((await lockOwnPasskeys(tx, userId)).length >= most) throw full()
    if (!(await addPasskey(tx, userId, passkey))) throw taken()
    await tellOfChange(tx, accountOf(actor), 'account.passkey_added', passkey.id)
  })
  return passkey.id
}

/** The first second factor of whoever has given their password, instead of an authenticator app. */
export async function setUpOptions(deps: Deps, party: RelyingParty, sessionToken: string | undefined): Promise<Begun<PasskeyCreationOptions>> {
  const session = await deps.transaction(nobody, async (tx) => {
    const session = await waitingSession(tx, sessionToken)
    const steps = await secondStepsOf(tx, session.id)
    if (steps === undefined || steps.authenticator || steps.passkey) throw hasOne()
    return session
  })
  const userId = session.user_id
  const options = await optionsFor({ userId, email: session.email, name: session.name }, party, [])
  const { token } = await deps.transaction(nobody, (tx) => begin(tx, 'passkey_registration', { userId, sessionId: session.id }, { challenge: options.challenge, purpose: 'registration' }))
  return { token, options }
}

/** @returns the token of the session, which is active from now on */
export async function setUp(deps: Deps, party: RelyingParty, input: AddPasskey, tokens: { session: string | undefined; ceremony: string | undefined }, caller: Caller): Promise<{ token: string }> {
  const { session, begun } = await deps.transaction(nobody, async (tx) => ({ session: await waitingSession(tx, tokens.session), begun: await take(tx, 'passkey_registration', tokens.ceremony) }))
  if (begun.sessionId !== session.id) throw spent()
  const passkey = await verifyRegistration(party, begun.challenge, input)
  return deps.transaction(nobody, async (tx) => {
    switch (await addFirstPasskey(tx, session.id, passkey)) {
      case 'gone':
        throw new AppError('unauthenticated', 'Enter your e-mail address and password first.')
      case 'has_one':
        throw hasOne()
      case 'taken':
        throw taken()
      case 'done':
        await tellOfChange(tx, session, 'account.passkey_added', passkey.id)
    }
    const next = newToken()
    await activateSession(tx, session.id, next.hash)
    await finishSignIn(tx, { account: session, method: 'passkey', caller })
    return { token: next.token }
  })
}

async function optionsFor(person: Person, party: RelyingParty, known: readonly KnownCredential[]): Promise<PasskeyCreationOptions> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: userHandle(person.userId),
    userName: person.email,
    userDisplayName: person.name,
    attestationType: 'none',
    excludeCredentials: known.map(descriptor),
    // Kept on the key where it can be, so that it may also stand alone, without the e-mail address.
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    supportedAlgorithmIDs: algorithms,
  })
  return { ...options, rp: { id: party.id, name: party.name } }
}

function hasOne(): AppError {
  return new AppError('conflict', 'Your account has a second factor. Sign in with it.')
}

function taken(): AppError {
  return new AppError('conflict', 'This passkey is registered already.')
}

function full(): AppError {
  return new AppError('conflict', `Your account holds ${String(most)} passkeys. Remove one that you no longer use.`)
}
