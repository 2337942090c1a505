import type { Tx } from '../../../platform/ports.ts'
import type { TaskKind } from '../domain/facts.ts'

/** Which open tasks are done: of a request, or of a complaint; all kinds when none is named. */
export type DoneTasks = { kind?: TaskKind } & ({ complaintId: string; requestId?: string } | { complaintId?: string; requestId: string })

/** Takes tasks of the actor's organisation off the lists of all who hold them, in the transaction of the work that did them. */
export async function finishTasks(tx: Tx, done: DoneTasks): Promise<void> {
  const { kind, complaintId, requestId } = done
  let query = tx.db
    .updateTable('task')
    .set({ done_at: tx.now, done_by: tx.actor.kind === 'job' || tx.actor.kind === 'nobody' ? null : tx.actor.userId })
    .where('done_at', 'is', null)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (complaintId !== undefined) query = query.where('complaint_id', '=', complaintId)
  if (requestId !== undefined) query = query.where('request_id', '=', requestId)
  await query.execute()
}
