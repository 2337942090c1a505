import { text } from 'node:stream/consumers'
import { pino } from 'pino'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { PlatformActor } from '../../access/actor.ts'
import { noteReport } from '../../platform/mail/note-report.ts'
import { sendMailJob } from '../../platform/mail/send-mail.ts'
import type { Outcome } from '../../platform/mail/smtp.ts'
import { newId } from '../../platform/new-id.ts'
import { tryMailAgain } from './commands/try-mail-again.ts'
import { countMails, exportMailLog, listMailLog } from './queries/mail-log.ts'
import { listRefusedAddresses } from './queries/refused-addresses.ts'

const log = pino({ level: 'silent' })
const all = { limit: 50 }

async function operatorOf(world: World): Promise<PlatformActor> {
  const userId = newId()
  await world.rows(`insert into person (id, kind, name) values ($1, 'platform', 'Olga Operator')`, [userId])
  await world.rows(`insert into account (user_id, kind, email, email_key) values ($1, 'platform', $2, $2)`, [userId, `${userId}@platform.example`])
  return { kind: 'platform', userId, timeZone: 'America/New_York' }
}

async function mailOf(world: World, to: string, more: { state?: string; userId?: string; complaintId?: string; kind?: string } = {}): Promise<string> {
  const id = newId()
  await world.rows(
    `insert into mail (id, event_id, to_address, user_id, subject, text_body, html_body, state, kind, complaint_id, of_detail, created_at) values ($1, $2, $3, $4, 'Secret subject', 'Secret text', '<p>Secret</p>', $5, $6, $7, true, date_trunc('milliseconds', now()))`,
    [id, newId(), to, more.userId ?? null, more.state ?? 'waiting', more.kind ?? 'requests_sent', more.complaintId ?? null],
  )
  return id
}

const sent = (world: World, mailId: string, outcome: Outcome, lastAttempt = false) => sendMailJob(world.deps, { send: () => Promise.resolve(outcome) }, log)({ mailId }, { attempt: 1, lastAttempt, signal: new AbortController().signal })
const noSuchUser: Outcome = { kind: 'refused', reason: '550 5.1.1 no such user', code: 550, addressRefused: true }
const later: Outcome = { kind: 'refused', reason: '451 greylisted', code: 451, addressRefused: false }

test('an operator sees what became of each e-mail, by filters, and neither address nor words', async ({ world }) => {
  const operator = await operatorOf(world)
  const domain = `${newId()}.example`
  const [took, deferred, failed, lost] = [await mailOf(world, `a@${domain}`), await mailOf(world, `b@${domain}`), await mailOf(world, `c@${domain}`, { kind: 'access_requested' }), await mailOf(world, `d@${domain}`)]
  await sent(world, took, { kind: 'accepted' })
  await expect(sent(world, deferred, later)).rejects.toThrow('did not take')
  await sent(world, failed, noSuchUser)
  await sent(world, lost, { kind: 'unknown', reason: 'gone' })
  const list = async (filter: object) => (await listMailLog(world.deps, operator, { ...all, domain, ...filter })).items
  expect((await list({})).map(({ id, state, answer, code }) => [id, state, answer, code])).toEqual(
    expect.arrayContaining([
      [took, 'sent', '2xx', 250],
      [deferred, 'waiting', '4xx', 451],
      [failed, 'failed', '5xx', 550],
      [lost, 'uncertain', 'none', null],
    ]),
  )
  expect((await list({ state: 'failed' })).map(({ id, about }) => [id, about])).toEqual([[failed, 'access_requested']])
  expect((await list({ answer: '4xx' })).map(({ id }) => id)).toEqual([deferred])
  expect(await list({ from: '2999-01-01' })).toEqual([])
  expect((await countMails(world.deps, operator)).items.find(({ state }) => state === 'uncertain')?.count).toBeGreaterThan(0)
  const { stuck } = await countMails(world.deps, operator)
  for (let times = 0; times < 3; times++) await expect(sent(world, deferred, later)).rejects.toThrow('did not take')
  expect((await countMails(world.deps, operator)).stuck).toBe(stuck + 1)
  expect(JSON.stringify(await list({}))).not.toMatch(/Secret|[abcd]@/)
  for (const column of ['to_address', 'subject', 'text_body'] as const) await expect(world.deps.transaction(operator, (tx) => tx.db.selectFrom('mail').select(column).execute())).rejects.toThrow(/permission denied/)
})

test('an operator finds what one organization missed, on which days in the operator’s zone, why it came back, and takes it out as CSV', async ({ world }) => {
  const operator = await operatorOf(world)
  const [agency, other, company] = [await world.agency(), await world.agency(), await world.company()]
  const [user, atCompany] = [await world.agencyUser(agency), await world.companyUser(company)]
  const [inbox, shared] = [`inbox-${company.id}@x.example`, `shared-${company.id}@x.example`]
  await world.rows('update company_contacts set extra_addresses = $2 where company_id = $1', [company.id, [inbox, shared]])
  await world.rows('update agency set extra_addresses = $2 where id = $1', [other.id, [shared]])
  const toUser = await mailOf(world, await world.emailOf(user.userId), { userId: user.userId, state: 'sent' })
  const [toCompany, toInbox, toShared] = [await mailOf(world, await world.emailOf(atCompany.userId), { userId: atCompany.userId }), await mailOf(world, inbox), await mailOf(world, shared)]
  const list = async (filter: object) => (await listMailLog(world.deps, operator, { ...all, ...filter })).items
  expect((await list({ agencyId: agency.id })).map(({ id, organization }) => [id, organization])).toEqual([[toUser, { kind: 'agency', id: agency.id, name: agency.name }]])
  expect(new Set((await list({ companyId: company.id })).map(({ id }) => id))).toEqual(new Set([toCompany, toInbox]))
  expect((await list({ domain: 'x.example' })).find(({ id }) => id === toShared)?.organization, 'of two organizations').toBeNull()

  await noteReport(world.deps, toUser, { kind: 'failed', status: '5.1.1', code: 550 })
  const [bounced] = await list({ agencyId: agency.id, state: 'bounced' })
  expect(bounced).toMatchObject({ id: toUser, state: 'bounced', canTryAgain: true, report: { status: '5.1.1', why: 'there is no such mailbox' } })
  // 11:30 in the evening of the 20th in New York.
  await world.rows(`update mail set created_at = '2026-11-21T04:30:00Z' where id = $1`, [toUser])
  expect([await list({ agencyId: agency.id, from: '2026-11-20', to: '2026-11-20' }), await list({ agencyId: agency.id, from: '2026-11-21' }), await list({ agencyId: agency.id, to: '2026-11-19' })].map(({ length }) => length)).toEqual([1, 0, 0])

  const sheet = await text(await exportMailLog(world.deps, operator, { agencyId: agency.id }))
  expect(sheet.trimEnd().split('\r\n')).toHaveLength(2)
  expect(sheet).toContain(`requests_sent,"${agency.name}`.replace('"', ''))
  expect(sheet).toContain('5.1.1,there is no such mailbox')
  expect(sheet).not.toMatch(/Secret|@/)
  expect(await world.rows(`select details -> 'filters' as filters from audit_entry where action = 'mail.log_exported' and actor_id = $1`, [operator.userId])).toEqual([{ filters: ['agencyId'] }])
  await expect(exportMailLog(world.deps, user, {})).rejects.toMatchObject({ code: 'forbidden' })

  await tryMailAgain(world.deps, operator, toUser)
  await sent(world, toUser, { kind: 'accepted' })
  expect((await list({ agencyId: agency.id }))[0]).toMatchObject({ state: 'sent', report: null, canTryAgain: false })
})

test('a list longer than a page goes on where it stopped', async ({ world }) => {
  const operator = await operatorOf(world)
  const domain = `${newId()}.example`
  for (let n = 0; n < 5; n += 1) await mailOf(world, `${String(n)}@${domain}`)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listMailLog(world.deps, operator, { limit: 2, domain, cursor })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(new Set(seen).size).toBe(5)
})

test('an operator tries again what failed; nobody else may, and what was sent is not sent twice', async ({ world }) => {
  const operator = await operatorOf(world)
  const id = await mailOf(world, `x-${newId()}@company.example`)
  await sent(world, id, noSuchUser)
  for (const actor of [await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator']), await world.companyUser(await world.company(), 'manage', ['account_administrator'])]) {
    await expect(tryMailAgain(world.deps, actor, id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listMailLog(world.deps, actor, all)).rejects.toMatchObject({ code: 'forbidden' })
  }
  await tryMailAgain(world.deps, operator, id)
  expect(await world.rows('select state from mail where id = $1', [id])).toEqual([{ state: 'waiting' }])
  expect(await world.rows(`select actor_id from audit_entry where action = 'mail.sent-again' and about_id = $1`, [id])).toEqual([{ actor_id: operator.userId }])
  await sent(world, id, { kind: 'accepted' })
  await expect(tryMailAgain(world.deps, operator, id)).rejects.toMatchObject({ code: 'conflict' })
  await expect(tryMailAgain(world.deps, operator, newId())).rejects.toMatchObject({ code: 'not_found' })
})

test('an address that is refused for good is shown to its organization’s Account Administrator alone, until it takes e-mails again or is changed', async ({ world }) => {
  const [agency, company] = [await world.agency(), await world.company()]
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const atCompany = await world.companyUser(company, null, ['account_administrator'])
  const user = await world.agencyUser(agency, 'manager')
  const address = await world.emailOf(user.userId)
  const inbox = `inbox-${company.id}@x.example`
  await world.rows('update company_contacts set extra_addresses = $2 where company_id = $1', [company.id, [inbox]])
  await expect(sent(world, await mailOf(world, address, { userId: user.userId }), later)).rejects.toThrow('did not take')
  expect((await listRefusedAddresses(world.deps, administrator)).items).toEqual([])
  await sent(world, await mailOf(world, address, { userId: user.userId }), noSuchUser)
  await sent(world, await mailOf(world, inbox), noSuchUser)
  expect((await listRefusedAddresses(world.deps, administrator)).items).toMatchObject([{ address, user: { id: user.userId }, code: 550 }])
  expect((await listRefusedAddresses(world.deps, atCompany)).items).toMatchObject([{ address: inbox, user: null }])
  await expect(listRefusedAddresses(world.deps, user)).rejects.toMatchObject({ code: 'forbidden' })
  for (const stranger of [user, await world.agencyUser(await world.agency(), null, ['account_administrator'])]) expect(await world.deps.transaction(stranger, (tx) => tx.db.selectFrom('refused_address').select('address').execute())).toEqual([])
  await sent(world, await mailOf(world, inbox), { kind: 'accepted' })
  expect((await listRefusedAddresses(world.deps, atCompany)).items).toEqual([])
  await world.rows('update account set email = $2, email_key = $2 where user_id = $1', [user.userId, `new-${user.userId}@agency.example`])
  expect((await listRefusedAddresses(world.deps, administrator)).items).toEqual([])
})

test('an e-mail that waited while access to its complaint was taken away is held back', async ({ world }) => {
  const [owner, asker] = [await world.agency(), await world.agency()]
  const [poc, reader] = [await world.agencyUser(owner, 'manager'), await world.agencyUser(asker, 'manager')]
  const complaintId = newId()
  const company = await world.company()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on) values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, now(), '2026-11-20')`,
    [complaintId, owner.id, company.id, company.name, poc.userId],
  )
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, decided_at) values ($1, $2, $3, $4, 'accepted', $5, now(), now())`, [newId(), complaintId, owner.id, asker.id, reader.userId])
  const [before, after] = [await mailOf(world, await world.emailOf(reader.userId), { userId: reader.userId, complaintId }), await mailOf(world, await world.emailOf(reader.userId), { userId: reader.userId, complaintId })]
  await sent(world, before, { kind: 'accepted' })
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where complaint_id = $1`, [complaintId])
  await sent(world, after, { kind: 'accepted' })
  expect(await world.rows('select id, state from mail where id = any($1) order by state', [[before, after]])).toEqual([
    { id: before, state: 'sent' },
    { id: after, state: 'withheld' },
  ])
})
