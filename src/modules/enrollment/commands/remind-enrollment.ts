import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { timeInZone } from '../../../kernel/time-words.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { RemindEnrollment } from '../contract.ts'
import { endedEnrollments, invitationTime, nextReminderAt } from '../domain/enrollment-steps.ts'
import { agencyOnly } from '../store.ts'

/** Asks the first user to go on; with a new link where they want one or theirs has ended. Answers whose company it is. */
export async function remindEnrollment(deps: Pick<Deps, 'transaction'>, actor: Actor, enrollmentId: string, input: RemindEnrollment): Promise<{ companyId: string }> {
  const sender = agencyOnly(actor)
  return deps.transaction(sender, (tx) => remindIn(tx, sender, { column: 'e.id', id: enrollmentId }, input))
}

/** As part of sending requests to the company: all of it happens or nothing. */
export async function remindEnrollmentOf(tx: Tx, actor: AgencyActor, companyId: string): Promise<void> {
  await remindIn(tx, actor, { column: 'e.company_id', id: companyId }, { newLink: false })
}

async function remindIn(tx: Tx, actor: AgencyActor, by: { column: 'e.id' | 'e.company_id'; id: string }, input: RemindEnrollment): Promise<{ companyId: string }> {
  const found = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('account as u', 'u.user_id', 'e.first_user_id')
    .select(['e.id', 'e.company_id', 'e.first_user_id', 'e.state', 'e.invitation_ends_at', 'u.standing'])
    .where(by.column, '=', by.id)
    .$if(by.column === 'e.company_id', (query) => query.where('e.state', 'not in', endedEnrollments))
    .executeTakeFirst()
  if (found === undefined) throw notFound('enrollment')
  permit(actor, 'company.enroll')
  if (found.state === 'complete') throw new AppError('conflict', 'The enrollment is complete. There is nothing to be reminded of.')
  if (found.state === 'rejected') throw new AppError('conflict', 'The first user rejected the association. Enroll the company with another person.')
  if (found.state === 'withdrawn') throw new AppError('conflict', 'The invitation was withdrawn. Enroll the company with another person.')
  await holdReminders(tx, found.id)
  await requirePause(tx, actor, found.id)
  const opensByLink = found.state === 'invited' && found.standing === 'invited'
  if (input.newLink && !opensByLink) throw new AppError('conflict', 'The first user has opened the account already and needs no link. Send a reminder without one.')
  const linkId = opensByLink && (input.newLink || found.invitation_ends_at <= tx.now) ? newId() : null
  if (linkId !== null) await renew(tx, found.id, linkId)
  await tx.db
    .insertInto('enrollment_reminder')
    .values({ id: newId(), enrollment_id: found.id, agency_id: actor.agencyId, sent_by: actor.userId, sent_at: tx.now, new_link: linkId !== null })
    .execute()
  await tx.audit({ action: 'enrollment.reminded', audience: 'both', agencyId: actor.agencyId, companyId: found.company_id, about: { kind: 'enrollment', id: found.id }, details: { newLink: linkId !== null } })
  await tx.enqueue('notify-organisation', {
    eventId: newId(),
    event: 'enrollment_reminded',
    agencyId: actor.agencyId,
    companyId: found.company_id,
    userId: found.first_user_id,
    ...(linkId === null ? {} : { linkId }),
    by: actor.userId,
  })
  return { companyId: found.company_id }
}

/** Of two reminders at one moment the second finds the first. */
async function holdReminders(tx: Tx, enrollmentId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ses-enrollment:' || ${enrollmentId}, 0))`.execute(tx.db)
}

async function requirePause(tx: Tx, actor: AgencyActor, enrollmentId: string): Promise<void> {
  const last = await tx.db.selectFrom('enrollment_reminder').select('sent_at').where('enrollment_id', '=', enrollmentId).orderBy('sent_at', 'desc').limit(1).executeTakeFirst()
  const next = nextReminderAt(last?.sent_at ?? null, tx.now)
  if (next === null) return
  throw new AppError('conflict', `A reminder was sent less than an hour ago. The next one can be sent at ${timeInZone(next, actor.timeZone)}.`)
}

async function renew(tx: Tx, enrollmentId: string, linkId: string): Promise<void> {
  const endsAt = new Date(tx.now.getTime() + invitationTime)
  const { rows } = await sql<{ renewed: boolean }>`select renew_invitation(${enrollmentId}, ${linkId}, ${endsAt}, ${tx.now}) as renewed`.execute(tx.db)
  if (rows[0]?.renewed !== true) throw new AppError('conflict', 'The first user has opened the account meanwhile. Send a reminder without a link.')
}
