import { eventsFor } from '#src/modules/integrations/domain/webhook-events.ts'
import { newId } from '#src/platform/new-id.ts'
import type { Jobs, OrganisationHappening } from '#src/platform/ports.ts'
import type { TestAgency, TestCompany, World } from './test-world.ts'

/**
 * A world where everybody is there who might hear of something about a complaint: all roles of the owner, of an agency with
 * access, of one without, of the company and of another; their extra addresses; their own systems.
 */
export const roles = [
  'supervisor', 'supervisor2', 'poc agency', 'manager', 'viewer', 'system only',
  'access supervisor', 'access manager', 'access viewer', 'other supervisor', 'other manager', 'other viewer',
  'contact', 'administrator', 'company poc', 'drafter', 'reader', 'stranger', 'platform',
] as const
export type Role = (typeof roles)[number]
export type Inbox = 'owner inbox' | 'access inbox' | 'other inbox' | 'company inbox'
export type System = 'owner' | 'access' | 'other' | 'company' | 'another'

export type Cast = {
  owner: TestAgency
  access: TestAgency
  other: TestAgency
  company: TestCompany
  another: TestCompany
  people: Record<Role, string>
  inbox: Record<Inbox, string>
  webhooks: Record<System, string>
  complaintId: string
  requestId: string
  entityId: string
}

/** Stands in everything that somebody wrote, and in every name of the complainant: no message may hold it. */
export const marked = 'Qzxmarked'

export async function castOf(world: World): Promise<Cast> {
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
    platform: newId(),
  }
  await world.rows(`insert into person (id, kind, name) values ($1, 'platform', 'Test Operator')`, [people.platform])
  await world.rows(`insert into account (user_id, kind, email, email_key) values ($1, 'platform', $2, $2)`, [people.platform, `${people.platform}@platform.example`])
  const inbox = { 'owner inbox': `owner-${owner.id}@x.example`, 'access inbox': `access-${access.id}@x.example`, 'other inbox': `other-${other.id}@x.example`, 'company inbox': `company-${company.id}@x.example` }
  for (const [agency, name] of [[owner, 'owner inbox'], [access, 'access inbox'], [other, 'other inbox']] as const) await world.rows('update agency set extra_addresses = $2 where id = $1', [agency.id, [inbox[name]]])
  await world.rows('update company_contacts set extra_addresses = $2 where company_id = $1', [company.id, [inbox['company inbox']]])
  const webhook = async (side: 'agency' | 'company', of: { id: string }, by: Role) => {
    const id = newId()
    await world.rows(`insert into webhook (id, ${side}_id, name, url, events, secret, created_by, created_at) values ($1, $2, 'Case system', 'https://hooks.example', $3, 'x', $4, now())`, [id, of.id, eventsFor(side).map(({ name }) => name), people[by]])
    return id
  }
  const webhooks = {
    owner: await webhook('agency', owner, 'supervisor'),
    access: await webhook('agency', access, 'access supervisor'),
    other: await webhook('agency', other, 'other supervisor'),
    company: await webhook('company', company, 'contact'),
    another: await webhook('company', another, 'stranger'),
  }
  const [complaintId, requestId, entityId] = [newId(), newId(), newId()]
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, first_sent_at)
     values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, now(), '2026-11-20', now())`,
    [complaintId, owner.id, company.id, company.name, people['poc agency']],
  )
  await world.rows(`insert into complaint_detail (complaint_id, agency_id, narrative, desired_outcome) values ($1, $2, $3, $3)`, [complaintId, owner.id, `They took ${marked}.`])
  await world.rows(
    `insert into complainant (complaint_id, agency_id, first_name, last_name, street, city, zip, email, phone, representative_name) values ($1, $2, $3, $3, $3, $3, '43604', $4, $3, $3)`,
    [complaintId, owner.id, marked, `${marked}@mail.example`],
  )
  await world.rows('insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at, company_poc_id) select id, agency_id, company_id, number, now(), $2 from complaint where id = $1', [complaintId, people['company poc']])
  await world.rows(
    `insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, due_on, original_due_on, created_by, created_at, sent_by, sent_at, notify_user_ids)
     values ($1, $2, $3, $4, $7, $7, 'sent_to_company', '2026-12-10', '2026-12-10', $5, now(), $5, now(), $6)`,
    [requestId, complaintId, owner.id, company.id, people['poc agency'], [people.manager, people.viewer], `Statements of ${marked}`],
  )
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, decided_at, comments) values ($1, $2, $3, $4, 'accepted', $5, now(), now(), $6)`, [newId(), complaintId, owner.id, access.id, people['access manager'], marked])
  await world.rows(`insert into entity (id, agency_id, name, name_key, created_by, created_at, updated_at) values ($1, $2, $4, 'unknown firm', $3, now(), now())`, [entityId, owner.id, people.manager, `${marked} Lending`])
  return { owner, access, other, company, another, people, inbox, webhooks, complaintId, requestId, entityId }
}

export type Prepared = Partial<Jobs['notify']> & Partial<OrganisationHappening>
/** What is so when the message is worked off. */
export type Prepare = (world: World, at: Cast, eventId: string) => Promise<Prepared>

export type Row = {
  row: string
  event: string
  by: Role | null
  prepare?: Prepare
  /** In the program. */
  told: readonly Role[]
  /** By e-mail: those told, unless said otherwise. */
  mailed?: readonly (Role | Inbox)[]
  inboxes?: readonly Inbox[]
  /** Open tasks afterwards and who holds them. */
  tasks?: Readonly<Record<string, readonly Role[]>>
  /** Whose own systems get it. */
  systems?: readonly System[]
  of?: 'entity' | 'agency' | 'company' | 'user'
}

export type Heard = { told: string[]; mailed: string[]; tasks: Record<string, string[]>; systems: string[] }

export function expected({ told, mailed, inboxes = [], tasks = {}, systems = [] }: Row): Heard {
  return {
    told: [...told].sort(),
    mailed: [...(mailed ?? [...told, ...inboxes])].sort(),
    tasks: Object.fromEntries(Object.entries(tasks).map(([kind, holders]) => [kind, [...holders].sort()])),
    systems: [...systems].sort(),
  }
}

/** Who of this world heard of it; in the database of a file are others' people as well. */
export async function heardBy(world: World, at: Cast, eventId: string): Promise<Heard> {
  const byId = new Map(Object.entries(at.people).map(([role, id]) => [id, role]))
  const accounts = await world.rows<{ user_id: string; email: string }>('select user_id, email from account where user_id = any($1)', [Object.values(at.people)])
  const names = new Map<string, string | undefined>([...Object.entries(at.inbox).map(([name, address]) => [address, name] as const), ...accounts.map((row) => [row.email, byId.get(row.user_id)] as const)])
  const told = await world.rows<{ user_id: string }>('select user_id from notification where event_id = $1', [eventId])
  const mails = await world.rows<{ to_address: string }>('select to_address from mail where event_id = $1', [eventId])
  const held = await world.rows<{ kind: string; user_id: string }>(
    'select t.kind, h.user_id from task t join task_holder h on h.task_id = t.id where t.done_at is null and (t.agency_id = any($1) or t.company_id = any($2))',
    [[at.owner.id, at.access.id, at.other.id], [at.company.id, at.another.id]],
  )
  const tasks: Record<string, string[]> = {}
  for (const { kind, user_id: userId } of held) (tasks[kind] ??= []).push(byId.get(userId) ?? 'somebody else')
  for (const holders of Object.values(tasks)) holders.sort()
  const byHook = new Map(Object.entries(at.webhooks).map(([name, id]) => [id, name]))
  const deliveries = await world.rows<{ webhook_id: string }>('select webhook_id from webhook_delivery where event_id = $1', [eventId])
  const own = (name: string | undefined) => name ?? []
  return { told: told.flatMap((row) => own(byId.get(row.user_id))).sort(), mailed: mails.flatMap((row) => own(names.get(row.to_address))).sort(), tasks, systems: deliveries.flatMap((row) => own(byHook.get(row.webhook_id))).sort() }
}

/** One after the other, the last one's answer. */
export function both(...prepares: Prepare[]): Prepare {
  return async (world, at, eventId) => {
    let prepared: Prepared = {}
    for (const prepare of prepares) prepared = { ...prepared, ...(await prepare(world, at, eventId)) }
    return prepared
  }
}

export const removed = (...gone: Role[]): Prepare => async (world, at) => {
  await world.rows(`update account set standing = 'removed' where user_id = any($1)`, [gone.map((role) => at.people[role])])
  return {}
}
export const loses = (role: Role, to: string | null): Prepare => async (world, at) => {
  await world.rows('update account set complaints_role = $2 where user_id = $1', [at.people[role], to])
  return {}
}
export const withoutPoc: Prepare = async (world, at) => {
  await world.rows('update complaint_delivery set company_poc_id = null where complaint_id = $1', [at.complaintId])
  return {}
}
export const withoutContact: Prepare = async (world, at) => {
  await world.rows('update company_contacts set complaints_contact_id = null where company_id = $1', [at.company.id])
  return {}
}
export const neverSent: Prepare = async (world, at) => {
  await world.rows('delete from information_request where complaint_id = $1', [at.complaintId])
  await world.rows('delete from complaint_delivery where complaint_id = $1', [at.complaintId])
  await world.rows('update complaint set first_sent_at = null where id = $1', [at.complaintId])
  return {}
}
/** Enrollment underway: its first user, the administrator, was invited a day ago and has not come yet. */
export const notEnrolled = (standing: 'invited' | 'active'): Prepare => async (world, at) => {
  await world.rows(`update company set enrollment = 'not_enrolled' where id = $1`, [at.company.id])
  await world.rows('update account set standing = $2 where user_id = $1', [at.people.administrator, standing])
  await world.rows(
    `insert into enrollment (id, company_id, agency_id, begun_by, first_user_id, begun_at, invited_at, invitation_ends_at) values ($1, $2, $3, $4, $5, $6::timestamptz - interval '1 day', $6::timestamptz - interval '1 day', $6::timestamptz + interval '13 days')`,
    [newId(), at.company.id, at.owner.id, at.people.manager, at.people.administrator, world.clock.now()],
  )
  return {}
}
export const accessRevoked: Prepare = async (world, at) => {
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where complaint_id = $1 and requesting_agency_id = $2`, [at.complaintId, at.access.id])
  return {}
}

/** Another agency asks, and it is so. */
export const asked = (state: string): Prepare => async (world, at) => {
  const accessId = newId()
  await world.rows(
    `insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, comments, decision_comments, decided_at, ended_at) values ($1, $2, $3, $4, $5, $6, now(), $7, $7, case when $5 in ('accepted', 'rejected', 'revoked') then now() end, case when $5 in ('revoked', 'withdrawn') then now() end)`,
    [accessId, at.complaintId, at.owner.id, at.other.id, state, at.people['other manager'], marked],
  )
  return { accessId }
}

export const referred = (state: string): Prepare => async (world, at) => {
  const referralId = newId()
  await world.rows(
    `insert into referral (id, complaint_id, from_agency_id, to_agency_id, state, comments, sent_by, sent_at, status_before, decided_at) values ($1, $2, $3, $4, $5, $7, $6, now(), 'in_progress', case when $5 <> 'pending' then now() end)`,
    [referralId, at.complaintId, at.owner.id, at.other.id, state, at.people['poc agency'], `Please take ${marked}.`],
  )
  return { referralId }
}

type Named = { users?: Role[]; agencies?: ('owner' | 'access' | 'other')[]; everybody?: boolean }
export const posted = (board: 'complaint' | 'entity', named: Named): Prepare => async (world, at, eventId) => {
  const postId = newId()
  const of = board === 'complaint' ? [at.complaintId, at.owner.id, null] : [null, null, at.entityId]
  await world.rows(`insert into discussion_post (id, complaint_id, owner_agency_id, entity_id, agency_id, author_id, text, created_at) values ($1, $2, $3, $4, $5, $6, $7, now())`, [postId, ...of, at.owner.id, at.people.manager, `See ${marked}.`])
  const mention = (user: string | null, agency: string | null, everybody: boolean) =>
    world.rows(`insert into discussion_mention (post_id, complaint_id, owner_agency_id, entity_id, author_id, user_id, agency_id, everybody, event_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [postId, ...of, at.people.manager, user, agency, everybody, eventId])
  for (const role of named.users ?? []) await mention(at.people[role], null, false)
  for (const agency of named.agencies ?? []) await mention(null, at[agency].id, false)
  if (named.everybody === true) await mention(null, null, true)
  return { postId }
}

export const requestIs = (status: string): Prepare => async (world, at) => {
  await world.rows(`update information_request set status = $2, answered_at = case when $2 = 'sent_to_agency' then now() end, answered_by = case when $2 = 'sent_to_agency' then $3::uuid end where id = $1`, [at.requestId, status, at.people['company poc']])
  return { requestIds: [at.requestId] }
}
export const requestLate: Prepare = async (world, at) => {
  await world.rows(`update information_request set due_on = '2026-11-10' where id = $1`, [at.requestId])
  return { requestIds: [at.requestId] }
}
export const complaintIs = (status: string): Prepare => async (world, at) => {
  await world.rows(`update complaint set status = $2, closed_at = case when $2 = 'closed' then now() end, canceled_at = case when $2 = 'canceled' then now() end where id = $1`, [at.complaintId, status])
  return {}
}
export const draftIs = (status: string): Prepare => async (world, at) => {
  await world.rows('insert into request_drafter (request_id, user_id, agency_id, complaint_id, company_id, assigned_by, assigned_at) values ($1, $2, $3, $4, $5, $6, now())', [at.requestId, at.people.drafter, at.owner.id, at.complaintId, at.company.id, at.people['company poc']])
  await world.rows(`insert into response (id, request_id, round, complaint_id, agency_id, company_id, status, author_id, created_at, saved_by, saved_at, text) values ($1, $2, 1, $3, $4, $5, $6, $7, now(), $7, now(), $8)`, [newId(), at.requestId, at.complaintId, at.owner.id, at.company.id, status, at.people.drafter, `We answer ${marked}.`])
  return { requestIds: [at.requestId], userIds: [at.people.drafter] }
}
/** The company asked something of the agency. */
export const askIs = (kind: 'send_back' | 'more_time', state: string): Prepare => async (world, at) => {
  const askId = newId()
  await world.rows(
    `insert into request_ask (id, request_id, agency_id, complaint_id, company_id, kind, state, reason, wanted_on, asked_by, asked_at, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8, case when $6 = 'more_time' then '2026-12-20'::date end, $9, now(), case when $7 <> 'waiting' then now() end)`,
    [askId, at.requestId, at.owner.id, at.complaintId, at.company.id, kind, state, `We found ${marked}.`, at.people['company poc']],
  )
  return { askId, requestIds: [at.requestId] }
}
