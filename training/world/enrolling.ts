import type { StaffedCompany, Agency, AgencyPerson } from './people.ts'
import { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import { instant, type Row, type Rows } from './rows.ts'

const hourMs = 3_600_000
const invitationDays = 14

/**
 * Companies that an agency has invited and that have not come yet: the first user, whom NMLS names for complaints, has
 * the invitation's link and no password. An agency whose requests wait began it; a reminder a few days ago renewed the
 * link. Chances of its own, so that the rest of the world stays the same.
 */
export function addEnrollments(rows: Rows, { agencies, companies, now, seed }: { agencies: readonly Agency[]; companies: readonly StaffedCompany[]; now: number; seed: number }): void {
  const dice = new Dice(seed)
  for (const company of companies.filter((one) => one.enrollment === 'invited')) {
    const deliveries = rows.of('complaint_delivery').filter((row) => row['company_id'] === company.id).toSorted((a, b) => deliveredAt(a) - deliveredAt(b))
    const first = deliveries[0]
    const agency = agencies.find((one) => one.id === first?.['agency_id']) ?? dice.pick(agencies)
    invite(rows, dice, { company, agency, begunAt: first === undefined ? now - 4 * dayMs : deliveredAt(first) - hourMs, invitedAt: now - dice.between(1, 5) * dayMs })
  }
}

function deliveredAt(row: Row): number {
  return Date.parse(words(row['delivered_at']))
}

function words(value: Row[string] | undefined): string {
  return typeof value === 'string' ? value : ''
}

function invite(rows: Rows, dice: Dice, { company, agency, begunAt, invitedAt }: { company: StaffedCompany; agency: Agency; begunAt: number; invitedAt: number }): void {
  const contact = rows.of('nmls_contact').find((row) => row['company_id'] === company.id && row['kind'] === 'complaints_contact')
  const inviter = agency.people.find((person) => person.complaintsRole === 'manager')
  if (contact === undefined || inviter === undefined) throw new Error(`${company.name} cannot be invited.`)
  const [userId, enrollmentId] = [dice.id(begunAt), dice.id(begunAt)]
  const email = words(contact['email'])
  const renewedAt = Math.max(begunAt, invitedAt)
  const endsAt = instant(renewedAt + invitationDays * dayMs)
  rows.add('person', { id: userId, kind: 'company', agency_id: null, company_id: company.id, name: words(contact['name']), title: words(contact['title']), phone: words(contact['phone']), created_at: instant(begunAt) })
  rows.add('account', {
    user_id: userId, kind: 'company', agency_id: null, company_id: company.id, email, email_key: email.toLowerCase(), system_roles: ['account_administrator'], complaints_role: 'manage', standing: 'invited',
    last_sign_in_at: null, created_at: instant(begunAt), terms_version: null, terms_accepted_at: null, invited_at: instant(begunAt), third_party_firm: null, third_party_kind: null,
  })
  rows.add('one_time_link', { id: dice.id(renewedAt), user_id: userId, purpose: 'activation', created_at: instant(renewedAt), expires_at: endsAt, created_by: inviter.id })
  rows.add('enrollment', {
    id: enrollmentId, company_id: company.id, agency_id: agency.id, begun_by: inviter.id, first_user_id: userId, state: 'invited', begun_at: instant(begunAt), invited_at: instant(renewedAt), invitation_ends_at: endsAt,
    users_later: false, version: renewedAt > begunAt ? 2 : 1,
  })
  record(rows, dice, { action: 'enrollment.begun', at: begunAt, agency, company, by: inviter, enrollmentId, details: { firstUser: userId } })
  if (renewedAt === begunAt) return
  rows.add('enrollment_reminder', { id: dice.id(renewedAt), enrollment_id: enrollmentId, agency_id: agency.id, sent_by: inviter.id, sent_at: instant(renewedAt), new_link: true })
  record(rows, dice, { action: 'enrollment.reminded', at: renewedAt, agency, company, by: inviter, enrollmentId, details: { newLink: true } })
}

type Entry = { action: string; at: number; agency: Agency; company: StaffedCompany; by: AgencyPerson; enrollmentId: string; details: Record<string, string | boolean> }

function record(rows: Rows, dice: Dice, { action, at, agency, company, by, enrollmentId, details }: Entry): void {
  rows.add('audit_entry', {
    id: dice.id(at), at: instant(at), organisation_id: agency.id, action, actor_id: by.id, actor_kind: 'agency', actor_organisation_id: agency.id, agency_id: agency.id, company_id: company.id, complaint_id: null,
    about_kind: 'enrollment', about_id: enrollmentId, audience: 'both', details,
  })
}
