import { sql } from 'kysely'
import { dateIn } from '../../kernel/clock.ts'
import { momentInZone } from '../../kernel/time-words.ts'
import { namedBy } from './access-facts-store.ts'
import { linkPlaceholder } from '../../platform/one-time-links.ts'
import type { OrganisationHappening, Tx } from '../../platform/ports.ts'
import type { AgencyFact, CompanyFact, HomeFact, OrganisationFacts, UnassignedComplaint, UserFact } from './domain/organisation-facts.ts'

/** The zone in which the platform's own people read times. */
const platformZone = 'America/New_York'
/** Nobody's: a list of IDs may not be empty. */
const noId = '00000000-0000-0000-0000-000000000000'

/** What is so when the job runs, which may be later than the event. */
export async function loadOrganisationFacts(tx: Tx, of: OrganisationHappening): Promise<OrganisationFacts> {
  const enrollment = of.companyId === undefined || !aboutEnrollment(of) ? null : await enrollmentOf(tx, of.companyId, of.event)
  const document = of.documentId === undefined ? null : await documentOf(tx, of.documentId)
  const account = await accountOf(tx, of.userId ?? enrollment?.first_user_id ?? document?.uploadedBy ?? null)
  const importRun = of.runId === undefined || of.event !== 'import_finished' ? null : await importRunOf(tx, of.runId)
  const { home, zone } = await homeOf(tx, withAgency(of, importRun?.agencyId ?? (await keeperOf(tx, of.entityId))), account)
  const request = of.requestId === undefined ? null : await accountRequestOf(tx, of.requestId)
  const initiator = request !== null ? { agencyId: request.agency_id, userId: request.requested_by } : enrollment !== null ? { agencyId: of.event === 'enrollment_reminded' ? (of.agencyId ?? enrollment.agency_id) : enrollment.agency_id, userId: enrollment.begun_by } : null
  return {
    event: of.event,
    by: of.by,
    at: momentInZone(of.at === undefined ? tx.now : new Date(of.at), zone),
    device: of.device ?? null,
    placeholder: of.linkId === undefined ? null : linkPlaceholder(of.linkId),
    formerAddress: of.event === 'email_changed' ? await formerAddressOf(tx, of.eventId) : null,
    user: account === null ? null : userOf(account),
    home,
    initiator: initiator === null ? null : await initiatorOf(tx, initiator),
    enrollment: enrollment === null ? null : { state: enrollment.state, firstUserId: enrollment.first_user_id },
    unassigned: of.event === 'enrollment_completed' && of.companyId !== undefined ? await unassignedOf(tx, of.companyId) : [],
    verification: of.event === 'verification_opened' || of.event === 'verification_overdue' ? await verificationOf(tx, home) : null,
    accountRequest: request === null ? null : { status: request.status, companyName: request.name, companyId: request.company_id },
    ...(await entityFacts(tx, of)),
    assigned: of.count ?? 0,
    deputy: of.deputyId === undefined ? null : await deputyOf(tx, of.deputyId, zone),
    document,
    tagged: of.event === 'entity_discussion_tagged' && of.postId !== undefined ? await taggedOf(tx, of.postId, of.eventId) : null,
    importRun,
    platformPeople: of.event === 'company_account_requested' ? await platformPeople(tx) : [],
  }
}

function aboutEnrollment({ event, userId }: OrganisationHappening): boolean {
  return event.startsWith('enrollment_') || event === 'association_rejected' || (event === 'address_refused' && userId !== undefined)
}

/** The latest; of a rejection, the latest that was rejected: another may have begun since. */
async function enrollmentOf(tx: Tx, companyId: string, event: OrganisationHappening['event']) {
  const row = await tx.db
    .selectFrom('enrollment')
    .select(['state', 'first_user_id', 'agency_id', 'begun_by'])
    .where('company_id', '=', companyId)
    .$if(event === 'association_rejected', (query) => query.where('state', '=', 'rejected'))
    .orderBy('begun_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

async function formerAddressOf(tx: Tx, eventId: string): Promise<string | null> {
  const row = await tx.db.selectFrom('former_address').select('email').where('event_id', '=', eventId).executeTakeFirst()
  return row?.email ?? null
}

/** Once the e-mails are written. */
export async function forgetFormerAddress(tx: Tx, eventId: string): Promise<void> {
  await tx.db.deleteFrom('former_address').where('event_id', '=', eventId).execute()
}

type AccountRow = { user_id: string; name: string; email: string; standing: string; complaints_role: string | null; system_roles: string[]; kind: string; agency_id: string | null; company_id: string | null }

function accounts(tx: Tx) {
  return tx.db
    .selectFrom('account as a')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .select(['a.user_id', 'p.name', 'a.email', 'a.standing', 'a.complaints_role', 'a.system_roles', 'a.kind', 'a.agency_id', 'a.company_id'])
}

async function accountOf(tx: Tx, userId: string | null): Promise<AccountRow | null> {
  if (userId === null) return null
  return (await accounts(tx).where('a.user_id', '=', userId).executeTakeFirst()) ?? null
}

async function activePeople(tx: Tx, side: 'agency_id' | 'company_id', organisationId: string): Promise<UserFact[]> {
  return (await accounts(tx).where(`a.${side}`, '=', organisationId).where('a.standing', '=', 'active').orderBy('a.user_id').execute()).map(userOf)
}

async function platformPeople(tx: Tx): Promise<UserFact[]> {
  return (await accounts(tx).where('a.kind', '=', 'platform').where('a.standing', '=', 'active').orderBy('a.user_id').execute()).map(userOf)
}

function userOf(row: AccountRow): UserFact {
  return {
    id: row.user_id,
    name: row.name,
    email: row.email,
    standing: row.standing === 'invited' || row.standing === 'active' ? row.standing : 'removed',
    complaintsRole: row.complaints_role,
    administers: row.system_roles.includes('account_administrator'),
  }
}

async function homeOf(tx: Tx, of: OrganisationHappening, account: AccountRow | null): Promise<{ home: HomeFact | null; zone: string }> {
  const companyId = account === null ? (of.companyId ?? null) : account.company_id
  if (companyId !== null) return (await companyOf(tx, companyId)) ?? { home: null, zone: platformZone }
  const agencyId = account === null ? (of.agencyId ?? null) : account.agency_id
  if (agencyId !== null) return (await agencyOf(tx, agencyId)) ?? { home: null, zone: platformZone }
  if (account === null) return { home: null, zone: platformZone }
  return { home: { kind: 'platform', id: '', name: 'State Examination System', people: await platformPeople(tx), extraAddresses: [] }, zone: platformZone }
}

async function companyOf(tx: Tx, companyId: string): Promise<{ home: CompanyFact; zone: string } | null> {
  const row = await tx.db
    .selectFrom('company as c')
    .leftJoin('company_contacts as t', 't.company_id', 'c.id')
    .select(['c.id', 'c.name', 'c.time_zone', 'c.enrollment', 't.complaints_contact_id', 't.sa_contact_id', 't.extra_addresses'])
    .where('c.id', '=', companyId)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    zone: row.time_zone,
    home: {
      kind: 'company',
      id: row.id,
      name: row.name,
      enrolled: row.enrollment === 'complete',
      complaintsContactId: row.complaints_contact_id,
      saContactId: row.sa_contact_id,
      extraAddresses: row.extra_addresses ?? [],
      people: await activePeople(tx, 'company_id', companyId),
    },
  }
}

async function agencyOf(tx: Tx, agencyId: string): Promise<{ home: AgencyFact; zone: string } | null> {
  const row = await tx.db.selectFrom('agency').select(['id', 'name', 'time_zone', 'extra_addresses']).where('id', '=', agencyId).executeTakeFirst()
  if (row === undefined) return null
  return { zone: row.time_zone, home: { kind: 'agency', id: row.id, name: row.name, extraAddresses: row.extra_addresses, people: await activePeople(tx, 'agency_id', agencyId) } }
}

async function initiatorOf(tx: Tx, { agencyId, userId }: { agencyId: string; userId: string }): Promise<OrganisationFacts['initiator']> {
  const agency = await agencyOf(tx, agencyId)
  return agency === null ? null : { ...agency.home, userId }
}

/** The agency that the event names, or whose record it is about. */
function withAgency(of: OrganisationHappening, agencyId: string | undefined): OrganisationHappening {
  return of.agencyId !== undefined || agencyId === undefined ? of : { ...of, agencyId }
}

/** The agency that keeps a Non-NMLS entity's record. */
async function keeperOf(tx: Tx, entityId: string | undefined): Promise<string | undefined> {
  if (entityId === undefined) return undefined
  return (await tx.db.selectFrom('entity').select('agency_id').where('id', '=', entityId).executeTakeFirst())?.agency_id
}

async function entityFacts(tx: Tx, of: OrganisationHappening): Promise<Pick<OrganisationFacts, 'entity' | 'entityChange'>> {
  if (of.entityId === undefined) return { entity: null, entityChange: null }
  const entity = await tx.db.selectFrom('entity').select(['id', 'number', 'created_by']).where('id', '=', of.entityId).executeTakeFirst()
  const wish =
    of.changeRequestId === undefined ? undefined : await tx.db.selectFrom('entity_change_request').select(['requested_by', 'requesting_agency_id', 'state']).where('id', '=', of.changeRequestId).executeTakeFirst()
  const asker = wish === undefined ? null : await agencyOf(tx, wish.requesting_agency_id)
  return {
    entity: entity === undefined ? null : { id: entity.id, number: entity.number, createdBy: entity.created_by },
    entityChange: wish === undefined || asker === null ? null : { askedBy: wish.requested_by, asker: asker.home, state: wish.state },
  }
}

async function importRunOf(tx: Tx, runId: string) {
  const row = await tx.db.selectFrom('import_run').select(['id', 'agency_id', 'started_by', 'state', 'rows_imported', 'rows_rejected']).where('id', '=', runId).executeTakeFirst()
  return row === undefined ? null : { id: row.id, agencyId: row.agency_id, startedBy: row.started_by, failed: row.state === 'failed', imported: row.rows_imported, rejected: row.rows_rejected }
}

async function deputyOf(tx: Tx, id: string, zone: string): Promise<OrganisationFacts['deputy']> {
  const row = await tx.db.selectFrom('company_deputy').select(['user_id', 'starts_at', 'ends_at', 'ended_at']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const absent = await accountOf(tx, row.user_id)
  const from = new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'long' }).format(row.starts_at)
  // The days end at midnight after the last one.
  return { absent: absent === null ? null : userOf(absent), from, until: dateIn(zone, new Date(row.ends_at.getTime() - 1)), ended: row.ended_at !== null }
}

async function documentOf(tx: Tx, id: string): Promise<{ complaintId: string | null; entityId: string | null; uploadedBy: string } | null> {
  const row = await tx.db.selectFrom('document').select(['complaint_id', 'entity_id', 'uploaded_by']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : { complaintId: row.complaint_id, entityId: row.entity_id, uploadedBy: row.uploaded_by }
}

/** Of an entity's board, which all agencies see. An edit names only those whom it added, a deleted post nobody. */
async function taggedOf(tx: Tx, postId: string, eventId: string): Promise<OrganisationFacts['tagged']> {
  const post = await tx.db
    .selectFrom('discussion_post as p')
    .innerJoin('agency as a', 'a.id', 'p.agency_id')
    .select('a.name')
    .where('p.id', '=', postId)
    .where('p.entity_id', 'is not', null)
    .where('p.deleted_at', 'is', null)
    .executeTakeFirst()
  if (post === undefined) return null
  const named = await namedBy(tx, postId, eventId)
  const people = await accounts(tx)
    .where('a.kind', '=', 'agency')
    .where('a.standing', '=', 'active')
    .where((eb) => (named.everybody ? eb.or([eb('a.complaints_role', '=', 'supervisor'), eb('a.user_id', 'in', [...named.users, noId])]) : eb.or([eb('a.user_id', 'in', [...named.users, noId]), eb('a.agency_id', 'in', [...named.agencies, noId])])))
    .orderBy('a.user_id')
    .execute()
  const agencies = await tx.db
    .selectFrom('agency')
    .select(['id', 'name', 'extra_addresses'])
    .where((eb) => (named.everybody ? eb('id', 'in', [...people.flatMap((row) => row.agency_id ?? []), noId]) : eb('id', 'in', [...named.agencies, noId])))
    .execute()
  const users = people.filter((row) => named.users.includes(row.user_id))
  const ofHandlers = users.filter((row) => row.complaints_role === 'supervisor' || row.complaints_role === 'manager').flatMap((row) => row.agency_id ?? [])
  return {
    postId,
    authorAgency: post.name,
    users: users.map(userOf),
    agencyIds: [...new Set([...agencies.map(({ id }) => id), ...ofHandlers])],
    agencies: agencies.map((row) => ({ kind: 'agency', id: row.id, name: row.name, extraAddresses: row.extra_addresses, people: people.filter((one) => one.agency_id === row.id).map(userOf) })),
  }
}

async function accountRequestOf(tx: Tx, requestId: string) {
  const row = await tx.db.selectFrom('company_account_request').select(['agency_id', 'requested_by', 'status', 'name', 'company_id']).where('id', '=', requestId).executeTakeFirst()
  return row ?? null
}

async function verificationOf(tx: Tx, home: HomeFact | null): Promise<OrganisationFacts['verification']> {
  if (home === null || home.kind === 'platform') return null
  const row = await tx.db.selectFrom('user_verification').select('due_on').where(`${home.kind}_id`, '=', home.id).where('done_at', 'is', null).executeTakeFirst()
  return row === undefined ? null : { dueOn: row.due_on }
}

/** Complaints with requests or letters at the company that nobody could open before: not closed, without a Company POC. */
async function unassignedOf(tx: Tx, companyId: string): Promise<UnassignedComplaint[]> {
  const { rows } = await sql<{ id: string; due_on: string | null }>`
    select d.complaint_id as id, min(r.due_on)::text as due_on
    from complaint_delivery d
    join complaint c on c.id = d.complaint_id
    cross join lateral (
      select due_on from information_request q where q.complaint_id = d.complaint_id and q.status = 'sent_to_company'
      union all
      select due_on from letter l where l.complaint_id = d.complaint_id and l.status = 'issued' and l.delivered_at is not null
    ) r
    where d.company_id = ${companyId} and d.company_poc_id is null and c.status not in ('closed', 'canceled')
    group by d.complaint_id order by d.complaint_id`.execute(tx.db)
  return rows.map((row) => ({ id: row.id, dueOn: row.due_on }))
}
