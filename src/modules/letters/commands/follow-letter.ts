import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { extensionProblem } from '../../information-requests/domain/request-lifecycle.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { ExtendLetter, Letter, WithdrawLetter } from '../contract.ts'
import { takeLetterStep } from '../domain/letter-lifecycle.ts'
import { agencyOf, findLetter, lockCompanyLetter, readLetter, statusOf } from '../store.ts'

/** Another date for the acknowledgment, always in the future; the first one is kept and shown. The company is told. */
export async function extendLetter(deps: Deps, actor: Actor, id: string, { version, dueOn }: ExtendLetter): Promise<Letter> {
  const extender = agencyOf(actor)
  return deps.transaction(extender, async (tx) => {
    permit(extender, 'letter.write', { ownerAgencyId: (await findLetter(tx, id)).agency_id })
    const letter = await lockCompanyLetter(tx, id, version)
    takeLetterStep('extend', statusOf(letter))
    const problem = extensionProblem(dueOn, letter.due_on, dateIn(extender.timeZone, tx.now))
    if (problem !== null) throw invalid({ dueOn: problem })
    await tx.db.updateTable('letter').set({ due_on: dueOn, version: version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'letter.extended', audience: letter.delivered_at === null ? 'agency' : 'both', agencyId: letter.agency_id, companyId: letter.company_id, complaintId: letter.complaint_id, about: { kind: 'letter', id }, details: { from: letter.due_on, dueOn } })
    await tx.enqueue('notify', { eventId: newId(), event: 'letter_extended', complaintId: letter.complaint_id, letterId: id, by: extender.userId })
    return readLetter(tx, id)
  })
}

/** Takes back a letter that the company has. It stays readable to both, marked as withdrawn, and the company reads why. */
export async function withdrawLetter(deps: Deps, actor: Actor, id: string, { version, reason }: WithdrawLetter): Promise<Letter> {
  const by = agencyOf(actor)
  return deps.transaction(by, async (tx) => {
    permit(by, 'letter.write', { ownerAgencyId: (await findLetter(tx, id)).agency_id })
    const letter = await lockCompanyLetter(tx, id, version)
    const status = takeLetterStep('withdraw', statusOf(letter))
    await tx.db.updateTable('letter').set({ status, withdrawn_by: by.userId, withdrawn_at: tx.now, withdraw_reason: reason, version: version + 1 }).where('id', '=', id).execute()
    await finishTasks(tx, { letterId: id })
    await tx.audit({ action: 'letter.withdrawn', audience: letter.delivered_at === null ? 'agency' : 'both', agencyId: letter.agency_id, companyId: letter.company_id, complaintId: letter.complaint_id, about: { kind: 'letter', id } })
    await tx.enqueue('notify', { eventId: newId(), event: 'letter_withdrawn', complaintId: letter.complaint_id, letterId: id, by: by.userId })
    return readLetter(tx, id)
  })
}
