import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { EnrollmentWizard, RejectAssociation } from '../contract.ts'
import { requireRejectable } from '../domain/enrollment-steps.ts'
import { readWizardIn } from '../queries/read-wizard.ts'
import { companyOnly, holdOwnEnrollment } from '../store.ts'

/**
 * "This is not my company": ends the enrollment, the accounts that came of it and their sessions; the agency reads why.
 * Answers how it stood, with nothing of the company's people and complaints: the session has ended.
 */
export async function rejectAssociation(deps: Pick<Deps, 'transaction'>, actor: Actor, input: RejectAssociation): Promise<EnrollmentWizard> {
  const user = companyOnly(actor)
  return deps.transaction(user, async (tx) => {
    const held = await holdOwnEnrollment(tx, user, input.version)
    requireRejectable(held.state)
    if (held.firstUserId !== user.userId) throw new AppError('forbidden', 'Only the person whom the agency invited can reject the association.')
    const before = await readWizardIn(tx, user)
    await finishTasks(tx, { kind: 'complete_enrollment' })
    await tx.audit({ action: 'enrollment.rejected', audience: 'both', agencyId: held.agencyId, companyId: held.companyId, about: { kind: 'enrollment', id: held.id } })
    const { rows } = await sql<{ done: boolean }>`select reject_association(${held.id}, ${input.reason}, ${tx.now}) as done`.execute(tx.db)
    if (rows[0]?.done !== true) throw new AppError('conflict', 'The association cannot be rejected any more.')
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'association_rejected', agencyId: held.agencyId, companyId: held.companyId, by: user.userId })
    return { ...before, version: held.version + 1, state: 'not_enrolled', step: 'done', users: [], waiting: [], contacts: { complaintsContactId: null, saContactId: null, extraAddresses: [] } }
  })
}
