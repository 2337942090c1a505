import type { AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { createEntity } from '#src/modules/entities/commands/create-entity.ts'
import { CreateEntity } from '#src/modules/entities/contract.ts'
import { requestChange } from '#src/modules/entities/commands/request-change.ts'
import { nameDeputy } from '#src/modules/information-requests/commands/name-deputy.ts'
import { notifyOrganisationJob } from '#src/modules/notifications/organisation-job.ts'
import { newId } from '#src/platform/new-id.ts'
import { signedPoster } from '#src/platform/outbound/post-signed.ts'
import { organisationEvents, type OrganisationHappening } from '#src/platform/ports.ts'
import { Receiver } from '#test/world/receiver.ts'
import { expect, test as base, type TestAgency, type TestCompany, type World } from '#test/world/test-world.ts'
import { addWebhook } from './commands/manage-webhooks.ts'
import { ruleOfOrganisationEvent } from './domain/organisation-webhook-events.ts'
import { eventsFor } from './domain/webhook-events.ts'
import { integrationJobs } from './jobs.ts'

const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({}, use) => {
    const receiver = await new Receiver().listen()
    await use(receiver)
    await receiver.close()
  },
})

const publicUrl = 'https://ses.example'
const run = () => ({ attempt: 1, lastAttempt: false, signal: new AbortController().signal })

type Side<A, O> = { organisation: O; administrator: A; user: A; hook: string }
type Scene = { ohio: Side<AgencyActor, TestAgency>; texas: Side<AgencyActor, TestAgency>; acme: Side<CompanyActor, TestCompany>; other: Side<CompanyActor, TestCompany> }

/** Two agencies and two companies whose systems hear of everything that may be chosen. */
async function scene(world: World, receiver: Receiver): Promise<Scene> {
  const hook = async (by: AgencyActor | CompanyActor) => (await addWebhook(world.deps, by, { name: 'Case system', url: receiver.url, events: eventsFor(by.kind).map(({ name }) => name) }, { training: true })).id
  const agency = async () => {
    const organisation = await world.agency()
    const administrator = await world.agencyUser(organisation, null, ['account_administrator'])
    return { organisation, administrator, user: await world.agencyUser(organisation, 'supervisor'), hook: await hook(administrator) }
  }
  const company = async () => {
    const organisation = await world.company()
    const administrator = await world.companyUser(organisation, 'manage', ['account_administrator'], true)
    return { organisation, administrator, user: await world.companyUser(organisation, 'manage'), hook: await hook(administrator) }
  }
  return { ohio: await agency(), texas: await agency(), acme: await company(), other: await company() }
}

/** What the job tells systems, run twice as a job may; then the deliveries, and who got them. */
async function happen(world: World, at: Scene, happening: Omit<OrganisationHappening, 'eventId' | 'by'> & { eventId?: string }): Promise<Record<string, string>> {
  const payload = { eventId: newId(), by: null, ...happening }
  const job = notifyOrganisationJob(world.deps, { publicUrl, training: true, support: { phone: '', email: '' } })
  await job(payload, run())
  await job(payload, run())
  const rows = await world.rows<{ id: string; webhook_id: string; event: string }>('select id, webhook_id, event from webhook_delivery where event_id = $1', [payload.eventId])
  for (const { id } of rows) await integrationJobs(world.deps, { post: signedPoster({ thisMachine: true }), publicUrl })['deliver-webhook']({ deliveryId: id }, run())
  const sent = await world.rows<{ webhook_id: string; event: string; state: string }>('select webhook_id, event, state from webhook_delivery where event_id = $1', [payload.eventId])
  const names = new Map([[at.ohio.hook, 'ohio'], [at.texas.hook, 'texas'], [at.acme.hook, 'acme'], [at.other.hook, 'other']])
  return Object.fromEntries(
    sent.flatMap((row): [string, string][] => {
      const name = names.get(row.webhook_id)
      return name === undefined ? [] : [[name, row.state === 'delivered' ? row.event : `${row.event} ${row.state}`]]
    }),
  )
}

/** What the last message said, besides the ID of its event. */
function lastData(receiver: Receiver): Record<string, unknown> {
  return Object.fromEntries(Object.entries(receiver.received.at(-1)?.message.data ?? {}).filter(([name]) => name !== 'eventId'))
}

test('changes of users and verifications reach the organization’s own system, and no other agency or company', async ({ world, receiver }) => {
  const at = await scene(world, receiver)
  for (const [name, side, organisation] of [['ohio', at.ohio, { agencyId: at.ohio.organisation.id }], ['acme', at.acme, { companyId: at.acme.organisation.id }]] as const) {
    const { userId } = side.user
    expect(await happen(world, at, { event: 'roles_changed', userId, ...organisation })).toEqual({ [name]: 'user.roles_changed' })
    expect(lastData(receiver), 'an ID, nothing else about the person').toEqual({ userId, links: {} })
    expect(await happen(world, at, { event: 'account_removed', userId, ...organisation }), 'taken back before the job ran').toEqual({})
    await world.rows("update account set standing = 'removed', removed_at = now() where user_id = $1", [userId])
    expect(await happen(world, at, { event: 'account_removed', userId, ...organisation })).toEqual({ [name]: 'user.removed' })
    expect(await happen(world, at, { event: 'work_left_behind', userId, ...organisation })).toEqual({ [name]: 'user.work_left_behind' })
    await world.rows("update account set standing = 'active', removed_at = null where user_id = $1", [userId])
    expect(await happen(world, at, { event: 'account_reactivated', userId, ...organisation })).toEqual({ [name]: 'user.reactivated' })
    expect(await happen(world, at, { event: 'verification_opened', ...organisation }), 'done before the job ran').toEqual({})
    await world.rows(`insert into user_verification (id, agency_id, company_id, opened_at, due_on) values ($1, $2, $3, now(), '2026-12-07')`, [newId(), 'agencyId' in organisation ? organisation.agencyId : null, 'companyId' in organisation ? organisation.companyId : null])
    expect(await happen(world, at, { event: 'verification_opened', ...organisation })).toEqual({ [name]: 'verification.due' })
    expect(await happen(world, at, { event: 'verification_overdue', ...organisation })).toEqual({ [name]: 'verification.overdue' })
  }
})

test('what concerns a person’s own account reaches no system', async ({ world, receiver }) => {
  const at = await scene(world, receiver)
  const personal = organisationEvents.filter((event) => ruleOfOrganisationEvent[event] === null)
  expect(personal).toEqual(expect.arrayContaining(['account_invited', 'password_reset_asked', 'password_changed', 'email_changed', 'new_device_sign_in', 'sign_in_failures', 'second_factor_changed']))
  for (const event of personal) for (const { userId } of [at.ohio.user, at.acme.user]) expect(await happen(world, at, { event, userId, linkId: newId(), device: 'Chrome on Windows' }), event).toEqual({})
  expect(receiver.received).toEqual([])
})

test('of an enrollment and of a request for a company account hears the agency that began it', async ({ world, receiver }) => {
  const at = await scene(world, receiver)
  const company = await world.company({ enrolled: false })
  const first = await world.companyUser(company, 'manage', ['account_administrator'])
  await world.rows(`insert into enrollment (id, company_id, agency_id, begun_by, first_user_id, begun_at, invited_at, invitation_ends_at) values ($1, $2, $3, $4, $5, now(), now(), now() + interval '14 days')`, [newId(), company.id, at.ohio.organisation.id, at.ohio.user.userId, first.userId])
  expect(await happen(world, at, { event: 'enrollment_completed', companyId: company.id }), 'not complete').toEqual({})
  await world.rows("update enrollment set state = 'rejected', rejected_at = now() where company_id = $1", [company.id])
  expect(await happen(world, at, { event: 'association_rejected', agencyId: at.ohio.organisation.id, companyId: company.id })).toEqual({ ohio: 'enrollment.rejected' })
  await world.rows("update enrollment set state = 'complete', rejected_at = null, completed_at = now() where company_id = $1", [company.id])
  expect(await happen(world, at, { event: 'enrollment_completed', companyId: company.id })).toEqual({ ohio: 'enrollment.completed' })
  expect(lastData(receiver)).toEqual({ companyId: company.id, links: { company: `${publicUrl}/api/v1/companies/${company.id}` } })
  const requestId = newId()
  await world.rows(`insert into company_account_request (id, agency_id, requested_by, requested_at, name, kind, reason, contact_name, contact_email) values ($1, $2, $3, now(), 'Unlisted Lending', 'non-depository', 'Not in NMLS.', 'Prudence Contactname', 'prudence@unlisted.example')`, [requestId, at.texas.organisation.id, at.texas.user.userId])
  const decided = { event: 'company_account_decided' as const, agencyId: at.texas.organisation.id, requestId }
  expect(await happen(world, at, decided), 'still open').toEqual({})
  await world.rows(`update company_account_request set status = 'rejected', decision_note = 'It is in NMLS.' where id = $1`, [requestId])
  expect(await happen(world, at, decided)).toEqual({ texas: 'company_account.decided' })
  expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/Unlisted|Prudence|prudence/)
})

test('of an entity hear the agency that keeps it, the one that asked, and those that a post names', async ({ world, receiver }) => {
  const at = await scene(world, receiver)
  const entityId = await createEntity(world.deps, at.ohio.user, CreateEntity.parse({ name: 'Summit Debt Relief' }))
  await requestChange(world.deps, at.texas.user, entityId, { wish: 'The phone is another now.' })
  const [wish] = await world.rows<{ id: string }>('select id from entity_change_request where entity_id = $1', [entityId])
  const of = { entityId, changeRequestId: wish?.id ?? '' }
  expect(await happen(world, at, { event: 'entity_change_requested', agencyId: at.ohio.organisation.id, ...of })).toEqual({ ohio: 'entity.change_requested' })
  expect(lastData(receiver)).toEqual({ ...of, links: { entity: `${publicUrl}/api/v1/entities/${entityId}` } })
  expect(await happen(world, at, { event: 'entity_change_decided', agencyId: at.texas.organisation.id, ...of }), 'still open').toEqual({})
  await world.rows("update entity_change_request set state = 'declined', decided_at = now() where id = $1", [of.changeRequestId])
  expect(await happen(world, at, { event: 'entity_change_decided', agencyId: at.texas.organisation.id, ...of })).toEqual({ texas: 'entity.change_decided' })

  const viewer = await world.agencyUser(at.texas.organisation, 'viewer')
  const named = async ({ userId = null, agencyId = null }: { userId?: string | null; agencyId?: string | null }, text = 'See here.') => {
    const [postId, eventId] = [newId(), newId()]
    await world.rows(`insert into discussion_post (id, entity_id, agency_id, author_id, text, created_at, deleted_at) values ($1, $2, $3, $4, $5, now(), case when $5 = '' then now() end)`, [postId, entityId, at.ohio.organisation.id, at.ohio.user.userId, text])
    await world.rows('insert into discussion_mention (post_id, entity_id, author_id, user_id, agency_id, everybody, event_id) values ($1, $2, $3, $4, $5, $6, $7)', [postId, entityId, at.ohio.user.userId, userId, agencyId, userId === null && agencyId === null, eventId])
    return happen(world, at, { event: 'entity_discussion_tagged', entityId, postId, eventId })
  }
  expect(await named({ agencyId: at.texas.organisation.id })).toEqual({ texas: 'entity.mentioned' })
  expect(await named({ userId: at.texas.user.userId })).toEqual({ texas: 'entity.mentioned' })
  expect(await named({ userId: viewer.userId }), 'a Viewer is told nothing').toEqual({})
  expect(await named({}), 'All Agency').toEqual({ ohio: 'entity.mentioned', texas: 'entity.mentioned' })
  expect(await named({ agencyId: at.texas.organisation.id }, ''), 'deleted meanwhile').toEqual({})
})

test('of imports hears the agency, of deputies the company, and of malware whoever’s document it is', async ({ world, receiver }) => {
  const at = await scene(world, receiver)
  const runId = newId()
  await world.rows(`insert into import_run (id, agency_id, file_name, started_by, started_at, finished_at) values ($1, $2, 'secret-name.csv', $3, now(), now())`, [runId, at.ohio.organisation.id, at.ohio.user.userId])
  expect(await happen(world, at, { event: 'import_finished', userId: at.ohio.user.userId, agencyId: at.ohio.organisation.id, runId })).toEqual({ ohio: 'import.finished' })
  expect(lastData(receiver)['links']).toEqual({ import: `${publicUrl}/api/v1/imports/${runId}` })
  const deputy = await world.companyUser(at.acme.organisation, 'manage')
  const deputyId = await nameDeputy(world.deps, at.acme.administrator, { userId: at.acme.user.userId, deputyId: deputy.userId, from: '2026-11-23', until: '2026-11-27' })
  const companyId = at.acme.organisation.id
  expect(await happen(world, at, { event: 'deputy_named', companyId, userId: deputy.userId, deputyId })).toEqual({ acme: 'deputy.named' })
  await world.rows('update company_deputy set ended_at = now() where id = $1', [deputyId])
  expect(await happen(world, at, { event: 'deputy_named', companyId, userId: deputy.userId, deputyId }), 'over before the job ran').toEqual({})
  expect(await happen(world, at, { event: 'deputy_ended', companyId, userId: deputy.userId, deputyId })).toEqual({ acme: 'deputy.ended' })

  const entityId = await createEntity(world.deps, at.texas.user, CreateEntity.parse({ name: 'Summit Debt Relief' }))
  const postId = newId()
  await world.rows(`insert into discussion_post (id, entity_id, agency_id, author_id, text, created_at) values ($1, $2, $3, $4, 'See here.', now())`, [postId, entityId, at.texas.organisation.id, at.texas.user.userId])
  const documentId = newId()
  await world.rows(
    `insert into document (id, purpose, entity_id, post_id, agency_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at) values ($1, 'discussion', $2, $3, $4, 'agency', 'payroll.pdf', 'payroll.pdf', 'application/pdf', 5, 'stored', repeat('b', 64), 'infected', $5, now())`,
    [documentId, entityId, postId, at.texas.organisation.id, at.texas.user.userId],
  )
  expect(await happen(world, at, { event: 'document_infected', documentId })).toEqual({ texas: 'document.infected' })
  expect(lastData(receiver)).toEqual({ documentId, links: { document: `${publicUrl}/api/v1/documents/${documentId}` } })
  expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/payroll|secret-name/)
})

test('a company that is not enrolled any more, an event that nobody chose and an address that is off: nothing is sent', async ({ world, receiver }) => {
  const at = await scene(world, receiver)
  const changed = (userId: string) => happen(world, at, { event: 'roles_changed', userId })
  await world.rows("update webhook set events = '{requests.sent}' where id = $1", [at.ohio.hook])
  expect(await changed(at.ohio.user.userId)).toEqual({})
  await world.rows("update webhook set off_since = now(), off_reason = 'by_hand' where id = $1", [at.texas.hook])
  expect(await changed(at.texas.user.userId)).toEqual({ texas: 'user.roles_changed failed' })
  await world.rows("update company set enrollment = 'invited' where id = $1", [at.acme.organisation.id])
  expect(await changed(at.acme.user.userId)).toEqual({ acme: 'user.roles_changed dropped' })
  expect(receiver.received).toEqual([])
})
