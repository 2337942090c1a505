import { describe, expect, test, type World } from '#test/world/test-world.ts'
import type { TestAgency, TestCompany } from '#test/world/test-world.ts'
import { newId } from '../../platform/new-id.ts'
import type { Jobs, OrganisationHappening } from '../../platform/ports.ts'
import { notifyJob } from './jobs.ts'
import { notifyOrganisationJob } from './organisation-job.ts'

/**
 * Every row of who hears of what (docs/rules.md 9), in a world where everybody is there who might hear of it: all roles of the
 * owner, of an agency with access, of one without, of the company and of another. Who is not named in a row hears nothing.
 */
const environment = { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const roles = [
  'supervisor', 'supervisor2', 'poc agency', 'manager', 'viewer', 'system only',
  'access supervisor', 'access manager', 'access viewer', 'other supervisor', 'other manager', 'other viewer',
  'contact', 'administrator', 'company poc', 'drafter', 'reader', 'stranger',
] as const
type Role = (typeof roles)[number]
type Inbox = 'owner inbox' | 'access inbox' | 'other inbox' | 'company inbox'

type Cast = {
  owner: TestAgency
  access: TestAgency
  other: TestAgency
  company: TestCompany
  people: Record<Role, string>
  inbox: Record<Inbox, string>
  complaintId: string
  requestId: string
  entityId: string
}

async function castOf(world: World): Promise<Cast> {
  const [owner, access, other] = [await world.agency(), await world.agency(), await world.agency()]
  const [company, another] = [await world.company(), await world.company()]
  const people: Record<Role, string> = {
    supervisor: (await world.agencyUser(owner, 'supervisor')).userId,
    supervisor2: (await world.agencyUser(owner, 'supervisor')).userId,
    'poc agency': (await world.agencyUser(owner, 'manager')).userId,
    manager: (await world.agencyUser(owner, 'manager')).userId,
    viewer: (await world.agencyUser(owner, 'viewer')).userId,
    'system only': (await world.agencyUser(owner, null, ['account_administrator'])).userId,
    'access supervisor': (await world.agencyUser(access, 'supervisor')).userId,
    'access manager': (await world.agencyUser(access, 'manager')).userId,
    'access viewer': (await world.agencyUser(access, 'viewer')).userId,
    'other supervisor': (await world.agencyUser(other, 'supervisor')).userId,
    'other manager': (await world.agencyUser(other, 'manager')).userId,
    'other viewer': (await world.agencyUser(other, 'viewer')).userId,
    contact: (await world.companyUser(company, 'manage', [], true)).userId,
    administrator: (await world.companyUser(company, null, ['account_administrator'])).userId,
    'company poc': (await world.companyUser(company, 'manage')).userId,
    drafter: (await world.companyUser(company, 'manage')).userId,
    reader: (await world.companyUser(company, 'view')).userId,
    stranger: (await world.companyUser(another, 'manage', ['account_administrator'], true)).userId,
  }
  const inbox = { 'owner inbox': `owner-${owner.id}@x.example`, 'access inbox': `access-${access.id}@x.example`, 'other inbox': `other-${other.id}@x.example`, 'company inbox': `company-${company.id}@x.example` }
  for (const [agency, name] of [[owner, 'owner inbox'], [access, 'access inbox'], [other, 'other inbox']] as const) await world.rows('update agency set extra_addresses = $2 where id = $1', [agency.id, [inbox[name]]])
  await world.rows('update company_contacts set extra_addresses = $2 where company_id = $1', [company.id, [inbox['company inbox']]])
  const [complaintId, requestId, entityId] = [newId(), newId(), newId()]
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, first_sent_at)
     values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, now(), '2026-11-20', now())`,
    [complaintId, owner.id, company.id, company.name, people['poc agency']],
  )
  await world.rows('insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at, company_poc_id) select id, agency_id, company_id, number, now(), $2 from complaint where id = $1', [complaintId, people['company poc']])
  await world.rows(
    `insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, due_on, original_due_on, created_by, created_at, sent_by, sent_at, notify_user_ids)
     values ($1, $2, $3, $4, 'One', 'Please send it.', 'sent_to_company', '2026-12-10', '2026-12-10', $5, now(), $5, now(), $6)`,
    [requestId, complaintId, owner.id, company.id, people['poc agency'], [people.manager, people.viewer]],
  )
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, decided_at) values ($1, $2, $3, $4, 'accepted', $5, now(), now())`, [newId(), complaintId, owner.id, access.id, people['access manager']])
  await world.rows(`insert into entity (id, agency_id, name, name_key, created_by, created_at, updated_at) values ($1, $2, 'Unknown firm', 'unknown firm', $3, now(), now())`, [entityId, owner.id, people.manager])
  return { owner, access, other, company, people, inbox, complaintId, requestId, entityId }
}

/** Another agency asks, and it is so. */
async function asked(world: World, at: Cast, state: string): Promise<{ accessId: string }> {
  const accessId = newId()
  await world.rows(
    `insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, decided_at, ended_at) values ($1, $2, $3, $4, $5, $6, now(), case when $5 in ('accepted', 'rejected', 'revoked') then now() end, case when $5 in ('revoked', 'withdrawn') then now() end)`,
    [accessId, at.complaintId, at.owner.id, at.other.id, state, at.people['other manager']],
  )
  return { accessId }
}

async function referred(world: World, at: Cast, state: string): Promise<{ referralId: string }> {
  const referralId = newId()
  await world.rows(
    `insert into referral (id, complaint_id, from_agency_id, to_agency_id, state, comments, sent_by, sent_at, status_before, decided_at) values ($1, $2, $3, $4, $5, 'Please take it.', $6, now(), 'in_progress', case when $5 <> 'pending' then now() end)`,
    [referralId, at.complaintId, at.owner.id, at.other.id, state, at.people['poc agency']],
  )
  return { referralId }
}

type Named = { users?: Role[]; agencies?: ('owner' | 'access' | 'other')[]; everybody?: boolean }
async function posted(world: World, at: Cast, board: 'complaint' | 'entity', named: Named, eventId: string): Promise<{ postId: string }> {
  const postId = newId()
  const of = board === 'complaint' ? [at.complaintId, at.owner.id, null] : [null, null, at.entityId]
  await world.rows(`insert into discussion_post (id, complaint_id, owner_agency_id, entity_id, agency_id, author_id, text, created_at) values ($1, $2, $3, $4, $5, $6, 'See here.', now())`, [postId, ...of, at.owner.id, at.people.manager])
  const mention = (user: string | null, agency: string | null, everybody: boolean) =>
    world.rows(`insert into discussion_mention (post_id, complaint_id, owner_agency_id, entity_id, author_id, user_id, agency_id, everybody, event_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [postId, ...of, at.people.manager, user, agency, everybody, eventId])
  for (const role of named.users ?? []) await mention(at.people[role], null, false)
  for (const agency of named.agencies ?? []) await mention(null, at[agency].id, false)
  if (named.everybody === true) await mention(null, null, true)
  return { postId }
}

const requestIs = (status: string) => async (world: World, at: Cast) => {
  await world.rows(`update information_request set status = $2, answered_at = case when $2 = 'sent_to_agency' then now() end, answered_by = case when $2 = 'sent_to_agency' then $3::uuid end where id = $1`, [at.requestId, status, at.people['company poc']])
  return { requestIds: [at.requestId] }
}
const complaintIs = (status: string) => async (world: World, at: Cast) => {
  await world.rows(`update complaint set status = $2, closed_at = case when $2 = 'closed' then now() end, canceled_at = case when $2 = 'canceled' then now() end where id = $1`, [at.complaintId, status])
  return {}
}
const draftIs = (status: string) => async (world: World, at: Cast) => {
  await world.rows('insert into request_drafter (request_id, user_id, agency_id, complaint_id, company_id, assigned_by, assigned_at) values ($1, $2, $3, $4, $5, $6, now())', [at.requestId, at.people.drafter, at.owner.id, at.complaintId, at.company.id, at.people['company poc']])
  await world.rows(`insert into response (id, request_id, round, complaint_id, agency_id, company_id, status, author_id, created_at, saved_by, saved_at) values ($1, $2, 1, $3, $4, $5, $6, $7, now(), $7, now())`, [newId(), at.requestId, at.complaintId, at.owner.id, at.company.id, status, at.people.drafter])
  return { requestIds: [at.requestId], userIds: [at.people.drafter] }
}

type Prepared = Partial<Jobs['notify']> & Partial<OrganisationHappening>
type Row = {
  row: string
  event: string
  by: Role | null
  prepare?: (world: World, at: Cast, eventId: string) => Promise<Prepared>
  told: readonly Role[]
  /** By e-mail: those told, unless said otherwise. */
  mailed?: readonly (Role | Inbox)[]
  inboxes?: readonly Inbox[]
  of?: 'entity' | 'agency' | 'company'
}

const supervisors = ['supervisor', 'supervisor2'] as const
const complaintRows: Row[] = [
  { row: 'preliminary review wanted', event: 'review_wanted', by: 'poc agency', told: ['manager', ...supervisors], inboxes: ['owner inbox'], prepare: async (world, at) => {
    await world.rows(`update complaint set status = 'pending', reviewer_id = $2 where id = $1`, [at.complaintId, at.people.manager])
    return { userIds: [at.people.manager] }
  } },
  { row: 'preliminary review done', event: 'review_completed', by: 'manager', told: ['poc agency', ...supervisors], inboxes: ['owner inbox'] },
  { row: 'first requests sent, no Point of Contact', event: 'requests_sent', by: 'poc agency', told: ['contact', 'administrator', ...supervisors], mailed: ['contact', 'company inbox', ...supervisors, 'owner inbox'], prepare: async (world, at) => {
    await world.rows('update complaint_delivery set company_poc_id = null where complaint_id = $1', [at.complaintId])
    return { requestIds: [at.requestId] }
  } },
  { row: 'further requests sent', event: 'requests_sent', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: ['owner inbox'], prepare: requestIs('sent_to_company') },
  { row: 'Point of Contact assigned', event: 'poc_assigned', by: 'contact', told: ['company poc'], prepare: (_world, at) => Promise.resolve({ userIds: [at.people['company poc']] }) },
  { row: 'drafter assigned', event: 'drafter_assigned', by: 'company poc', told: ['drafter'], prepare: draftIs('draft') },
  { row: 'draft handed for review', event: 'draft_handed', by: 'drafter', told: ['company poc'], prepare: draftIs('in_review') },
  { row: 'draft returned', event: 'draft_returned', by: 'company poc', told: ['drafter'], prepare: draftIs('draft') },
  { row: 'request sent back', event: 'request_sent_back', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: ['owner inbox'], prepare: requestIs('sent_to_company') },
  { row: 'request extended', event: 'request_extended', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: ['owner inbox'], prepare: requestIs('sent_to_company') },
  { row: 'request canceled', event: 'request_canceled', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: ['owner inbox'], prepare: requestIs('canceled') },
  { row: 'reminder', event: 'request_reminded', by: 'poc agency', told: ['company poc', ...supervisors], inboxes: ['owner inbox'], prepare: requestIs('sent_to_company') },
  { row: 'due in three days', event: 'request_due_soon', by: null, told: ['company poc', ...supervisors], inboxes: ['owner inbox'], prepare: requestIs('sent_to_company') },
  { row: 'overdue', event: 'request_overdue', by: null, told: ['company poc', 'poc agency', ...supervisors], inboxes: ['owner inbox'], prepare: async (world, at) => {
    await world.rows(`update information_request set due_on = '2026-11-10' where id = $1`, [at.requestId])
    return { requestIds: [at.requestId] }
  } },
  { row: 'response submitted', event: 'response_submitted', by: 'company poc', told: ['poc agency', 'manager', ...supervisors], inboxes: ['owner inbox'], prepare: requestIs('sent_to_agency') },
  { row: 'send-back requested', event: 'ask_made', by: 'company poc', told: ['poc agency', ...supervisors], inboxes: ['owner inbox'], prepare: async (world, at) => {
    const askId = newId()
    await requestIs('sent_to_agency')(world, at)
    await world.rows(`insert into request_ask (id, request_id, agency_id, complaint_id, company_id, kind, reason, asked_by, asked_at) values ($1, $2, $3, $4, $5, 'send_back', 'We found more.', $6, now())`, [askId, at.requestId, at.owner.id, at.complaintId, at.company.id, at.people['company poc']])
    return { askId, requestIds: [at.requestId] }
  } },
  { row: 'access requested', event: 'access_requested', by: 'other manager', told: supervisors, inboxes: ['owner inbox'], prepare: (world, at) => asked(world, at, 'requested') },
  { row: 'access accepted', event: 'access_decided', by: 'supervisor', told: ['other manager', 'supervisor2'], inboxes: ['owner inbox'], prepare: (world, at) => asked(world, at, 'accepted') },
  { row: 'access rejected', event: 'access_decided', by: 'supervisor', told: ['other manager', 'supervisor2'], inboxes: ['owner inbox'], prepare: (world, at) => asked(world, at, 'rejected') },
  { row: 'request for access withdrawn', event: 'access_decided', by: 'other manager', told: supervisors, inboxes: ['owner inbox'], prepare: (world, at) => asked(world, at, 'withdrawn') },
  { row: 'access revoked', event: 'access_revoked', by: 'supervisor', told: ['other supervisor', 'supervisor2'], inboxes: ['other inbox', 'owner inbox'], prepare: (world, at) => asked(world, at, 'revoked') },
  { row: 'access revoked and given again before the message was worked off', event: 'access_revoked', by: 'supervisor', told: [], prepare: (world, at) => asked(world, at, 'accepted') },
  { row: 'referral sent', event: 'referral_sent', by: 'poc agency', told: ['other supervisor', 'other manager', ...supervisors], inboxes: ['other inbox', 'owner inbox'], prepare: (world, at) => referred(world, at, 'pending') },
  { row: 'referral rejected', event: 'referral_decided', by: 'other manager', told: ['poc agency', ...supervisors], inboxes: ['owner inbox'], prepare: (world, at) => referred(world, at, 'rejected') },
  { row: 'referral accepted', event: 'referral_decided', by: 'other manager', told: ['poc agency', ...supervisors, 'other supervisor', 'access manager', 'access supervisor'], inboxes: ['owner inbox', 'other inbox', 'access inbox'], prepare: async (world, at) => {
    const { referralId } = await referred(world, at, 'accepted')
    await world.rows(`update complaint_access set state = 'revoked', ended_at = now(), ended_by_referral = $2 where complaint_id = $1`, [at.complaintId, referralId])
    await world.rows('delete from information_request where complaint_id = $1', [at.complaintId])
    await world.rows('delete from complaint_delivery where complaint_id = $1', [at.complaintId])
    await world.rows('update complaint set agency_id = $2, agency_poc_id = $3, first_sent_at = null where id = $1', [at.complaintId, at.other.id, at.people['other manager']])
    return { referralId }
  } },
  { row: 'referral withdrawn', event: 'referral_withdrawn', by: 'poc agency', told: ['other supervisor', 'other manager', ...supervisors], inboxes: ['other inbox', 'owner inbox'], prepare: (world, at) => referred(world, at, 'withdrawn') },
  { row: 'users tagged: a Manager with access, a Viewer, and one of an agency that does not see the board', event: 'discussion_tagged', by: 'manager', told: ['access manager', ...supervisors], inboxes: ['owner inbox'], prepare: (world, at, eventId) => posted(world, at, 'complaint', { users: ['access manager', 'access viewer', 'viewer', 'other supervisor'] }, eventId) },
  { row: 'agencies tagged, one of them without access', event: 'discussion_tagged', by: 'manager', told: ['access supervisor', ...supervisors], inboxes: ['access inbox', 'owner inbox'], prepare: (world, at, eventId) => posted(world, at, 'complaint', { agencies: ['access', 'other'] }, eventId) },
  { row: 'All Agency on a complaint', event: 'discussion_tagged', by: 'manager', told: ['access supervisor', ...supervisors], inboxes: ['access inbox', 'owner inbox'], prepare: (world, at, eventId) => posted(world, at, 'complaint', { everybody: true }, eventId) },
  { row: 'a tag whose post was deleted', event: 'discussion_tagged', by: 'manager', told: [], prepare: async (world, at, eventId) => {
    const { postId } = await posted(world, at, 'complaint', { everybody: true }, eventId)
    await world.rows(`update discussion_post set text = '', deleted_at = now() where id = $1`, [postId])
    return { postId }
  } },
  { row: 'complaint closed', event: 'complaint_closed', by: 'supervisor', told: ['company poc', 'poc agency', 'supervisor2'], inboxes: ['owner inbox'], prepare: complaintIs('closed') },
  { row: 'complaint reopened', event: 'complaint_reopened', by: 'supervisor', told: ['poc agency', 'supervisor2'], inboxes: ['owner inbox'], prepare: complaintIs('reopened') },
  { row: 'complaint canceled', event: 'complaint_canceled', by: 'supervisor', told: ['company poc', 'poc agency', 'supervisor2'], inboxes: ['owner inbox'], prepare: complaintIs('canceled') },
  { row: 'complaint canceled while another agency asked for access', event: 'complaint_canceled', by: 'supervisor', told: ['company poc', 'poc agency', 'supervisor2', 'other manager', 'other supervisor'], inboxes: ['owner inbox'], prepare: async (world, at) => {
    await complaintIs('canceled')(world, at)
    await asked(world, at, 'cancelled')
    await world.rows(`update complaint_access set ended_at = c.canceled_at from complaint c where c.id = complaint_id and complaint_id = $1 and state = 'cancelled'`, [at.complaintId])
    return {}
  } },
  { row: 'new Agency POC', event: 'agency_poc_assigned', by: 'supervisor', told: ['poc agency'], prepare: (_world, at) => Promise.resolve({ userIds: [at.people['poc agency']] }) },
]

const organisationRows: Row[] = [
  { row: 'users tagged on an entity’s board', event: 'entity_discussion_tagged', of: 'entity', by: 'manager', told: ['other manager', 'access supervisor'], prepare: (world, at, eventId) => posted(world, at, 'entity', { users: ['other manager', 'other viewer', 'access supervisor', 'viewer'] }, eventId) },
  { row: 'an agency tagged on an entity’s board', event: 'entity_discussion_tagged', of: 'entity', by: 'manager', told: ['other supervisor'], inboxes: ['other inbox'], prepare: (world, at, eventId) => posted(world, at, 'entity', { agencies: ['other'] }, eventId) },
  { row: 'All Agency on an entity’s board', event: 'entity_discussion_tagged', of: 'entity', by: 'manager', told: [...supervisors, 'access supervisor', 'other supervisor'], inboxes: ['owner inbox', 'access inbox', 'other inbox'], prepare: (world, at, eventId) => posted(world, at, 'entity', { everybody: true }, eventId) },
  { row: 'Request Info Change', event: 'entity_change_requested', of: 'entity', by: 'other manager', told: [...supervisors, 'manager'], inboxes: ['owner inbox'] },
  { row: 'an agency’s system does not take events', event: 'webhook_switched_off', of: 'agency', by: null, told: ['system only'] },
  { row: 'a company’s system does not take events', event: 'webhook_switched_off', of: 'company', by: null, told: ['administrator'] },
]

async function heardBy(world: World, at: Cast, eventId: string): Promise<{ told: string[]; mailed: string[] }> {
  const names = new Map<string, string>(Object.entries(at.inbox).map(([name, address]) => [address, name]))
  for (const role of roles) names.set(await world.emailOf(at.people[role]), role)
  const byId = new Map(Object.entries(at.people).map(([role, id]) => [id, role]))
  const told = await world.rows<{ user_id: string }>('select user_id from notification where event_id = $1', [eventId])
  const mails = await world.rows<{ to_address: string }>('select to_address from mail where event_id = $1', [eventId])
  // In a database of one file other tests' agencies have Supervisors as well.
  const own = (name: string | undefined) => name ?? []
  return { told: told.flatMap((row) => own(byId.get(row.user_id))).sort(), mailed: mails.flatMap((row) => own(names.get(row.to_address))).sort() }
}

const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }

describe('told of a complaint:', () => {
  for (const { row, event, by, prepare, told, mailed, inboxes: boxes } of complaintRows) {
    test(row, async ({ world }) => {
      const at = await castOf(world)
      const eventId = newId()
      const prepared = (await prepare?.(world, at, eventId)) ?? {}
      const payload = { eventId, event, complaintId: at.complaintId, by: by === null ? null : at.people[by], ...prepared } as Jobs['notify']
      for (let again = 0; again < 2; again += 1) await notifyJob(world.deps, environment)(payload, run)
      expect(await heardBy(world, at, eventId)).toEqual({ told: [...told].sort(), mailed: [...(mailed ?? [...told, ...(boxes ?? [])])].sort() })
    })
  }
})

describe('told of an organization:', () => {
  for (const { row, event, of, by, prepare, told, mailed, inboxes: boxes } of organisationRows) {
    test(row, async ({ world }) => {
      const at = await castOf(world)
      const eventId = newId()
      const prepared = (await prepare?.(world, at, eventId)) ?? {}
      const about = of === 'entity' ? { entityId: at.entityId } : of === 'agency' ? { agencyId: at.owner.id } : { companyId: at.company.id }
      const payload = { eventId, event, ...about, by: by === null ? null : at.people[by], ...prepared } as OrganisationHappening
      for (let again = 0; again < 2; again += 1) await notifyOrganisationJob(world.deps, environment)(payload, run)
      expect(await heardBy(world, at, eventId)).toEqual({ told: [...told].sort(), mailed: [...(mailed ?? [...told, ...(boxes ?? [])])].sort() })
    })
  }
})

test('no row of the complaint is left without a look at who hears of it', () => {
  expect(new Set(complaintRows.map(({ event }) => event)).size).toBeGreaterThanOrEqual(24)
})
