import { AppError } from '../../kernel/errors.ts'
import type { Deps } from '../../platform/ports.ts'
import type { Attempt } from './attempts.ts'
import type { Caller } from './cookies.ts'
import { emailKey } from './domain/email-key.ts'
import { auditAccount } from './finish-sign-in.ts'
import type { SessionRow } from './store.ts'
import { tellOfFailures } from './tell-of-failures.ts'

const sentences = {
  wrong_code: 'This code is not right. Enter the code that your authenticator app shows now.',
  used_code: 'This code was used already. Wait for the next one.',
  wrong_recovery_code: 'This recovery code is not right, or it was used already. Enter another one.',
}

/** Codes of the app and recovery codes are counted together: they open the same door. */
export function codeAttempt(session: SessionRow, { address }: Caller): Attempt {
  return { subject: { kind: 'code', name: session.user_id }, address }
}

export async function refuseCode(deps: Deps, session: SessionRow, caller: Caller, reason: keyof typeof sentences): Promise<never> {
  await deps.transaction({ kind: 'nobody' }, async (tx) => {
    await auditAccount(tx, session, 'session.refused', { step: 'code', reason })
    await tellOfFailures(tx, { userId: session.user_id, emailKey: emailKey(session.email), attempt: codeAttempt(session, caller), caller })
  })
  throw new AppError('invalid_credentials', sentences[reason], { fields: { code: sentences[reason] } })
}
