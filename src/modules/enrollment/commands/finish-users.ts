import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { EnrollmentWizard, FinishUsers } from '../contract.ts'
import { advance } from '../domain/enrollment-steps.ts'
import { readWizardIn } from '../queries/read-wizard.ts'
import { companyOnly, holdOwnEnrollment } from '../store.ts'

/** Leaves the step Create Additional Users: they are there, or are to be created later. */
export async function finishUsers(deps: Pick<Deps, 'transaction'>, actor: Actor, input: FinishUsers): Promise<EnrollmentWizard> {
  const user = companyOnly(actor)
  return deps.transaction(user, async (tx) => {
    const held = await holdOwnEnrollment(tx, user, input.version)
    const state = advance(held.state, 'finish_users')
    await tx.db.updateTable('enrollment').set({ state, users_added_at: tx.now, users_later: input.later, version: held.version + 1 }).where('id', '=', held.id).execute()
    await tx.audit({ action: 'enrollment.users_added', audience: 'both', agencyId: held.agencyId, companyId: held.companyId, about: { kind: 'enrollment', id: held.id }, details: { later: input.later } })
    return readWizardIn(tx, user)
  })
}
