import { notFound } from '../../../kernel/errors.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import { requireConfirmed } from '../require-confirmed.ts'

/** Signs one of the actor's own devices out. */
export async function endOwnSession(deps: Deps, signedIn: SignedIn, id: string): Promise<void> {
  const { actor } = signedIn
  requireConfirmed(signedIn, deps.clock.now())
  await deps.transaction(actor, async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('session')
      .set({ ended_at: tx.now })
      .where('id', '=', id)
      .where('user_id', '=', actor.userId)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw notFound('session')
    await auditOwn(tx, actor, 'session.ended_by_owner', { session: id })
  })
}

/** Signs out everywhere but here. */
export async function endOtherSessions(deps: Deps, signedIn: SignedIn): Promise<void> {
  const { actor, sessionId } = signedIn
  requireConfirmed(signedIn, deps.clock.now())
  await deps.transaction(actor, async (tx) => {
    const ended = await tx.db
      .updateTable('session')
      .set({ ended_at: tx.now })
      .where('user_id', '=', actor.userId)
      .where('id', '!=', sessionId)
      .where('ended_at', 'is', null)
      .returning('id')
      .execute()
    await auditOwn(tx, actor, 'session.others_ended_by_owner', { sessions: ended.map(({ id }) => id) })
  })
}
