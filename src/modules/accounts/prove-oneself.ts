import { AppError } from '../../kernel/errors.ts'
import type { SignedIn } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { succeeded, tooMany, waitBefore, type Attempt } from './attempts.ts'
import { auditOwn } from './audit-own.ts'
import { openTotpSecret, stepOf } from './one-time-codes.ts'
import { applyOwnCode, ownAuthenticator, ownPasswordHash } from './own-store.ts'
import { passkeyFault, type PasskeyProof } from './passkeys/confirm.ts'
import { verifyPassword } from './passwords.ts'

export type Proof = { kind: 'password'; password: string; field: string } | { kind: 'code'; code: string; field: string } | ({ kind: 'passkey' } & PasskeyProof)
/** What is said, and of a passkey what is written down besides. */
type Fault = { sentence: string; reason?: string }

const nobody = { kind: 'nobody' } as const

/** Is it really they who sit at this open session? Guesses are counted as those at the sign-in are, under a count of their own. */
export async function proveOneself(deps: Deps, signedIn: SignedIn, proof: Proof, address: string): Promise<void> {
  const { actor } = signedIn
  const attempt: Attempt = { subject: { kind: 'confirmation', name: actor.userId }, address }
  const wait = await deps.transaction(nobody, (tx) => waitBefore(tx, attempt))
  if (wait > 0) throw tooMany(wait)
  const fault = await faultOf(deps, signedIn, proof)
  if (fault !== null) {
    const { sentence, ...reason } = fault
    await deps.transaction(actor, (tx) => auditOwn(tx, actor, 'session.confirmation_refused', { by: proof.kind, ...reason }))
    throw new AppError('invalid_credentials', sentence, proof.kind === 'passkey' ? {} : { fields: { [proof.field]: sentence } })
  }
  await deps.transaction(nobody, (tx) => succeeded(tx, attempt))
}

async function faultOf(deps: Deps, signedIn: SignedIn, proof: Proof): Promise<Fault | null> {
  if (proof.kind === 'passkey') {
    const reason = await passkeyFault(deps, signedIn, proof)
    return reason === null ? null : { sentence: 'This passkey was not accepted. Try again, or confirm in another way.', reason }
  }
  const sentence = proof.kind === 'password' ? await passwordFault(deps, signedIn, proof.password) : await codeFault(deps, signedIn, proof.code)
  return sentence === null ? null : { sentence }
}

async function passwordFault(deps: Deps, { actor }: SignedIn, password: string): Promise<string | null> {
  const hash = await deps.transaction(actor, ownPasswordHash)
  return (await verifyPassword(hash, password)) ? null : 'This is not your password.'
}

async function codeFault(deps: Deps, { actor }: SignedIn, code: string): Promise<string | null> {
  return deps.transaction(actor, async (tx) => {
    const sealed = await ownAuthenticator(tx)
    const step = sealed === null ? null : stepOf(openTotpSecret(deps.secrets, sealed), code, tx.now)
    if (step === null) return 'This code is not right. Enter the code that your authenticator app shows now.'
    return (await applyOwnCode(tx, step)) ? null : 'This code was used already. Wait for the next one.'
  })
}
