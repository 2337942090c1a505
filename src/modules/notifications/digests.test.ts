import { expect, test, type TestAgency, type World } from '#test/world/test-world.ts'
import type { Actor, AgencyActor } from '../../access/actor.ts'
import { newId } from '../../platform/new-id.ts'
import type { Jobs } from '../../platform/ports.ts'
import { chooseMails, readMailChoice } from './commands/choose-mails.ts'
import { sendDigests } from './commands/send-digests.ts'
import { notifyJob } from './jobs.ts'
import { notifyOrganisationJob } from './organisation-job.ts'
import { listNotifications } from './queries/list-notifications.ts'

const environment = { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
const notify = (world: World, payload: Omit<Jobs['notify'], 'eventId'>) => notifyJob(world.deps, environment)({ eventId: newId(), ...payload }, run)
const mailsTo = async (world: World, actor: Actor) => (await world.mailTo(await world.emailOf(actor.userId))).map(({ subject }) => subject.replace(/C-\d+/, 'C'))

async function complaintOf(world: World, agency: TestAgency, poc: AgencyActor): Promise<string> {
  const id = newId()
  const company = await world.company()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on) values ($1, $2, 'reopened', 'company', $3, $4, $5, $5, now(), '2026-11-20')`,
    [id, agency.id, company.id, company.name, poc.userId],
  )
  return id
}

async function daily(world: World, zone?: string) {
  const agency = await world.agency(undefined, zone)
  const [reader, colleague] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'supervisor')]
  await chooseMails(world.deps, reader, { mails: 'daily' })
  const complaints = [await complaintOf(world, agency, reader), await complaintOf(world, agency, reader)]
  return { agency, reader, colleague, complaints }
}

test('whoever wants one e-mail a day gets one, from 7:00 in their zone on, with a link for each and no more; others get each at once', async ({ world }) => {
  world.clock.set('2026-11-23T14:30:00.000Z')
  // 6:30 in the morning there.
  const { reader, colleague, complaints } = await daily(world, 'America/Los_Angeles')
  for (const complaintId of complaints) await notify(world, { event: 'complaint_reopened', complaintId, by: null })
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toEqual([])
  expect(await mailsTo(world, colleague)).toEqual(['Complaint C was reopened', 'Complaint C was reopened'])
  expect((await listNotifications(world.deps, reader, { limit: 10 })).items).toHaveLength(2)
  world.clock.set('2026-11-23T15:00:00.000Z')
  await Promise.all([sendDigests(world.deps, environment), sendDigests(world.deps, environment)])
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toEqual(['Your day in SES: 2 notifications'])
  const [mail] = await world.mailTo(await world.emailOf(reader.userId))
  for (const complaintId of complaints) expect(mail?.text_body).toContain(`https://ses.example/complaints/${complaintId}`)
  expect(await mailsTo(world, colleague)).toHaveLength(2)
})

test('a second daily e-mail comes on the next day only, and none where nothing happened', async ({ world }) => {
  world.clock.set('2026-11-23T15:00:00.000Z')
  const { reader, complaints } = await daily(world)
  const [complaintId = ''] = complaints
  await notify(world, { event: 'complaint_reopened', complaintId, by: null })
  await sendDigests(world.deps, environment)
  await notify(world, { event: 'complaint_reopened', complaintId, by: null })
  world.clock.set('2026-11-24T04:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(1)
  world.clock.set('2026-11-24T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(2)
  world.clock.set('2026-11-25T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(2)
})

test('what its reader may not see any more is not in it, nor in the list, nor in the count', async ({ world }) => {
  const owner = await world.agency()
  const asker = await world.agency()
  const [poc, reader] = [await world.agencyUser(owner, 'manager'), await world.agencyUser(asker, 'supervisor')]
  await chooseMails(world.deps, reader, { mails: 'daily' })
  const complaintId = await complaintOf(world, owner, poc)
  const [accessId, postId] = [newId(), newId()]
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, decided_at) values ($1, $2, $3, $4, 'accepted', $5, now(), now())`, [accessId, complaintId, owner.id, asker.id, reader.userId])
  const eventId = newId()
  await world.rows(`insert into discussion_post (id, complaint_id, owner_agency_id, agency_id, author_id, text, created_at) values ($1, $2, $3, $3, $4, 'See here.', now())`, [postId, complaintId, owner.id, poc.userId])
  await world.rows(`insert into discussion_mention (post_id, complaint_id, owner_agency_id, author_id, user_id, event_id) values ($1, $2, $3, $4, $5, $6)`, [postId, complaintId, owner.id, poc.userId, reader.userId, eventId])
  await notifyJob(world.deps, environment)({ eventId, event: 'discussion_tagged', complaintId, postId, by: poc.userId }, run)
  expect((await listNotifications(world.deps, reader, { limit: 10 })).items).toHaveLength(1)
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where id = $1`, [accessId])
  await notify(world, { event: 'access_revoked', complaintId, accessId, by: poc.userId })
  await sendDigests(world.deps, environment)
  const mails = await world.mailTo(await world.emailOf(reader.userId))
  expect(mails.map(({ subject }) => subject)).toEqual(['Your day in SES: 1 notification'])
  expect(mails[0]?.text_body).toContain('ended your agency’s access')
  expect(mails[0]?.text_body).not.toContain('discussion')
  expect((await listNotifications(world.deps, reader, { limit: 10 })).items.map(({ event }) => event)).toEqual(['access_revoked'])
})

test('account matters come at once, and whoever was removed meanwhile gets no daily e-mail', async ({ world }) => {
  const { reader, complaints } = await daily(world)
  await notifyOrganisationJob(world.deps, environment)({ eventId: newId(), event: 'password_changed', userId: reader.userId, by: reader.userId }, run)
  expect(await mailsTo(world, reader)).toEqual(['Your password was changed'])
  await notify(world, { event: 'complaint_reopened', complaintId: complaints[0] ?? '', by: null })
  await world.rows(`update account set standing = 'removed' where user_id = $1`, [reader.userId])
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toEqual(['Your password was changed'])
})

test('everybody chooses for themselves alone, and it is in the audit', async ({ world }) => {
  const company = await world.company()
  const [one, other] = [await world.companyUser(company), await world.companyUser(company)]
  await chooseMails(world.deps, one, { mails: 'daily' })
  expect([await readMailChoice(world.deps, one), await readMailChoice(world.deps, other)]).toEqual([{ mails: 'daily' }, { mails: 'at_once' }])
  await chooseMails(world.deps, one, { mails: 'at_once' })
  expect(await readMailChoice(world.deps, one)).toEqual({ mails: 'at_once' })
  expect(await world.rows(`select details ->> 'mails' as mails from audit_entry where action = 'account.mails_chosen' and actor_id = $1 order by id`, [one.userId])).toEqual([{ mails: 'daily' }, { mails: 'at_once' }])
  await expect(world.deps.transaction(one, (tx) => tx.db.updateTable('account').set({ mails: 'daily' }).where('user_id', '=', other.userId).execute())).rejects.toThrow(/permission denied/)
})
