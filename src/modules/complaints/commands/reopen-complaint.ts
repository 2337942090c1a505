import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { keepWhileOpen } from '../../retention/index.ts'
import { lastDayToReopen, takeStep } from '../domain/lifecycle.ts'
import type { ReopenComplaint } from '../lifecycle-contract.ts'
import { agencyOf, findComplaint, lockComplaint, requireVersion, targetOf } from '../store.ts'

/** Opens a closed complaint again, within one year of its latest closure. The company hears of it with the next request. */
export async function reopenComplaint(deps: Deps, actor: Actor, id: string, input: ReopenComplaint): Promise<void> {
  const reopener = agencyOf(actor)
  await deps.transaction(reopener, async (tx) => {
    permit(reopener, 'complaint.reopen', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    const status = takeStep('reopen', complaint.status)
    const closedAt = await latestClosure(tx, id)
    const lastDay = closedAt === null ? null : lastDayToReopen(dateIn(reopener.timeZone, closedAt))
    if (lastDay !== null && dateIn(reopener.timeZone, tx.now) > lastDay) {
      throw new AppError('conflict', `A complaint can be reopened within one year of its latest closure. This one could be until ${lastDay}. Enter a new complaint and relate it to this one.`)
    }
    const reopeningId = newId()
    await tx.db.insertInto('reopening').values({ id: reopeningId, complaint_id: id, agency_id: complaint.agencyId, reason: input.reason, reopened_by: reopener.userId, reopened_at: tx.now }).execute()
    await tx.db.updateTable('complaint').set({ status, closed_at: null, version: complaint.version + 1 }).where('id', '=', id).execute()
    await keepWhileOpen(tx, id)
    await tx.audit({ action: 'complaint.reopened', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: id, about: { kind: 'reopening', id: reopeningId } })
    await tx.enqueue('notify', { eventId: reopeningId, event: 'complaint_reopened', complaintId: id, by: reopener.userId })
  })
}

/** Of an imported complaint there may be a date without a closure. */
async function latestClosure(tx: Tx, id: string): Promise<Date | null> {
  const closure = await tx.db.selectFrom('closure').select('closed_at').where('complaint_id', '=', id).orderBy('closed_at', 'desc').limit(1).executeTakeFirst()
  if (closure !== undefined) return closure.closed_at
  return (await tx.db.selectFrom('complaint').select('closed_at').where('id', '=', id).executeTakeFirst())?.closed_at ?? null
}
