import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterEach } from 'vitest'
import { describe, expect, test } from '#test/world/test-world.ts'
import type { TestAgency, TestCompany, World } from '#test/world/test-world.ts'
import type { Actor, AgencyActor, CompanyActor, PlatformActor } from '../../access/actor.ts'
import { sendMailJob } from '../../platform/mail/send-mail.ts'
import { smtpSender } from '../../platform/mail/smtp.ts'
import { newId } from '../../platform/new-id.ts'
import { linkIdOf, linkToken } from '../../platform/one-time-links.ts'
import type { Jobs, OrganisationHappening } from '../../platform/ports.ts'
import { updateCompanyProfile } from '../companies/commands/update-company-profile.ts'
import { nameDeputy } from '../information-requests/commands/name-deputy.ts'
import { reassignWork } from '../users/commands/reassign-work.ts'
import { updateUser } from '../users/commands/update-user.ts'
import { finishTasks } from './commands/finish-tasks.ts'
import { markRead } from './commands/mark-read.ts'
import { notifyJob } from './jobs.ts'
import { notifyOrganisationJob } from './organisation-job.ts'
import { listNotifications } from './queries/list-notifications.ts'
import { listTasks } from './queries/list-tasks.ts'
import { listMails } from './queries/training-mailbox.ts'

const environment = { publicUrl: 'https://ses.example', training: false, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const once = () => ({ attempt: 1, lastAttempt: false, signal: new AbortController().signal })
const run = (world: World, happening: Omit<OrganisationHappening, 'eventId'> & { eventId?: string }) => notifyOrganisationJob(world.deps, environment)({ eventId: newId(), ...happening }, once())
const runComplaint = (world: World, payload: Omit<Jobs['notify'], 'eventId'>) => notifyJob(world.deps, environment)({ eventId: newId(), ...payload }, once())
const tasksOf = async (world: World, actor: Actor) => (await listTasks(world.deps, actor, { limit: 50 })).items
const toldTo = async (world: World, actor: Actor) => (await listNotifications(world.deps, actor, { limit: 50 })).items
const mailsTo = async (world: World, actor: Actor) => world.mailTo(await world.emailOf(actor.userId))
const standing = (world: World, userId: string, to: string) => world.rows('update account set standing = $2 where user_id = $1', [userId, to])

async function platformUser(world: World): Promise<PlatformActor> {
  const userId = newId()
  await world.rows(`insert into person (id, kind, name) values ($1, 'platform', 'Test Administrator')`, [userId])
  await world.rows(`insert into account (user_id, kind, email, email_key) values ($1, 'platform', $2, $2)`, [userId, `${userId}@platform.example`])
  return { kind: 'platform', userId, timeZone: 'America/New_York' }
}

type Enrolling = { agency: TestAgency; beginner: AgencyActor; supervisor: AgencyActor; company: TestCompany; first: CompanyActor; linkId: string }

/** A company whose first user was just invited. */
async function enrolling(world: World): Promise<Enrolling> {
  const agency = await world.agency()
  const beginner = await world.agencyUser(agency, 'manager')
  const supervisor = await world.agencyUser(agency, 'supervisor')
  const company = await world.company({ enrolled: false })
  const first = await world.companyUser(company, 'manage', ['account_administrator'])
  await standing(world, first.userId, 'invited')
  await world.rows(
    `insert into enrollment (id, company_id, agency_id, begun_by, first_user_id, begun_at, invited_at, invitation_ends_at) values ($1, $2, $3, $4, $5, now(), now(), now() + interval '14 days')`,
    [newId(), company.id, agency.id, beginner.userId, first.userId],
  )
  return { agency, beginner, supervisor, company, first, linkId: newId() }
}

/** A complaint that lies with the company, with one request. */
async function delivered(world: World, { agency, beginner, company }: Enrolling, dueOn = '2026-12-10'): Promise<{ complaintId: string; requestId: string }> {
  const [complaintId, requestId] = [newId(), newId()]
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, first_sent_at)
     values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, now(), '2026-11-20', now())`,
    [complaintId, agency.id, company.id, company.name, beginner.userId],
  )
  await world.rows('insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at) select id, agency_id, company_id, number, now() from complaint where id = $1', [complaintId])
  await world.rows(
    `insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, due_on, original_due_on, created_by, created_at, sent_by, sent_at)
     values ($1, $2, $3, $4, 'Account statements', 'Please send them.', 'sent_to_company', $5, $5, $6, now(), $6, now())`,
    [requestId, complaintId, agency.id, company.id, dueOn, beginner.userId],
  )
  return { complaintId, requestId }
}

async function complete(world: World, { company, first }: Enrolling): Promise<void> {
  await standing(world, first.userId, 'active')
  await world.rows(`update enrollment set state = 'complete', completed_at = now() where company_id = $1`, [company.id])
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function mailServer(): Promise<{ url: string; received: { to: string[]; text: string }[] }> {
  const received: { to: string[]; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${String(port)}`, received }
}

/** Soft line breaks and escapes of quoted-printable undone. */
const decoded = (text: string) => text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

describe('an invitation', () => {
  test('arrives by a real mail server with a link that opens, while the stored e-mail holds none', async ({ world }) => {
    const at = await enrolling(world)
    await run(world, { event: 'enrollment_begun', agencyId: at.agency.id, companyId: at.company.id, userId: at.first.userId, linkId: at.linkId, by: at.beginner.userId })
    const [mail] = await world.rows<{ id: string; everything: string }>('select id, mail::text as everything from mail where to_address = $1', [await world.emailOf(at.first.userId)])
    const token = linkToken(world.deps.secrets, at.linkId)
    expect(mail?.everything).toContain(`/activate#ses-link:${at.linkId}`)
    expect(mail?.everything).not.toContain(token)

    const { url, received } = await mailServer()
    await sendMailJob(world.deps, smtpSender(url, 'SES <ses@agency.example>'), pino({ level: 'silent' }))({ mailId: mail?.id ?? '' }, once())
    const text = decoded(received[0]?.text ?? '')
    expect(received[0]?.to).toEqual([await world.emailOf(at.first.userId)])
    expect(text).not.toContain('ses-link:')
    for (const words of [at.agency.name, at.company.name, 'may already wait', 'three steps and about ten minutes', '14 days', '(555) 010-0100']) expect(text.replace(/\s+/g, ' ')).toContain(words)
    // Once as text, and twice in the HTML part: the button, and the address to copy.
    const links = [...text.matchAll(/https:\/\/ses\.example\/activate#([\w-]+)/g)].map((match) => linkIdOf(world.deps.secrets, match[1] ?? ''))
    expect(links).toEqual([at.linkId, at.linkId, at.linkId])
  })

  test('can be followed from the training mailbox', async ({ world }) => {
    const at = await enrolling(world)
    await run(world, { event: 'account_invited', userId: at.first.userId, linkId: at.linkId, by: null })
    const { items } = await listMails(world.deps, { limit: 10, to: await world.emailOf(at.first.userId) })
    const token = /activate#([\w-]+)/.exec(items[0]?.text ?? '')?.[1] ?? ''
    expect(linkIdOf(world.deps.secrets, token)).toBe(at.linkId)
  })

  test('is not sent twice, nor once it was used', async ({ world }) => {
    const at = await enrolling(world)
    const happening = { eventId: newId(), event: 'account_invited' as const, userId: at.first.userId, linkId: at.linkId, by: null }
    await Promise.all([run(world, happening), run(world, happening)])
    await run(world, happening)
    expect(await mailsTo(world, at.first)).toHaveLength(1)
    await standing(world, at.first.userId, 'active')
    await run(world, { ...happening, eventId: newId() })
    expect(await mailsTo(world, at.first)).toHaveLength(1)
    expect(await toldTo(world, at.first)).toEqual([])
  })

  test('no e-mail, notification or job ever holds a token, whatever is told', async ({ world }) => {
    const at = await enrolling(world)
    await run(world, { event: 'account_invited', userId: at.first.userId, linkId: at.linkId, by: null })
    await run(world, { event: 'enrollment_reminded', companyId: at.company.id, linkId: at.linkId, by: at.beginner.userId })
    await standing(world, at.first.userId, 'active')
    await run(world, { event: 'password_reset_asked', userId: at.first.userId, linkId: at.linkId, by: null })
    const [stored] = await world.rows<{ text: string }>(`select string_agg(t, '') as text from (select mail::text t from mail union all select notification::text from notification union all select payload::text from graphile_worker._private_jobs) s`)
    expect(stored?.text).toContain(`/reset-password/new#ses-link:${at.linkId}`)
    expect(stored?.text).not.toContain(linkToken(world.deps.secrets, at.linkId))
  })
})

describe('what happens to an account', () => {
  test('a sign-in from a new device is told with the device and the time where the organisation is', async ({ world }) => {
    const user = await world.agencyUser(await world.agency('Pacific Agency', 'America/Los_Angeles'))
    await run(world, { event: 'new_device_sign_in', userId: user.userId, device: 'Chrome on Windows', at: '2026-11-23T15:00:00.000Z', by: null })
    const [mail] = await mailsTo(world, user)
    expect(mail?.text_body).toContain('Chrome on Windows. This was on November 23, 2026 at 7:00 am PST.')
    expect(await toldTo(world, user)).toMatchObject([{ event: 'new_device_sign_in', link: '/account' }])
  })

  test('changed roles reach the other administrators of the organisation, without an e-mail, and nobody else', async ({ world }) => {
    const agency = await world.agency()
    const acting = await world.agencyUser(agency, null, ['account_administrator'])
    const other = await world.agencyUser(agency, null, ['account_administrator'])
    const changed = await world.agencyUser(agency, 'viewer')
    const colleague = await world.agencyUser(agency, 'supervisor')
    const stranger = await world.agencyUser(await world.agency(), null, ['account_administrator'])
    await run(world, { event: 'roles_changed', userId: changed.userId, by: acting.userId })
    expect([await mailsTo(world, changed), await mailsTo(world, other)].map((mails) => mails.length)).toEqual([1, 0])
    expect(await toldTo(world, other)).toMatchObject([{ link: `/users/${changed.userId}` }])
    for (const actor of [acting, colleague, stranger]) expect(await toldTo(world, actor)).toEqual([])
  })

  test('a removed user is told by e-mail', async ({ world }) => {
    const user = await world.agencyUser(await world.agency())
    await standing(world, user.userId, 'removed')
    await run(world, { event: 'account_removed', userId: user.userId, by: null })
    expect((await mailsTo(world, user)).map(({ subject }) => subject)).toEqual(['Your account was removed'])
  })

  test('work left behind is a task of administrators and Supervisors, each with a page that they may open', async ({ world }) => {
    const agency = await world.agency()
    const gone = await world.agencyUser(agency, 'manager')
    const administrator = await world.agencyUser(agency, null, ['account_administrator'])
    const supervisor = await world.agencyUser(agency, 'supervisor')
    await standing(world, gone.userId, 'removed')
    await run(world, { event: 'work_left_behind', userId: gone.userId, by: null })
    expect(await tasksOf(world, administrator)).toMatchObject([{ kind: 'take_over_work', link: '/users?view=removed' }])
    expect(await tasksOf(world, supervisor)).toMatchObject([{ kind: 'take_over_work', link: '/complaints' }])
  })
})

test('a company that lost its Complaints Contact is asked for another, until it names one', async ({ world }) => {
  const company = await world.company()
  const administrator = await world.companyUser(company, null, ['account_administrator'])
  const gone = await world.companyUser(company, 'manage')
  const next = await world.companyUser(company, 'manage')
  await standing(world, gone.userId, 'removed')
  await run(world, { event: 'account_removed', userId: gone.userId, by: administrator.userId })
  expect(await tasksOf(world, administrator)).toMatchObject([{ kind: 'assign_contacts', link: '/profile' }])
  await updateCompanyProfile(world.deps, administrator, { version: 1, complaintsContactId: next.userId })
  expect(await tasksOf(world, administrator)).toEqual([])
})

test('the task to take over work stays until no removed user holds any', async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const heir = await world.agencyUser(agency, 'manager')
  const company = await world.company()
  const gone = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'manager')]
  for (const { userId } of gone) {
    await world.rows(
      `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on) values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, now(), '2026-11-20')`,
      [newId(), agency.id, company.id, company.name, userId],
    )
    await standing(world, userId, 'removed')
    await run(world, { event: 'work_left_behind', userId, by: null })
  }
  for (const [n, { userId }] of gone.entries()) {
    expect((await tasksOf(world, administrator)).map(({ kind }) => kind), `before ${String(n + 1)} of 2 is taken over`).toEqual(['take_over_work'])
    await reassignWork(world.deps, administrator, userId, { toUserId: heir.userId })
  }
  expect(await tasksOf(world, administrator)).toEqual([])
})

describe('while a company is being set up', () => {
  test('its first user hears that requests wait, without a word of them, and nobody holds a task to assign', async ({ world }) => {
    const at = await enrolling(world)
    const { complaintId, requestId } = await delivered(world, at)
    await world.rows(`update agency set extra_addresses = '{copies@agency.example}' where id = $1`, [at.agency.id])
    await runComplaint(world, { event: 'requests_sent', complaintId, requestIds: [requestId], by: at.beginner.userId })
    const [mail] = await mailsTo(world, at.first)
    expect(mail?.subject).toBe(`Finish setting up ${at.company.name}: requests wait`)
    expect(mail?.text_body).not.toMatch(/C-\d{6}|IR-\d{6}|December/)
    await standing(world, at.first.userId, 'active')
    expect(await tasksOf(world, at.first)).toEqual([])
    await runComplaint(world, { event: 'complaint_closed', complaintId, by: at.beginner.userId })
    expect(await mailsTo(world, at.first)).toHaveLength(1)
    expect(await world.mailTo('copies@agency.example')).toHaveLength(2)
  })

  test('the first user finds the task to finish it after signing in', async ({ world }) => {
    const at = await enrolling(world)
    await run(world, { event: 'enrollment_begun', companyId: at.company.id, userId: at.first.userId, linkId: at.linkId, by: at.beginner.userId })
    await standing(world, at.first.userId, 'active')
    expect(await tasksOf(world, at.first)).toMatchObject([{ kind: 'complete_enrollment', link: '/enroll', dueOn: null, complaintNumber: '' }])
  })

  test('a reminder without a new link leads to signing in; with one, it carries it', async ({ world }) => {
    const at = await enrolling(world)
    await run(world, { event: 'enrollment_reminded', companyId: at.company.id, by: at.beginner.userId })
    world.clock.advance(60_000)
    await run(world, { event: 'enrollment_reminded', companyId: at.company.id, linkId: at.linkId, by: at.beginner.userId })
    const texts = (await mailsTo(world, at.first)).map((mail) => mail.text_body)
    expect(texts[0]).toContain('https://ses.example/enroll')
    expect(texts[1]).toContain(`https://ses.example/activate#ses-link:${at.linkId}`)
  })

  test('completing it opens the task to assign for each complaint that waits, tells of them once, and tells the agency', async ({ world }) => {
    const at = await enrolling(world)
    await run(world, { event: 'enrollment_begun', companyId: at.company.id, userId: at.first.userId, linkId: at.linkId, by: at.beginner.userId })
    const one = await delivered(world, at, '2026-12-10')
    const two = await delivered(world, at, '2026-12-09')
    const closed = await delivered(world, at)
    await world.rows(`update complaint set status = 'closed' where id = $1`, [closed.complaintId])
    await complete(world, at)
    const other = await world.companyUser(at.company, 'manage')
    const elsewhere = await world.agencyUser(await world.agency(), 'supervisor')
    const happening = { eventId: newId(), event: 'enrollment_completed' as const, companyId: at.company.id, by: at.first.userId }
    await Promise.all([run(world, happening), run(world, happening), runComplaint(world, { event: 'requests_sent', complaintId: one.complaintId, requestIds: [one.requestId], by: null })])
    expect(await tasksOf(world, at.first)).toMatchObject([
      { kind: 'assign_point_of_contact', dueOn: '2026-12-09', link: `/received/${two.complaintId}/point-of-contact` },
      { kind: 'assign_point_of_contact', dueOn: '2026-12-10', link: `/received/${one.complaintId}/point-of-contact` },
    ])
    expect((await mailsTo(world, at.first)).map(({ subject }) => subject)).toContain('2 complaints wait for a Point of Contact')
    for (const actor of [at.beginner, at.supervisor]) expect((await mailsTo(world, actor)).map(({ subject }) => subject)).toContain(`${at.company.name} is set up`)
    for (const actor of [other, elsewhere]) expect([...(await toldTo(world, actor)), ...(await mailsTo(world, actor)), ...(await tasksOf(world, actor))]).toEqual([])
  })

  test('a rejected association is told to the agency and leaves no task', async ({ world }) => {
    const at = await enrolling(world)
    await run(world, { event: 'enrollment_begun', companyId: at.company.id, userId: at.first.userId, linkId: at.linkId, by: at.beginner.userId })
    await world.rows(`update enrollment set state = 'rejected', rejected_at = now() where company_id = $1`, [at.company.id])
    await run(world, { event: 'association_rejected', agencyId: at.agency.id, companyId: at.company.id, by: at.first.userId })
    expect(await toldTo(world, at.supervisor)).toMatchObject([{ event: 'association_rejected', link: `/companies/${at.company.id}` }])
    expect(await tasksOf(world, at.first)).toEqual([])
  })
})

test('whoever runs the system is told of requests for company accounts, reads that, and marks it as read', async ({ world }) => {
  const agency = await world.agency()
  const asking = await world.agencyUser(agency, 'manager')
  const one = await platformUser(world)
  const other = await platformUser(world)
  const requestId = newId()
  await world.rows(
    `insert into company_account_request (id, agency_id, requested_by, requested_at, name, kind, reason, contact_name, contact_email) values ($1, $2, $3, now(), 'Unlisted Lending', 'non-depository', 'Not in NMLS.', 'Prudence Contactname', 'prudence@unlisted.example')`,
    [requestId, agency.id, asking.userId],
  )
  await run(world, { event: 'company_account_requested', agencyId: agency.id, requestId, by: asking.userId })
  expect(await toldTo(world, one)).toMatchObject([{ sentence: `${agency.name} asks for a company account for Unlisted Lending.`, read: false }])
  expect(JSON.stringify(await mailsTo(world, one))).not.toMatch(/Prudence|prudence/)
  await markRead(world.deps, one, {})
  expect(await toldTo(world, one)).toMatchObject([{ read: true }])
  expect(await toldTo(world, other)).toMatchObject([{ read: false }])
  expect(await tasksOf(world, one)).toEqual([])

  await world.rows(`update company_account_request set status = 'rejected', decision_note = 'It is in NMLS.' where id = $1`, [requestId])
  await run(world, { event: 'company_account_decided', agencyId: agency.id, requestId, by: one.userId })
  expect((await mailsTo(world, asking)).map(({ subject }) => subject)).toEqual(['No company account for Unlisted Lending'])
})

test('a task of an organisation is finished by kind, and only in the own organisation', async ({ world }) => {
  const [mine, theirs] = [await world.agency(), await world.agency()]
  const [administrator, stranger] = [await world.agencyUser(mine, null, ['account_administrator']), await world.agencyUser(theirs, null, ['account_administrator'])]
  for (const agency of [mine, theirs]) {
    await world.rows(`insert into user_verification (id, agency_id, opened_at, due_on) values ($1, $2, now(), '2026-12-07')`, [newId(), agency.id])
    await run(world, { event: 'verification_opened', agencyId: agency.id, by: null })
    world.clock.advance(60_000)
    await run(world, { event: 'verification_overdue', agencyId: agency.id, by: null })
  }
  expect(await tasksOf(world, administrator)).toMatchObject([{ kind: 'verify_users', dueOn: '2026-12-07', link: '/users/verification' }])
  expect((await mailsTo(world, administrator)).map(({ subject }) => subject)).toEqual([`Verify the users of ${mine.name} by December 7, 2026`, `Overdue: verify the users of ${mine.name}`])
  await world.deps.transaction(administrator, (tx) => finishTasks(tx, { kind: 'verify_users' }))
  expect(await tasksOf(world, administrator)).toEqual([])
  expect(await tasksOf(world, stranger)).toHaveLength(1)
  await expect(world.deps.transaction({ kind: 'job' }, (tx) => finishTasks(tx, { kind: 'verify_users' }))).rejects.toThrow('Only an organisation')
})

describe('another e-mail address', () => {
  async function moved(world: World) {
    const company = await world.company()
    const administrator = await world.companyUser(company, null, ['account_administrator'])
    const user = await world.companyUser(company, 'manage')
    const before = await world.emailOf(user.userId)
    await updateUser(world.deps, administrator, user.userId, { version: 1, name: 'Rosa Lind', title: '', phone: '', email: `moved-${user.userId}@company.example` })
    const jobs = await world.rows<{ payload: OrganisationHappening }>(`select payload from graphile_worker._private_jobs where payload ->> 'userId' = $1`, [user.userId])
    return { company, administrator, user, before, happening: jobs[0]?.payload ?? { eventId: newId(), event: 'email_changed' as const, by: null } }
  }

  test('is told at the old and at the new one, once each, and the old one is forgotten', async ({ world }) => {
    const { company, user, before, happening } = await moved(world)
    expect(JSON.stringify(happening)).not.toContain('@')
    await run(world, happening)
    await run(world, happening)
    expect(await mailsTo(world, user)).toMatchObject([{ subject: 'The e-mail address of your account was changed' }])
    const [away, ...more] = await world.mailTo(before)
    expect(more).toEqual([])
    expect(away).toMatchObject({ subject: 'Your account has another e-mail address now' })
    expect(away?.text_body).toContain(company.name)
    expect(away?.text_body).toContain('(555) 010-0100')
    expect(away?.text_body).not.toContain(`moved-${user.userId}`)
    expect((await toldTo(world, user)).map(({ sentence }) => sentence)).toEqual([expect.stringContaining('changed the e-mail address of your account')])
    expect(await world.rows('select 1 from former_address where user_id = $1', [user.userId])).toEqual([])
  })

  test('is known to the job alone', async ({ world }) => {
    const { administrator, user, happening } = await moved(world)
    const kept = (viewer: Actor | { kind: 'job' }) => world.deps.transaction(viewer, (tx) => tx.db.selectFrom('former_address').select('email').where('event_id', '=', happening.eventId).execute())
    for (const viewer of [administrator, user, await platformUser(world)]) await expect(kept(viewer)).rejects.toThrow(/permission denied/)
    expect(await kept({ kind: 'job' })).toHaveLength(1)
  })

  test('is forgotten after 30 days where no job came for it', async ({ world }) => {
    const { happening } = await moved(world)
    world.clock.advance(31 * 24 * 60 * 60_000)
    await moved(world)
    expect(await world.rows('select 1 from former_address where event_id = $1', [happening.eventId])).toEqual([])
  })
})

test('a deputy and the colleague who is away hear of the days, and complaints move to the deputy without another e-mail', async ({ world }) => {
  const company = await world.company()
  const administrator = await world.companyUser(company, 'manage', ['account_administrator'], true)
  const [away, deputy] = [await world.companyUser(company, 'manage'), await world.companyUser(company, 'manage')]
  const id = await nameDeputy(world.deps, administrator, { userId: away.userId, deputyId: deputy.userId, from: '2026-11-23', until: '2026-11-27' })
  await run(world, { event: 'deputy_named', companyId: company.id, userId: deputy.userId, deputyId: id, by: administrator.userId })
  expect((await toldTo(world, deputy)).map(({ sentence }) => sentence)).toEqual(['You act as Point of Contact for a colleague who is away, from November 23, 2026 until November 27, 2026.'])
  expect((await toldTo(world, away)).map(({ sentence }) => sentence)).toEqual(['A colleague acts as Point of Contact for you, from November 23, 2026 until November 27, 2026.'])
  for (const user of [deputy, away]) expect(await mailsTo(world, user)).toHaveLength(1)
  expect(await mailsTo(world, administrator)).toEqual([])
})
