import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { EnrollmentWizard } from '../contract.ts'
import { advance } from '../domain/enrollment-steps.ts'
import { readWizardIn } from '../queries/read-wizard.ts'
import { companyOnly, holdOwnEnrollment } from '../store.ts'

/** "This is my company" (docs/rules.md 5). */
export async function verifyCompany(deps: Pick<Deps, 'transaction'>, actor: Actor, input: { version: number }): Promise<EnrollmentWizard> {
  const user = companyOnly(actor)
  return deps.transaction(user, async (tx) => {
    const held = await holdOwnEnrollment(tx, user, input.version)
    const state = advance(held.state, 'verify')
    await tx.db.updateTable('enrollment').set({ state, verified_at: tx.now, version: held.version + 1 }).where('id', '=', held.id).execute()
    await tx.audit({ action: 'enrollment.verified', audience: 'both', agencyId: held.agencyId, companyId: held.companyId, about: { kind: 'enrollment', id: held.id } })
    return readWizardIn(tx, user)
  })
}
