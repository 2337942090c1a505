import type { AgencyActor, CompanyActor } from '#src/access/actor.ts'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { assignContacts } from '#src/modules/enrollment/commands/assign-contacts.ts'
import { beginEnrollment } from '#src/modules/enrollment/commands/begin-enrollment.ts'
import { completeEnrollment } from '#src/modules/enrollment/commands/complete-enrollment.ts'
import { finishUsers } from '#src/modules/enrollment/commands/finish-users.ts'
import { verifyCompany } from '#src/modules/enrollment/commands/verify-company.ts'
import { readWizard } from '#src/modules/enrollment/queries/read-wizard.ts'
import { termsVersion } from '#src/modules/accounts/domain/terms.ts'
import type { TestCompany, World } from './test-world.ts'

let counter = 0

/** Whom an agency might invite; each e-mail address once. */
export function newcomer(name = 'Ellen Brandt'): { name: string; title: string; email: string } {
  counter += 1
  return { name, title: 'Head of customer care', email: `first${String(counter)}@newcomer.example` }
}

/** A company that an agency has invited. */
export async function invited(world: World, by: AgencyActor, company: TestCompany): Promise<{ enrollmentId: string; userId: string; email: string }> {
  const first = newcomer()
  await beginEnrollment(world.deps, by, company.id, first)
  const [row] = await world.rows<{ id: string; first_user_id: string }>(`select id, first_user_id from enrollment where company_id = $1 and state not in ('rejected', 'withdrawn')`, [company.id])
  return { enrollmentId: row?.id ?? '', userId: row?.first_user_id ?? '', email: first.email }
}

/** The first user after the first sign-in with a second factor; its credential is the caller's to make (Site.credentials). */
export async function activated(world: World, by: AgencyActor, company: TestCompany): Promise<CompanyActor & { enrollmentId: string }> {
  const { enrollmentId, userId } = await invited(world, by, company)
  await world.rows(`update account set standing = 'active', terms_version = $2, terms_accepted_at = $3 where user_id = $1`, [userId, termsVersion, world.clock.now()])
  await world.rows('update account set last_sign_in_at = $2 where user_id = $1', [userId, world.clock.now()])
  return { kind: 'company', userId, companyId: company.id, systemRoles: ['account_administrator'], complaintsAccess: null, isComplaintsContact: false, enrolled: false, timeZone: 'America/New_York', enrollmentId }
}

/** Goes through the steps up to and without this one, and answers the enrollment there. */
export async function wizardAt(world: World, actor: CompanyActor, step: EnrollmentWizard['step']): Promise<EnrollmentWizard> {
  let wizard = await readWizard(world.deps, actor)
  while (wizard.step !== step) {
    const { version } = wizard
    switch (wizard.step) {
      case 'verify_company':
        wizard = await verifyCompany(world.deps, actor, { version })
        break
      case 'create_users':
        wizard = await finishUsers(world.deps, actor, { version, later: true })
        break
      case 'assign_contacts':
        wizard = await assignContacts(world.deps, actor, { version, complaintsContactId: actor.userId, saContactId: actor.userId, extraAddresses: [] })
        break
      case 'review':
        wizard = await completeEnrollment(world.deps, actor, { version })
        break
      case 'done':
        throw new Error(`The enrollment has passed ${step}.`)
    }
  }
  return wizard
}
