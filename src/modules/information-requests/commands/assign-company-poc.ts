import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { requireVersion } from '../../complaints/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { AssignPoc } from '../contract.ts'
import { companyOnly, findDelivery } from '../store.ts'
import { changeHands } from './follow-deputies.ts'

/** The Complaints Contact or an Account Administrator names who answers for a complaint: a user with Manage (docs/rules.md 1). */
export async function assignCompanyPoc(deps: Deps, actor: Actor, complaintId: string, input: AssignPoc): Promise<void> {
  const assigner = companyOnly(actor)
  await deps.transaction(assigner, async (tx) => {
    const delivery = await findDelivery(tx, complaintId)
    permit(assigner, 'received.assign-poc', { companyId: delivery.companyId })
    const { rows } = await sql<{ status: string | null }>`select lock_complaint_as_company(${complaintId}) as status`.execute(tx.db)
    if (rows[0]?.status !== 'open') throw new AppError('conflict', 'This complaint is closed. It needs no Point of Contact any more.')
    const held = await tx.db.selectFrom('complaint_delivery').select('version').where('complaint_id', '=', complaintId).forUpdate().executeTakeFirstOrThrow()
    requireVersion(held, input.version)
    const candidate = await tx.db
      .selectFrom('account')
      .select('user_id')
      .where('user_id', '=', input.userId)
      .where('company_id', '=', assigner.companyId)
      .where('standing', '=', 'active')
      .where('complaints_role', '=', 'manage')
      .executeTakeFirst()
    if (candidate === undefined) throw invalid({ userId: 'Choose a colleague who may manage complaints.' })
    await tx.db
      .updateTable('complaint_delivery')
      .set({ company_poc_id: input.userId, poc_assigned_at: tx.now, poc_assigned_by: assigner.userId, version: held.version + 1 })
      .where('complaint_id', '=', complaintId)
      .execute()
    // Whoever is away already has a deputy who acts from the start.
    await changeHands(tx, delivery.companyId, assigner.userId)
    await finishTasks(tx, { kind: 'assign_point_of_contact', complaintId })
    await tx.audit({ action: 'company_poc.assigned', audience: 'both', agencyId: delivery.agencyId, companyId: delivery.companyId, complaintId, about: { kind: 'person', id: input.userId } })
    await tx.enqueue('notify', { eventId: newId(), event: 'poc_assigned', complaintId, userIds: [input.userId], by: assigner.userId })
  })
}
