import { AppError } from '../../kernel/errors.ts'
import type { Tx } from '../../platform/ports.ts'
import { passwordTime } from './domain/session-life.ts'
import { hashOf } from './session-token.ts'
import { findSession, type SessionRow } from './store.ts'

/** The session whose password was given and whose code is awaited, or a refusal that leads back to the password. */
export async function waitingSession(tx: Tx, token: string | undefined): Promise<SessionRow> {
  const session = token === undefined ? undefined : await findSession(tx, hashOf(token))
  if (session?.state !== 'password_done' || session.standing !== 'active') {
    throw new AppError('unauthenticated', 'Enter your e-mail address and password first.')
  }
  if (session.ended_at !== null || tx.now.getTime() - session.created_at.getTime() >= passwordTime) {
    throw new AppError('session_expired', 'Too much time has passed since you entered your password. Enter it again.')
  }
  return session
}
