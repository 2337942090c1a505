import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { emailKey } from '../../accounts/domain/email-key.ts'
import type { BeginEnrollment } from '../contract.ts'
import { endedEnrollments, invitationTime } from '../domain/enrollment-steps.ts'
import { dayWords } from '../domain/moment-words.ts'
import { agencyOnly } from '../store.ts'

/** An agency makes a company's first user and invites them (docs/rules.md 5). A company never enrolls itself. */
export async function beginEnrollment(deps: Pick<Deps, 'transaction'>, actor: Actor, companyId: string, input: BeginEnrollment): Promise<void> {
  const inviter = agencyOnly(actor)
  await deps.transaction(inviter, (tx) => beginEnrollmentIn(tx, inviter, companyId, input))
}

/**
 * As part of another command, such as sending requests: all of it happens or nothing.
 * @param field where the first user stands in that command's input, such as 'enroll.'
 */
export async function beginEnrollmentIn(tx: Tx, actor: AgencyActor, companyId: string, input: BeginEnrollment, field = ''): Promise<void> {
  const company = await tx.db.selectFrom('company').select(['id', 'name']).where('id', '=', companyId).executeTakeFirst()
  if (company === undefined) throw notFound('company')
  permit(actor, 'company.enroll')
  const [enrollmentId, userId, linkId] = [newId(), newId(), newId()]
  const endsAt = new Date(tx.now.getTime() + invitationTime)
  const { rows } = await sql<{ outcome: string }>`
    select begin_enrollment(${enrollmentId}, ${companyId}, ${userId}, ${input.name.trim()}, ${blankIsNull(input.title)}, ${blankIsNull(input.phone)},
      ${input.email}, ${emailKey(input.email)}, ${linkId}, ${endsAt}, ${tx.now}) as outcome`.execute(tx.db)
  await refuse(tx, actor, company, rows[0]?.outcome, field)
  const begun = await tx.db.selectFrom('enrollment').select('first_user_id').where('id', '=', enrollmentId).executeTakeFirstOrThrow()
  await tx.audit({ action: 'enrollment.begun', audience: 'both', agencyId: actor.agencyId, companyId, about: { kind: 'enrollment', id: enrollmentId }, details: { firstUser: begun.first_user_id } })
  await tx.enqueue('notify-organisation', { eventId: newId(), event: 'enrollment_begun', agencyId: actor.agencyId, companyId, userId: begun.first_user_id, linkId, by: actor.userId })
}

async function refuse(tx: Tx, actor: AgencyActor, company: { id: string; name: string }, outcome: string | undefined, field: string): Promise<void> {
  switch (outcome) {
    case 'begun':
      return
    case 'not_found':
      throw notFound('company')
    case 'enrolled':
      throw new AppError('conflict', `${company.name} is enrolled already. Requests reach it at once.`)
    case 'underway':
      throw new AppError('conflict', await underwaySentence(tx, actor, company))
    case 'unconfirmed':
      throw new AppError('conflict', `${company.name} is known from an import only. It can be enrolled once it stands in the NMLS directory; or ask for a company account.`)
    case 'email_taken':
      throw invalid({ [`${field}email`]: 'Somebody else has an account with this e-mail address. Enter another one.' })
    default:
      throw new Error(`begin_enrollment answered ${outcome ?? 'nothing'}`)
  }
}

async function underwaySentence(tx: Tx, actor: AgencyActor, company: { id: string; name: string }): Promise<string> {
  const begun = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('agency as g', 'g.id', 'e.agency_id')
    .select(['g.name', 'e.begun_at'])
    .where('e.company_id', '=', company.id)
    .where('e.state', 'not in', endedEnrollments)
    .executeTakeFirst()
  if (begun === undefined) return `The enrollment of ${company.name} is underway already.`
  return `${begun.name} began the enrollment of ${company.name} on ${dayWords(actor.timeZone, begun.begun_at)}. Send a reminder instead.`
}

function blankIsNull(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}
