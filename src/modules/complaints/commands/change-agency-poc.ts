import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ChangeAgencyPoc } from '../contract.ts'
import { isChangeable } from '../domain/lifecycle.ts'
import { agencyOf, findComplaint, lockComplaint, requireVersion, targetOf } from '../store.ts'

/** Names another Agency POC: a Supervisor or Manager of the agency, who is told; until closure (docs/rules.md 1). */
export async function changeAgencyPoc(deps: Deps, actor: Actor, id: string, input: ChangeAgencyPoc): Promise<void> {
  const editor = agencyOf(actor)
  await deps.transaction(editor, async (tx) => {
    permit(editor, 'complaint.update', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    if (!isChangeable(complaint.status)) throw new AppError('conflict', 'The Agency POC can be changed until the complaint is closed.')
    if (complaint.status === 'draft') throw new AppError('conflict', 'Whoever submits the draft becomes its Agency POC.')
    if (complaint.status === 'pending') throw new AppError('conflict', 'The preliminary reviewer names the Agency POC.')
    await requireHandler(tx, editor, input.userId, 'userId')
    await tx.db.updateTable('complaint').set({ agency_poc_id: input.userId, version: complaint.version + 1 }).where('id', '=', id).execute()
    await tx.enqueue('notify', { eventId: newId(), event: 'agency_poc_assigned', complaintId: id, userIds: [input.userId], by: editor.userId })
    await tx.audit({ action: 'agency_poc.changed', audience: 'both', agencyId: complaint.agencyId, companyId: complaint.firstSentAt === null ? null : complaint.companyId, complaintId: id, about: { kind: 'person', id: input.userId } })
  })
}

/** An Agency POC is an active Complaint Supervisor or Complaint Manager of the agency. */
export async function requireHandler(tx: Tx, actor: AgencyActor, userId: string, field: string): Promise<void> {
  const candidate = await tx.db
    .selectFrom('account')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('agency_id', '=', actor.agencyId)
    .where('standing', '=', 'active')
    .where('complaints_role', 'in', ['supervisor', 'manager'])
    .executeTakeFirst()
  if (candidate === undefined) throw invalid({ [field]: 'Choose a Complaint Supervisor or Complaint Manager of your agency.' })
}
