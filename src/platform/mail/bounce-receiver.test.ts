import { connect } from 'node:net'
import { createTransport } from 'nodemailer'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterEach } from 'vitest'
import type { Actor } from '#src/access/actor.ts'
import { notifyOrganisationJob } from '#src/modules/notifications/organisation-job.ts'
import { listNotifications } from '#src/modules/notifications/queries/list-notifications.ts'
import { listRefusedAddresses } from '#src/modules/notifications/queries/refused-addresses.ts'
import { exchangeReport, gmailReport, noReports, postfixReport } from '#test/world/delivery-reports.ts'
import { describe, expect, test, type World } from '#test/world/test-world.ts'
import { newId } from '../new-id.ts'
import type { OrganisationHappening } from '../ports.ts'
import { openBounceReceiver, type BounceReceiver } from './bounce-receiver.ts'
import { returnPathOf } from './return-path.ts'
import { sendMailJob } from './send-mail.ts'
import { smtpSender, type Outcome } from './smtp.ts'

const address = 'bounces@ses.example'
const logged: string[] = []
const log = pino({ level: 'trace' }, { write: (line) => logged.push(line) })
const environment = { publicUrl: 'https://ses.example', training: false, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }
const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
const day = 86_400_000

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  // Neither addresses nor words of reports.
  expect(logged.splice(0).join('')).not.toMatch(/@|Private|User unknown/)
})

async function receiving(world: World, deps: Pick<World['deps'], 'transaction' | 'secrets'> = world.deps): Promise<BounceReceiver> {
  const receiver = await openBounceReceiver(deps, { address, host: '127.0.0.1', port: 0 }, log)
  closing.push(() => receiver.close())
  return receiver
}

/** As the operators' mail server passes it on. */
async function bring({ port }: BounceReceiver, to: string | string[], raw: Buffer, from = ''): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  await transport.sendMail({ envelope: { from, to }, raw })
}

const pathOf = (world: World, mailId: string) => returnPathOf(world.deps.secrets, address)(mailId)

async function mailTo(world: World, to: string, { userId = null, state = 'sent' }: { userId?: string | null; state?: string } = {}): Promise<string> {
  const id = newId()
  await world.rows(`insert into mail (id, event_id, to_address, user_id, subject, text_body, html_body, state, attempts, smtp_code, created_at, sent_at) values ($1, $2, $3, $4, 'S', 'T', 'H', $5, 1, 250, $6, $6)`, [id, newId(), to, userId, state, world.clock.now()])
  return id
}

const stateOf = async (world: World, id: string) => (await world.rows<{ state: string; bounce_status: string | null }>('select state, bounce_status from mail where id = $1', [id]))[0]
const deliver = (world: World, mailId: string, outcome: Outcome = { kind: 'accepted' }) => sendMailJob(world.deps, { send: () => Promise.resolve(outcome) }, log)({ mailId }, run)

/** Works off what was enqueued about refused addresses of this organization. */
async function tell(world: World, organisationId: string): Promise<number> {
  const jobs = await world.rows<{ id: string; payload: OrganisationHappening }>(`select id, payload from graphile_worker._private_jobs where payload ->> 'event' = 'address_refused' and $1 in (payload ->> 'agencyId', payload ->> 'companyId')`, [organisationId])
  for (const { id, payload } of jobs) {
    expect(JSON.stringify(payload)).not.toContain('@')
    await notifyOrganisationJob(world.deps, environment)(payload, run)
    await world.rows('delete from graphile_worker._private_jobs where id = $1', [id])
  }
  return jobs.length
}
const toldTo = async (world: World, actor: Actor) => (await listNotifications(world.deps, actor, { limit: 50 })).items.map(({ sentence, link }) => ({ sentence, link }))

async function agencyWithUser(world: World) {
  const agency = await world.agency()
  const [administrator, supervisor, user] = [await world.agencyUser(agency, null, ['account_administrator']), await world.agencyUser(agency, 'supervisor'), await world.agencyUser(agency, 'manager')]
  const stranger = await world.agencyUser(await world.agency(), null, ['account_administrator'])
  return { agency, administrator, supervisor, user, stranger, to: await world.emailOf(user.userId) }
}

describe('an e-mail that comes back', () => {
  test('goes out under an address that names it, and its report finds it', async ({ world }) => {
    const senders: string[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onMailFrom({ address: sender }, _session, done) {
        senders.push(sender)
        done()
      },
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => server.close(() => resolve())))
    const bound = server.server.address()
    const url = `smtp://127.0.0.1:${String(typeof bound === 'object' ? bound?.port : '')}`
    const { user, to } = await agencyWithUser(world)
    const id = await mailTo(world, to, { userId: user.userId, state: 'waiting' })
    await sendMailJob(world.deps, smtpSender(url, 'SES <ses@agency.example>', returnPathOf(world.deps.secrets, address)), log)({ mailId: id }, run)
    expect(senders).toEqual([pathOf(world, id)])
    await bring(await receiving(world), senders, postfixReport({ returnPath: senders[0] ?? '', to }))
    expect(await stateOf(world, id)).toEqual({ state: 'bounced', bounce_status: '5.1.1' })
  })

  test('is told to the Account Administrators of its reader, in the program alone, once, and to nobody else', async ({ world }) => {
    const { agency, administrator, supervisor, user, stranger, to } = await agencyWithUser(world)
    const receiver = await receiving(world)
    for (const report of [postfixReport, exchangeReport, gmailReport]) {
      const id = await mailTo(world, to, { userId: user.userId })
      const returnPath = pathOf(world, id)
      await bring(receiver, returnPath, report({ returnPath, to }))
      await bring(receiver, returnPath, report({ returnPath, to }))
      expect((await stateOf(world, id))?.state).toBe('bounced')
      await tell(world, agency.id)
    }
    expect(await toldTo(world, administrator)).toEqual([{ sentence: `E-mails to a user of ${agency.name} cannot be delivered. Check the address.`, link: `/users/${user.userId}` }])
    for (const nobody of [supervisor, user, stranger]) expect(await toldTo(world, nobody)).toEqual([])
    expect(await world.mailTo(await world.emailOf(administrator.userId))).toEqual([])
    expect((await listRefusedAddresses(world.deps, administrator)).items).toMatchObject([{ address: to, user: { id: user.userId }, code: 552, why: 'the mailbox is full' }])
    expect((await listRefusedAddresses(world.deps, stranger)).items).toEqual([])
  })

  test('is told once, also where two come back at the same moment', async ({ world }) => {
    const { agency, user, to } = await agencyWithUser(world)
    const receiver = await receiving(world)
    const paths = [await mailTo(world, to, { userId: user.userId }), await mailTo(world, to, { userId: user.userId })].map((id) => pathOf(world, id))
    await Promise.all(paths.map((returnPath) => bring(receiver, returnPath, postfixReport({ returnPath, to }))))
    expect(await tell(world, agency.id)).toBe(1)
  })

  test('stops nothing: further e-mails are sent, and without another report the address works again after six days', async ({ world }) => {
    const { agency, administrator, user, to } = await agencyWithUser(world)
    const receiver = await receiving(world)
    const bounce = async () => {
      const id = await mailTo(world, to, { userId: user.userId, state: 'waiting' })
      await deliver(world, id)
      expect(await stateOf(world, id)).toEqual({ state: 'sent', bounce_status: null })
      await bring(receiver, pathOf(world, id), postfixReport({ returnPath: pathOf(world, id), to }))
    }
    const shown = async () => (await listRefusedAddresses(world.deps, administrator)).items.length
    await bounce()
    world.clock.advance(day)
    // Our own server takes it as it took the first; that says nothing.
    await deliver(world, await mailTo(world, to, { userId: user.userId, state: 'waiting' }))
    expect(await shown()).toBe(1)
    world.clock.advance(4 * day)
    await bounce()
    expect(await tell(world, agency.id), 'one message, not two').toBe(1)
    await deliver(world, await mailTo(world, to, { userId: user.userId, state: 'waiting' }))
    world.clock.advance(7 * day)
    expect(await shown()).toBe(0)
    await bounce()
    expect(await shown()).toBe(1)
    expect(await tell(world, agency.id), 'it worked meanwhile, so this is news').toBe(1)
  })

  test('late is delayed and then arrives or comes back; a report that overtakes the server’s own answer stands', async ({ world }) => {
    const { agency, user, to } = await agencyWithUser(world)
    const receiver = await receiving(world)
    const late = { action: 'delayed', status: '4.4.1', diagnosis: 'X-Postfix; timed out' }
    const id = await mailTo(world, to, { userId: user.userId })
    const of = { returnPath: pathOf(world, id), to }
    await bring(receiver, of.returnPath, postfixReport(of, late))
    expect(await stateOf(world, id)).toEqual({ state: 'delayed', bounce_status: '4.4.1' })
    expect(await tell(world, agency.id)).toBe(0)
    await bring(receiver, of.returnPath, postfixReport(of, { action: 'delivered', status: '2.0.0', diagnosis: 'smtp; 250 Ok' }))
    expect(await stateOf(world, id)).toEqual({ state: 'sent', bounce_status: null })
    await bring(receiver, of.returnPath, postfixReport(of, late))
    await bring(receiver, of.returnPath, postfixReport(of, { status: '4.4.7' }))
    expect(await stateOf(world, id)).toEqual({ state: 'bounced', bounce_status: '4.4.7' })
    expect(await tell(world, agency.id)).toBe(1)

    const overtaken = await mailTo(world, to, { userId: user.userId, state: 'waiting' })
    const slow = { send: async (): Promise<Outcome> => {
      await bring(receiver, pathOf(world, overtaken), postfixReport({ returnPath: pathOf(world, overtaken), to }))
      return { kind: 'accepted' }
    } }
    await sendMailJob(world.deps, slow, log)({ mailId: overtaken }, run)
    expect((await stateOf(world, overtaken))?.state).toBe('bounced')
  })

  test('to an extra address is told to those who can mend it; to an address that was changed since, to nobody', async ({ world }) => {
    const company = await world.company()
    const administrator = await world.companyUser(company, null, ['account_administrator'])
    const user = await world.companyUser(company)
    const receiver = await receiving(world)
    const inbox = `inbox-${company.id}@x.example`
    await world.rows('update company_contacts set extra_addresses = $2 where company_id = $1', [company.id, [inbox]])
    const id = await mailTo(world, inbox)
    await bring(receiver, pathOf(world, id), exchangeReport({ returnPath: pathOf(world, id), to: inbox }))
    expect(await tell(world, company.id)).toBe(1)
    expect(await toldTo(world, administrator)).toEqual([{ sentence: `E-mails to an extra address of ${company.name} cannot be delivered. Check it.`, link: '/profile' }])

    const former = await world.emailOf(user.userId)
    const before = await mailTo(world, former, { userId: user.userId })
    await world.rows('update account set email = $2, email_key = $2 where user_id = $1', [user.userId, `new-${user.userId}@company.example`])
    await bring(receiver, pathOf(world, before), exchangeReport({ returnPath: pathOf(world, before), to: former }))
    expect((await stateOf(world, before))?.state).toBe('bounced')
    expect(await tell(world, company.id)).toBe(0)
  })

  test('with the invitation of a company’s first user is told to the agency that sent it', async ({ world }) => {
    const agency = await world.agency()
    const [beginner, supervisor, viewer, manager] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'supervisor'), await world.agencyUser(agency, 'viewer'), await world.agencyUser(agency, 'manager')]
    const company = await world.company({ enrolled: false })
    const first = await world.companyUser(company, 'manage', ['account_administrator'])
    await world.rows(`update account set standing = 'invited' where user_id = $1`, [first.userId])
    await world.rows(`insert into enrollment (id, company_id, agency_id, begun_by, first_user_id, begun_at, invited_at, invitation_ends_at) values ($1, $2, $3, $4, $5, now(), now(), now() + interval '14 days')`, [newId(), company.id, agency.id, beginner.userId, first.userId])
    const to = await world.emailOf(first.userId)
    // Invitations go to the address alone.
    const id = await mailTo(world, to)
    await bring(await receiving(world), pathOf(world, id), postfixReport({ returnPath: pathOf(world, id), to }))
    expect(await tell(world, company.id)).toBe(1)
    for (const told of [beginner, supervisor]) expect(await toldTo(world, told)).toEqual([{ sentence: `The invitation for ${company.name} cannot be delivered. Check the address, and invite again.`, link: `/companies/${company.id}` }])
    for (const nobody of [viewer, manager]) expect(await toldTo(world, nobody)).toEqual([])
  })
})

describe('the receiver', () => {
  test('ignores what is no report, and what it says of an e-mail that was not handed over', async ({ world }) => {
    const { user, to } = await agencyWithUser(world)
    const receiver = await receiving(world)
    const id = await mailTo(world, to, { userId: user.userId })
    const of = { returnPath: pathOf(world, id), to }
    for (const make of Object.values(noReports)) await bring(receiver, of.returnPath, make(of), to)
    expect(await stateOf(world, id)).toEqual({ state: 'sent', bounce_status: null })
    for (const state of ['waiting', 'failed', 'withheld']) {
      const other = await mailTo(world, to, { userId: user.userId, state })
      await bring(receiver, pathOf(world, other), postfixReport({ returnPath: pathOf(world, other), to }))
      expect((await stateOf(world, other))?.state).toBe(state)
    }
    // One that is not kept any more.
    await bring(receiver, pathOf(world, newId()), postfixReport(of))
  })

  test('takes e-mails to nobody else, for one at a time, of limited length, and passes nothing on', async ({ world }) => {
    const receiver = await receiving(world)
    const path = pathOf(world, newId())
    const report = postfixReport({ returnPath: path, to: 'a@b.example' })
    for (const to of ['somebody@company.example', address, path.replace('ses.example', 'company.example'), path.replace(/\+./, '+9')]) await expect(bring(receiver, to, report), to).rejects.toMatchObject({ responseCode: 550 })
    const long = Buffer.concat([report, Buffer.alloc(1024 * 1024, 'long ')])
    await expect(bring(receiver, path, long)).rejects.toMatchObject({ responseCode: 552 })
    const answers = await said(receiver.port, ['EHLO x', 'MAIL FROM:<>', `RCPT TO:<${path}>`, `RCPT TO:<${pathOf(world, newId())}>`, 'AUTH PLAIN AGEAYg==', 'VRFY root', 'STARTTLS', 'QUIT'])
    expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['220', '250', '250', '250', '452', '500', '252', '500', '221'])
  })

  test('asks to be brought again what it cannot store', async ({ world }) => {
    let broken = true
    const receiver = await receiving(world, { secrets: world.deps.secrets, transaction: (actor, work) => (broken ? Promise.reject(new Error('the database is away')) : world.deps.transaction(actor, work)) })
    const { user, to } = await agencyWithUser(world)
    const id = await mailTo(world, to, { userId: user.userId })
    const of = { returnPath: pathOf(world, id), to }
    await expect(bring(receiver, of.returnPath, postfixReport(of))).rejects.toMatchObject({ responseCode: 451 })
    broken = false
    await bring(receiver, of.returnPath, postfixReport(of))
    expect((await stateOf(world, id))?.state).toBe('bounced')
  })

  test('says which setting to mend where its port is taken', async ({ world }) => {
    const { port } = await receiving(world)
    await expect(openBounceReceiver(world.deps, { address, host: '127.0.0.1', port }, log)).rejects.toThrow('MAIL_BOUNCE_PORT')
  })
})

/** Line by line, waiting for each answer; its last line of several. */
function said(port: number, lines: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = []
    const waiting = [...lines]
    let heard = ''
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      heard += chunk.toString()
      if (!heard.endsWith('\r\n')) return
      const last = heard.trimEnd().split('\r\n').at(-1) ?? ''
      if (last[3] === '-') return
      heard = ''
      answers.push(last)
      const next = waiting.shift()
      if (next !== undefined) socket.write(`${next}\r\n`)
    })
    socket.on('close', () => resolve(answers))
  })
}
