import type { Tx } from '../../../platform/ports.ts'
import type { ComplaintTaskKind, OrganisationTaskKind } from '../domain/facts.ts'

/** Which open tasks are done: of a request, of a letter, or of a complaint (all kinds when none is named; those of letters may wait on); or of the actor's organisation. */
export type DoneTasks =
  | ({ kind?: ComplaintTaskKind } & ({ complaintId: string; requestId?: string; keepLetters?: true } | { complaintId?: string; requestId: string } | { letterId: string }))
  | { kind: OrganisationTaskKind }

/** Takes tasks of the actor's organisation off the lists of all who hold them, in the transaction of the work that did them. */
export async function finishTasks(tx: Tx, done: DoneTasks): Promise<void> {
  const { actor } = tx
  let query = tx.db
    .updateTable('task')
    .set({ done_at: tx.now, done_by: actor.kind === 'job' || actor.kind === 'nobody' ? null : actor.userId })
    .where('done_at', 'is', null)
  if (done.kind !== undefined) query = query.where('kind', '=', done.kind)
  if ('letterId' in done) {
    await tx.send(query.where('letter_id', '=', done.letterId))
    return
  }
  if (!('complaintId' in done || 'requestId' in done)) {
    if (actor.kind !== 'agency' && actor.kind !== 'company') throw new Error('Only an organisation has tasks of its own.')
    await query
      .where('complaint_id', 'is', null)
      .where(actor.kind === 'agency' ? 'agency_id' : 'company_id', '=', actor.kind === 'agency' ? actor.agencyId : actor.companyId)
      .execute()
    return
  }
  if (done.complaintId !== undefined) query = query.where('complaint_id', '=', done.complaintId)
  if (done.requestId !== undefined) query = query.where('request_id', '=', done.requestId)
  if ('keepLetters' in done) query = query.where('letter_id', 'is', null)
  await tx.send(query)
}
