import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fc from 'fast-check'
import { pino } from 'pino'
import { expect, test, type TestAgency, type World } from '#test/world/test-world.ts'
import type { Actor, AgencyActor } from '../../access/actor.ts'
import { dateIn } from '../../kernel/clock.ts'
import { timeZones } from '../../kernel/time-zones.ts'
import { sendMailJob } from '../../platform/mail/send-mail.ts'
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

/** The program as a process of its own. It has the e-mail ready, says so and goes no further: before its commit, or after it. */
const program = `
  const [databaseUrl, when] = process.argv.slice(1)
  const { openDatabase } = await import('./src/platform/database/database.ts')
  const { sendDigests } = await import('./src/modules/notifications/commands/send-digests.ts')
  const clock = { now: () => new Date('2026-11-23T12:00:00.000Z') }
  const { transaction } = openDatabase(databaseUrl, clock, { connections: 3, onError() {} })
  const stay = () => { process.stdout.write('ready'); return new Promise(() => {}) }
  let asked = 0
  // The first transaction asks who is due.
  const slow = (actor, work) => (asked += 1) === 1
    ? transaction(actor, work)
    : when === 'before' ? transaction(actor, async (tx) => { await work(tx); await stay() }) : transaction(actor, work).then(stay)
  await sendDigests({ clock, transaction: slow }, ${JSON.stringify(environment)})`

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

test('a second daily e-mail comes on the next day only, none between, and none where nothing happened', async ({ world }) => {
  world.clock.set('2026-11-23T11:00:00.000Z')
  const { reader, complaints } = await daily(world)
  const [complaintId = ''] = complaints
  await notify(world, { event: 'complaint_reopened', complaintId, by: null })
  world.clock.set('2026-11-23T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(1)
  await notify(world, { event: 'complaint_reopened', complaintId, by: null })
  world.clock.set('2026-11-24T04:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(1)
  world.clock.set('2026-11-24T11:59:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(1)
  world.clock.set('2026-11-24T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(2)
  world.clock.set('2026-11-25T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(2)
  // The first of a day waits for the next morning too, and is not sent at once.
  world.clock.set('2026-11-25T16:00:00.000Z')
  await notify(world, { event: 'complaint_reopened', complaintId, by: null })
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(2)
  // The program stood still at 7:00: one, with all of it, as soon as it is back.
  world.clock.set('2026-11-26T17:00:00.000Z')
  await notify(world, { event: 'complaint_reopened', complaintId, by: null })
  await sendDigests(world.deps, environment)
  expect((await mailsTo(world, reader)).at(-1)).toBe('Your day in SES: 2 notifications')
  world.clock.set('2026-11-27T17:00:00.000Z')
  await sendDigests(world.deps, environment)
  expect(await mailsTo(world, reader)).toHaveLength(3)
})

/** When it is 7:00 on this day there, found by looking at each quarter of an hour. */
function morningOf(zone: string, day: string): number {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  for (let at = Date.parse(`${day}T00:00:00Z`) - 14 * 3_600_000; ; at += 900_000) if (clock.format(at) === `${day} 07:00`) return at
}

test('in every zone and where clocks change, each notification comes once, with the first e-mail after the next 7:00, and never two e-mails on a day', async ({ world }) => {
  const run = fc.record({
    zone: fc.constantFrom(...timeZones),
    // Clocks go forward on March 8 and back on November 1.
    begins: fc.constantFrom('2026-03-07T00:00:00Z', '2026-10-31T00:00:00Z', '2026-12-30T00:00:00Z'),
    told: fc.array(fc.integer({ min: 0, max: 47 * 60 }), { minLength: 1, maxLength: 5 }),
    every: fc.integer({ min: 20, max: 110 }),
    offset: fc.integer({ min: 0, max: 30 }),
  })
  await fc.assert(
    fc.asyncProperty(run, async ({ zone, begins, told, every, offset }) => {
      const start = Date.parse(begins)
      const reader = await world.agencyUser(await world.agency(undefined, zone), 'manager')
      const coming = told.map((minutes) => start + minutes * 60_000).sort()
      const runs: number[] = []
      for (let at = start + offset * 60_000; at < start + 76 * 3_600_000; at += every * 60_000) {
        while (coming[0] !== undefined && coming[0] <= at) {
          await world.rows(`insert into notification (id, event_id, user_id, event, sentence, link, for_digest, created_at) values ($1, $2, $3, 'x', 'Something.', '/home', true, $4)`, [newId(), newId(), reader.userId, new Date(coming.shift() ?? 0)])
        }
        world.clock.set(new Date(at).toISOString())
        await sendDigests(world.deps, environment)
        runs.push(at)
      }
      const mails = await world.rows<{ id: string; at: Date }>('select id, created_at as at from mail where user_id = $1 order by created_at', [reader.userId])
      const days = mails.map(({ at }) => dateIn(zone, at))
      expect(new Set(days).size).toBe(days.length)
      const sentAt = new Map(mails.map(({ id, at }) => [id, at.getTime()]))
      const rows = await world.rows<{ at: Date; mail: string | null }>('select created_at as at, digest_mail_id as mail from notification where user_id = $1', [reader.userId])
      for (const { at, mail } of rows) {
        const due = runs.find((run) => at.getTime() < morningOf(zone, dateIn(zone, new Date(run))) && morningOf(zone, dateIn(zone, new Date(run))) <= run)
        const came = mail === null ? undefined : sentAt.get(mail)
        expect(came).toBeDefined()
        // With the first run after the next 7:00; or with one that was due by then for something else.
        expect(came).toBeLessThanOrEqual(due ?? 0)
        expect(came).toBeGreaterThanOrEqual(at.getTime())
        expect(came).toBeGreaterThanOrEqual(morningOf(zone, dateIn(zone, new Date(came ?? 0))))
      }
    }),
    { numRuns: 8 },
  )
})

test('a daily e-mail that waited while access was taken away is put together anew without it; where nothing is left, none comes', async ({ world }) => {
  world.clock.set('2026-11-23T11:00:00.000Z')
  const owner = await world.agency()
  const asker = await world.agency()
  const [poc, reader] = [await world.agencyUser(owner, 'manager'), await world.agencyUser(asker, 'supervisor')]
  await chooseMails(world.deps, reader, { mails: 'daily' })
  const complaintId = await complaintOf(world, owner, poc)
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, decided_at) values ($1, $2, $3, $4, 'accepted', $5, now(), now())`, [newId(), complaintId, owner.id, asker.id, reader.userId])
  const told = (sentence: string, ofDetail: boolean) =>
    world.rows(`insert into notification (id, event_id, user_id, event, complaint_id, sentence, link, of_detail, for_digest, created_at) values ($1, $2, $3, 'x', $4, $5, '/home', $6, true, $7)`, [newId(), newId(), reader.userId, complaintId, sentence, ofDetail, world.clock.now()])
  const handOver = async () => {
    const [mail] = await world.rows<{ id: string }>(`select id from mail where user_id = $1 and state = 'waiting'`, [reader.userId])
    await sendMailJob(world.deps, { send: () => Promise.resolve({ kind: 'accepted' }) }, pino({ level: 'silent' }))({ mailId: mail?.id ?? '' }, run)
  }
  const mails = () => world.rows<{ state: string; text_body: string }>('select state, text_body from mail where user_id = $1 order by created_at, id', [reader.userId])
  await told('Of the detail.', true)
  await told('Of the basics.', false)
  world.clock.set('2026-11-23T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where complaint_id = $1`, [complaintId])
  await handOver()
  await sendDigests(world.deps, environment)
  await handOver()
  const [withheld, anew] = await mails()
  expect([withheld?.state, anew?.state]).toEqual(['withheld', 'sent'])
  expect(anew?.text_body).toContain('Of the basics.')
  expect(anew?.text_body).not.toContain('Of the detail.')

  await world.rows(`update complaint_access set state = 'accepted', ended_at = null where complaint_id = $1`, [complaintId])
  await told('Of the detail again.', true)
  world.clock.set('2026-11-24T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where complaint_id = $1`, [complaintId])
  await handOver()
  await sendDigests(world.deps, environment)
  expect((await mails()).map(({ state }) => state)).toEqual(['withheld', 'sent', 'withheld'])
})

test('a removed reader’s daily e-mail that still waits is not sent', async ({ world }) => {
  world.clock.set('2026-11-23T11:00:00.000Z')
  const { reader, complaints } = await daily(world)
  await notify(world, { event: 'complaint_reopened', complaintId: complaints[0] ?? '', by: null })
  world.clock.set('2026-11-23T12:00:00.000Z')
  await sendDigests(world.deps, environment)
  await world.rows(`update account set standing = 'removed' where user_id = $1`, [reader.userId])
  const [mail] = await world.rows<{ id: string }>('select id from mail where user_id = $1', [reader.userId])
  await sendMailJob(world.deps, { send: () => Promise.resolve({ kind: 'accepted' }) }, pino({ level: 'silent' }))({ mailId: mail?.id ?? '' }, run)
  expect(await world.rows('select state from mail where user_id = $1', [reader.userId])).toEqual([{ state: 'withheld' }])
})

for (const when of ['before', 'after'] as const) {
  test(`a process that is killed with a daily e-mail in its hands, ${when} its commit: the other makes one, and one alone`, async ({ world }) => {
    world.clock.set('2026-11-23T11:00:00.000Z')
    const { reader, complaints } = await daily(world)
    await notify(world, { event: 'complaint_reopened', complaintId: complaints[0] ?? '', by: null })
    world.clock.set('2026-11-23T12:00:00.000Z')
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, world.db.appUrl, when], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await sendDigests(world.deps, environment)
    expect(await mailsTo(world, reader)).toEqual(['Your day in SES: 1 notification'])
    expect(await world.rows(`select count(*)::int as jobs from graphile_worker._private_jobs where payload ->> 'mailId' in (select id::text from mail where user_id = $1)`, [reader.userId])).toEqual([{ jobs: 1 }])
  })
}

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
  world.clock.set('2026-11-24T12:00:00.000Z')
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
  world.clock.set('2026-11-24T12:00:00.000Z')
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
