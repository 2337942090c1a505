import type { Actor, AgencyActor, CompanyActor } from '../../access/actor.ts'
import { permit } from '../../access/permissions.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { Tx } from '../../platform/ports.ts'
import { endedEnrollments, enrollmentStates, type EnrollmentState } from './domain/enrollment-steps.ts'
import { readWizardIn } from './queries/read-wizard.ts'

export type OwnEnrollment = { id: string; agencyId: string; companyId: string; firstUserId: string; state: EnrollmentState; version: number }

export function agencyOnly(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

export function companyOnly(actor: Actor): CompanyActor {
  if (actor.kind !== 'company') throw notFound('page')
  return actor
}

/** How far a company is, for an agency. */
export async function enrollmentStateOf(tx: Tx, companyId: string): Promise<EnrollmentState> {
  const row = await tx.db.selectFrom('company').select('enrollment').where('id', '=', companyId).executeTakeFirst()
  if (row === undefined) throw notFound('company')
  return oneOf(enrollmentStates, row.enrollment)
}

/**
 * The enrollment of the actor's company, held until the transaction ends. Refused with the enrollment as it stands now
 * where somebody went on since, on this device or another.
 */
export async function holdOwnEnrollment(tx: Tx, actor: CompanyActor, version: number): Promise<OwnEnrollment> {
  permit(actor, 'enrollment.finish', { companyId: actor.companyId })
  const row = await tx.db
    .selectFrom('enrollment')
    .select(['id', 'agency_id', 'company_id', 'first_user_id', 'state', 'version'])
    .where('company_id', '=', actor.companyId)
    .where('state', 'not in', endedEnrollments)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw notFound('enrollment')
  if (row.version !== version) {
    throw new AppError('stale_version', 'The enrollment went on since you opened it, in another window or by a colleague. Look at what is there now.', { current: await readWizardIn(tx, actor) })
  }
  return { id: row.id, agencyId: row.agency_id, companyId: row.company_id, firstUserId: row.first_user_id, state: oneOf(enrollmentStates, row.state), version: row.version }
}
