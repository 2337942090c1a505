import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { EnrollmentStatus } from '../contract.ts'
import { endedEnrollments, enrollmentStates, nextReminderAt } from '../domain/enrollment-steps.ts'
import { agencyOnly } from '../store.ts'

const contactKinds = ['contact_person', 'complaints_contact'] as const

/** How far a company's enrollment is, as every agency sees it: it is one enrollment for all. */
export async function readEnrollmentStatus(deps: Pick<Deps, 'transaction'>, actor: Actor, companyId: string): Promise<EnrollmentStatus> {
  const reader = agencyOnly(actor)
  permit(reader, 'company.view')
  return deps.transaction(reader, (tx) => readStatusIn(tx, reader, companyId))
}

/** In the transaction of the command that was refused. */
export async function readStatusIn(tx: Tx, reader: AgencyActor, companyId: string): Promise<EnrollmentStatus> {
  const company = await tx.db.selectFrom('company').select(['id', 'number', 'name', 'enrollment', 'standing']).where('id', '=', companyId).executeTakeFirst()
  if (company === undefined) throw notFound('company')
  const contacts = await tx.db.selectFrom('nmls_contact').select(['kind', 'name', 'title', 'email', 'phone']).where('company_id', '=', companyId).orderBy('kind', 'desc').execute()
  const state = oneOf(enrollmentStates, company.enrollment)
  const underway = await currentOf(tx, companyId)
  return {
    companyId,
    companyName: company.name,
    sesId: displayId('company', company.number),
    state,
    nmlsContacts: contacts.map((row) => ({ ...row, kind: oneOf(contactKinds, row.kind) })),
    requestContact: await requestContactOf(tx, companyId),
    enrollment: underway === null ? null : underway.shown,
    rejected: await rejectedOf(tx, companyId),
    withdrawn: await withdrawnOf(tx, companyId),
    can: actionsOf(reader, { state, confirmed: company.standing === 'confirmed', ...(underway ?? { agencyId: null, opensByLink: false, lastReminderAt: null }) }, tx.now),
  }
}

type Facts = { state: EnrollmentStatus['state']; confirmed: boolean; agencyId: string | null; opensByLink: boolean; lastReminderAt: Date | null }

function actionsOf(reader: AgencyActor, facts: Facts, now: Date): EnrollmentStatus['can'] {
  if (!may(reader, 'company.enroll') || facts.state === 'complete') return []
  if (facts.state === 'not_enrolled') return facts.confirmed ? ['enroll'] : []
  const can: EnrollmentStatus['can'] = facts.state === 'invited' && facts.agencyId === reader.agencyId ? ['withdraw'] : []
  if (nextReminderAt(facts.lastReminderAt, now) !== null) return can
  return facts.opensByLink ? ['remind', 'resend', ...can] : ['remind', ...can]
}

type Underway = { shown: NonNullable<EnrollmentStatus['enrollment']>; agencyId: string; opensByLink: boolean; lastReminderAt: Date | null }

async function currentOf(tx: Tx, companyId: string): Promise<Underway | null> {
  const row = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('agency as g', 'g.id', 'e.agency_id')
    .innerJoin('person as b', 'b.id', 'e.begun_by')
    .innerJoin('person as f', 'f.id', 'e.first_user_id')
    .innerJoin('account as u', 'u.user_id', 'e.first_user_id')
    .select([
      'e.id', 'e.version', 'e.agency_id', 'e.state', 'e.begun_at', 'e.invited_at', 'e.invitation_ends_at', 'e.activated_at', 'e.completed_at', 'g.name as agency', 'b.id as begun_by', 'b.name as begun_by_name',
      'f.name as first_name', 'f.title as first_title', 'u.email as first_email', 'u.standing',
    ])
    .where('e.company_id', '=', companyId)
    .where('e.state', 'not in', endedEnrollments)
    .executeTakeFirst()
  if (row === undefined) return null
  const reminders = await tx.db
    .selectFrom('enrollment_reminder as r')
    .innerJoin('person as p', 'p.id', 'r.sent_by')
    .innerJoin('agency as g', 'g.id', 'r.agency_id')
    .select(['r.sent_at', 'r.new_link', 'p.name', 'g.name as agency'])
    .where('r.enrollment_id', '=', row.id)
    .orderBy('r.sent_at', 'desc')
    .limit(100)
    .execute()
  const opensByLink = row.state === 'invited' && row.standing === 'invited'
  return {
    agencyId: row.agency_id,
    opensByLink,
    lastReminderAt: reminders[0]?.sent_at ?? null,
    shown: {
      id: row.id,
      version: row.version,
      agency: row.agency,
      begunBy: { id: row.begun_by, name: row.begun_by_name },
      begunAt: row.begun_at.toISOString(),
      firstUser: { name: row.first_name, title: row.first_title, email: row.first_email },
      invitedAt: row.invited_at.toISOString(),
      invitationEndsAt: row.invitation_ends_at.toISOString(),
      invitationEnded: opensByLink && row.invitation_ends_at <= tx.now,
      activatedAt: row.activated_at?.toISOString() ?? null,
      completedAt: row.completed_at?.toISOString() ?? null,
      reminders: reminders.map((reminder) => ({ sentAt: reminder.sent_at.toISOString(), by: reminder.name, agency: reminder.agency, newLink: reminder.new_link })),
    },
  }
}

async function rejectedOf(tx: Tx, companyId: string): Promise<EnrollmentStatus['rejected']> {
  const rows = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('person as f', 'f.id', 'e.first_user_id')
    .select(['e.rejected_at', 'e.reject_reason', 'e.begun_at', 'f.name'])
    .where('e.company_id', '=', companyId)
    .where('e.state', '=', 'rejected')
    .orderBy('e.begun_at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({ at: (row.rejected_at ?? row.begun_at).toISOString(), by: row.name, reason: row.reject_reason ?? '' }))
}

async function withdrawnOf(tx: Tx, companyId: string): Promise<EnrollmentStatus['withdrawn']> {
  const rows = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('agency as g', 'g.id', 'e.agency_id')
    .leftJoin('person as p', 'p.id', 'e.withdrawn_by')
    .select(['e.withdrawn_at', 'e.withdraw_reason', 'e.begun_at', 'p.name', 'g.name as agency'])
    .where('e.company_id', '=', companyId)
    .where('e.state', '=', 'withdrawn')
    .orderBy('e.begun_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({ at: (row.withdrawn_at ?? row.begun_at).toISOString(), by: row.name ?? row.agency, agency: row.agency, reason: row.withdraw_reason }))
}

/** Row-level security shows an agency the requests that it made itself, and no others. */
async function requestContactOf(tx: Tx, companyId: string): Promise<EnrollmentStatus['requestContact']> {
  const row = await tx.db
    .selectFrom('company_account_request')
    .select(['contact_name as name', 'contact_title as title', 'contact_email as email', 'contact_phone as phone'])
    .where('company_id', '=', companyId)
    .where('status', '=', 'approved')
    .orderBy('decided_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined || row.name === null ? null : { ...row, name: row.name }
}
