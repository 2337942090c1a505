import { z } from 'zod'
import { AppError } from '../../../kernel/errors.ts'
import type { Tx } from '../../../platform/ports.ts'
import { hashOf, newToken } from '../session-token.ts'
import { beginCeremony, takeCeremony, type CeremonyKind } from './store.ts'

const Data = z.object({ challenge: z.string(), purpose: z.enum(['alone', 'second_factor', 'registration', 'confirmation']) })
type Data = z.infer<typeof Data>

/** Remembers the challenge for whoever holds the token; the browser keeps it in a cookie of its own. */
export async function begin(tx: Tx, kind: CeremonyKind, whose: { userId: string | null; sessionId: string | null }, data: Data): Promise<{ token: string }> {
  const { token, hash } = newToken()
  await beginCeremony(tx, { hash, kind, ...whose, data })
  return { token }
}

/**
 * What was begun: once, within ten minutes, in the session it was begun in.
 * To be called in a transaction of its own, so that a challenge is spent also by an answer that is refused.
 * @throws conflict otherwise
 */
export async function take(tx: Tx, kind: CeremonyKind, token: string | undefined): Promise<Data & { sessionId: string | null }> {
  const row = token === undefined ? undefined : await takeCeremony(tx, hashOf(token), kind)
  if (row === undefined) throw spent()
  return { ...Data.parse(row.data), sessionId: row.session_id }
}

export function spent(): AppError {
  return new AppError('conflict', 'This passkey request was used already or is too old. Try again.')
}
