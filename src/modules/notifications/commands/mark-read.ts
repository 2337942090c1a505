import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'

/** Marks the actor's notifications as read: those named, or all. */
export async function markRead(deps: Pick<Deps, 'transaction'>, actor: Actor, { ids }: { ids?: string[] | undefined }): Promise<void> {
  if (ids?.length === 0) return
  await deps.transaction(actor, async (tx) => {
    let query = tx.db.updateTable('notification').set({ read_at: tx.now }).where('user_id', '=', actor.userId).where('read_at', 'is', null)
    if (ids !== undefined) query = query.where('id', 'in', ids)
    await query.execute()
  })
}
