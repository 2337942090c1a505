import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { EnrollmentWizard } from '../contract.ts'
import { advance } from '../domain/enrollment-steps.ts'
import { readWizardIn } from '../queries/read-wizard.ts'
import { companyOnly, holdOwnEnrollment } from '../store.ts'
import { requireContacts } from './assign-contacts.ts'

/** Opens the company to all agencies, once for all: what was sent before opens, and becomes its contacts' work. */
export async function completeEnrollment(deps: Pick<Deps, 'transaction'>, actor: Actor, input: { version: number }): Promise<EnrollmentWizard> {
  const user = companyOnly(actor)
  return deps.transaction(user, async (tx) => {
    const held = await holdOwnEnrollment(tx, user, input.version)
    const state = advance(held.state, 'complete')
    const contacts = await tx.db.selectFrom('company_contacts').select(['complaints_contact_id', 'sa_contact_id']).where('company_id', '=', held.companyId).executeTakeFirst()
    if (contacts === undefined || contacts.complaints_contact_id === null || contacts.sa_contact_id === null) {
      throw new AppError('conflict', 'A contact that was assigned is no longer a user of your company. Assign the contacts again.')
    }
    await requireContacts(tx, held.companyId, { complaintsContactId: contacts.complaints_contact_id, saContactId: contacts.sa_contact_id })
    await tx.db.updateTable('enrollment').set({ state, completed_at: tx.now, version: held.version + 1 }).where('id', '=', held.id).execute()
    await finishTasks(tx, { kind: 'complete_enrollment' })
    await tx.audit({ action: 'enrollment.completed', audience: 'both', agencyId: held.agencyId, companyId: held.companyId, about: { kind: 'enrollment', id: held.id } })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'enrollment_completed', companyId: held.companyId, by: user.userId })
    return readWizardIn(tx, user)
  })
}
