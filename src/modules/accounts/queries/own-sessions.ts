import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { deviceWords } from '../domain/device-words.ts'
import { hasEnded } from '../domain/session-life.ts'
import { OwnSession, type OwnSessions } from '../own-account-contract.ts'

/** Where one is signed in now, this session first. */
export async function ownSessions(deps: Deps, { actor, sessionId }: SignedIn): Promise<OwnSessions> {
  const rows = await deps.transaction(actor, (tx) =>
    tx.db
      .selectFrom('session')
      .select(['id', 'address', 'user_agent', 'method', 'created_at', 'last_active_at', 'ended_at'])
      .where('user_id', '=', actor.userId)
      .where('state', '=', 'active')
      .where('ended_at', 'is', null)
      .orderBy('last_active_at', 'desc')
      .orderBy('id', 'desc')
      .execute(),
  )
  const now = deps.clock.now()
  const open = rows.filter((row) => !hasEnded({ createdAt: row.created_at, lastActiveAt: row.last_active_at, endedAt: row.ended_at }, now))
  const items = open.map((row) => ({
    id: row.id,
    device: deviceWords(row.user_agent),
    address: row.address,
    method: OwnSession.shape.method.parse(row.method),
    begunAt: row.created_at.toISOString(),
    lastUsedAt: row.last_active_at.toISOString(),
    current: row.id === sessionId,
  }))
  return { items: [...items.filter((item) => item.current), ...items.filter((item) => !item.current)] }
}
