import { cookieOf, openSite, password, totpSecret, type Site } from '#test/world/site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import type { OrganisationHappening } from '../../platform/ports.ts'
import { notifyOrganisationJob } from '../notifications/organisation-job.ts'
import { codeAt } from './one-time-codes.ts'

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

const minute = 60_000
const good = 'seven green lamps at noon'
const chromeOnWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

type Headers = { cookie: string }

async function person(site: Site) {
  const agency = await site.world.agency()
  const actor = await site.world.agencyUser(agency, 'supervisor')
  return { agency, actor, email: await site.credentials(actor) }
}

/** Signs in with the next code, as the one before was used; from the same browser when its cookies come along. */
async function signIn(site: Site, email: string, given = password, cookies?: Headers, userAgent = 'lightMyRequest'): Promise<Headers> {
  site.world.clock.advance(30_000)
  const first = await site.post('/session', { email, password: given }, { ...cookies, 'user-agent': userAgent })
  const second = await site.post('/session/second-factor', { code: site.code() }, { ...both(cookies, cookieOf(first)), 'user-agent': userAgent })
  expect(second.statusCode).toBe(200)
  return cookieOf(second)
}

function both(one: Headers | undefined, other: Headers): Headers {
  const device = /ses_device=[\w-]+/.exec(one?.cookie ?? '')?.[0]
  return { cookie: device === undefined ? other.cookie : `${other.cookie}; ${device}` }
}

const send = (site: Site, method: 'PUT' | 'PATCH' | 'DELETE', url: string, payload: object | undefined, headers: Headers) =>
  site.app.inject({ method, url: `/api/v1${url}`, payload, headers, remoteAddress: site.remoteAddress })
const events = async (site: Site, userId: string) =>
  (await site.world.rows<{ event: string }>("select payload ->> 'event' as event from graphile_worker._private_jobs where payload ->> 'userId' = $1 order by id", [userId])).map(({ event }) => event)
const audited = async (site: Site, userId: string) => (await site.world.rows<{ action: string }>('select action from audit_entry where about_id = $1 order by id', [userId])).map(({ action }) => action)

test('a new password ends every session but goes on in this browser under a new cookie', async ({ site }) => {
  const { actor, email } = await person(site)
  const elsewhere = await signIn(site, email)
  const here = await signIn(site, email)
  const changed = await send(site, 'PUT', '/account/password', { current: password, new: good }, here)
  expect(changed.statusCode).toBe(204)
  const after = cookieOf(changed)
  for (const old of [elsewhere, here]) expect((await site.get('/session', old)).json()).toMatchObject({ type: '/problems/session_expired' })
  expect((await site.get('/session', after)).statusCode).toBe(200)
  expect((await site.post('/session', { email, password })).statusCode).toBe(401)
  expect((await site.post('/session', { email, password: good })).statusCode).toBe(200)
  expect(await events(site, actor.userId)).toContain('password_changed')
  expect(await audited(site, actor.userId)).toContain('account.password_changed')
})

test('a password is changed only with the present one, and to none that is tried first', async ({ site }) => {
  const { actor, email } = await person(site)
  const here = await signIn(site, email)
  expect((await send(site, 'PUT', '/account/password', { current: 'wrong', new: good }, here)).json()).toMatchObject({ fields: { current: 'This is not your password.' } })
  expect((await send(site, 'PUT', '/account/password', { current: password, new: 'Password2026!!' }, here)).json<{ fields: { new: string } }>().fields.new).toContain('tried first')
  expect((await send(site, 'PUT', '/account/password', { current: password, new: good, userId: actor.userId }, here)).statusCode).toBe(400)
  expect((await site.get('/session', here)).statusCode).toBe(200)
})

test('the present password cannot be guessed in an open session', async ({ site }) => {
  const { email } = await person(site)
  const here = await signIn(site, email)
  const statuses: number[] = []
  for (let n = 0; n < 6; n += 1) statuses.push((await site.post('/session/confirmations', { password: `guess ${String(n)}` }, here)).statusCode)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  expect((await send(site, 'PUT', '/account/password', { current: password, new: good }, here)).statusCode).toBe(429)
  expect((await site.get('/session', here)).statusCode).toBe(200)
})

test('a factor is changed only within 15 minutes of proving who one is', async ({ site, world }) => {
  const { email } = await person(site)
  const here = await signIn(site, email)
  expect((await site.post('/account/authenticator', undefined, here)).statusCode).toBe(201)
  world.clock.advance(15 * minute)
  const refusals = [
    await site.post('/account/authenticator', undefined, here),
    await send(site, 'PUT', '/account/authenticator', { code: '123456' }, here),
    await send(site, 'DELETE', '/account/authenticator', undefined, here),
    await site.post('/account/recovery-codes', undefined, here),
  ]
  for (const refused of refusals) expect(refused.json()).toMatchObject({ type: '/problems/confirmation_required' })
  expect((await site.post('/session/confirmations', { password: 'wrong' }, here)).statusCode).toBe(401)
  expect((await site.post('/session/confirmations', { code: '000000', password }, here)).statusCode).toBe(400)
  expect((await site.post('/account/recovery-codes', undefined, here)).statusCode).toBe(403)
  expect((await site.post('/session/confirmations', { password }, here)).statusCode).toBe(204)
  expect((await site.post('/account/recovery-codes', undefined, here)).statusCode).toBe(201)
  world.clock.advance(20 * minute)
  const code = site.code()
  expect((await site.post('/session/confirmations', { code }, here)).statusCode).toBe(204)
  expect((await site.post('/session/confirmations', { code }, here)).json()).toMatchObject({ detail: 'This code was used already. Wait for the next one.' })
  expect((await site.post('/account/recovery-codes', undefined, here)).statusCode).toBe(201)
})

test('another app takes the place of the first once its code proves it', async ({ site, world }) => {
  const { actor, email } = await person(site)
  const here = await signIn(site, email)
  const { secret } = (await site.post('/account/authenticator', undefined, here)).json<{ secret: string }>()
  // Until then the first one opens the door.
  await signIn(site, email)
  expect((await send(site, 'PUT', '/account/authenticator', { code: codeAt(totpSecret, world.clock.now()) }, here)).statusCode).toBe(422)
  expect((await send(site, 'PUT', '/account/authenticator', { code: site.code(secret) }, here)).statusCode).toBe(204)
  expect((await send(site, 'PUT', '/account/authenticator', { code: site.code(secret) }, here)).statusCode).toBe(409)
  world.clock.advance(30_000)
  const first = cookieOf(await site.post('/session', { email, password }))
  expect((await site.post('/session/second-factor', { code: site.code() }, first)).statusCode).toBe(401)
  expect((await site.post('/session/second-factor', { code: site.code(secret) }, first)).statusCode).toBe(200)
  expect(await events(site, actor.userId)).toContain('second_factor_changed')
})

test('the last second factor cannot be removed', async ({ site }) => {
  const { email } = await person(site)
  const here = await signIn(site, email)
  const refused = await send(site, 'DELETE', '/account/authenticator', undefined, here)
  expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([409, 'This is the only second factor of your account. Add a passkey first.'])
})

test('with a passkey the authenticator app may go', async ({ site, world }) => {
  const { actor, email } = await person(site)
  const here = await signIn(site, email)
  await world.rows("insert into passkey (id, user_id, credential_id, public_key, name, created_at) values ($1, $2, $3, $3, 'Key', now())", ['0198f3c0-0000-7000-8000-000000000001', actor.userId, Buffer.from(actor.userId)])
  expect((await send(site, 'DELETE', '/account/authenticator', undefined, here)).statusCode).toBe(204)
  expect((await site.get('/account/security', here)).json()).toEqual({ hasPassword: true, authenticator: false, passkeys: 1, recoveryCodesLeft: 0 })
})

test('a recovery code signs in once, also typed without its dashes, and its owner is told', async ({ site }) => {
  const { actor, email } = await person(site)
  const here = await signIn(site, email)
  const { codes } = (await site.post('/account/recovery-codes', undefined, here)).json<{ codes: string[] }>()
  expect(codes).toHaveLength(10)
  for (const code of codes) expect(code).toMatch(/^([2-9A-HJKMNP-Z]{5}-){4}[2-9A-HJKMNP-Z]{5}$/)
  const stored = await site.world.rows<{ row: string }>('select recovery_code::text as row from recovery_code where user_id = $1', [actor.userId])
  for (const { row } of stored) for (const code of codes) expect(row).not.toContain(code)

  const typed = codes[3]?.toLowerCase().replaceAll('-', ' ') ?? ''
  const first = cookieOf(await site.post('/session', { email, password }))
  expect((await site.get('/session/second-steps', first)).json()).toEqual({ authenticator: true, passkey: false, recoveryCode: true })
  const second = await site.post('/session/recovery-codes', { code: typed }, first)
  expect(second.statusCode).toBe(200)
  expect((await site.get('/session', cookieOf(second))).statusCode).toBe(200)
  expect((await site.get('/session', first)).statusCode).toBe(401)
  const again = cookieOf(await site.post('/session', { email, password }))
  expect((await site.post('/session/recovery-codes', { code: typed }, again)).json()).toMatchObject({ detail: 'This recovery code is not right, or it was used already. Enter another one.' })
  expect((await site.get('/account/security', here)).json()).toMatchObject({ recoveryCodesLeft: 9 })
  expect(await events(site, actor.userId)).toContain('second_factor_changed')
  expect(await audited(site, actor.userId)).toContain('account.recovery_code_used')
})

test('of two sign-ins with one recovery code at the same moment one succeeds', async ({ site }) => {
  const { email } = await person(site)
  const { codes } = (await site.post('/account/recovery-codes', undefined, await signIn(site, email))).json<{ codes: string[] }>()
  const waiting = [cookieOf(await site.post('/session', { email, password })), cookieOf(await site.post('/session', { email, password }))]
  const answers = await Promise.all(waiting.map((cookies) => site.post('/session/recovery-codes', { code: codes[0] }, cookies)))
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 401])
})

test('new recovery codes void the old ones, another’s open nothing, and guessing has to wait', async ({ site }) => {
  const { email } = await person(site)
  const here = await signIn(site, email)
  const old = (await site.post('/account/recovery-codes', undefined, here)).json<{ codes: string[] }>().codes
  await site.post('/account/recovery-codes', undefined, here)
  const other = await person(site)
  const others = (await site.post('/account/recovery-codes', undefined, await signIn(site, other.email))).json<{ codes: string[] }>().codes
  const waiting = cookieOf(await site.post('/session', { email, password }))
  const statuses: number[] = []
  for (const code of [old[0], others[0], 'guess', 'guess', 'guess', 'guess']) statuses.push((await site.post('/session/recovery-codes', { code }, waiting)).statusCode)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  // The codes of the app are behind the same count.
  expect((await site.post('/session/second-factor', { code: site.code() }, waiting)).statusCode).toBe(429)
})

test('one sees where one is signed in, and signs a device out', async ({ site }) => {
  const { actor, email } = await person(site)
  const office = await signIn(site, email, password, undefined, chromeOnWindows)
  const here = await signIn(site, email)
  const stranger = await person(site)
  const theirs = await signIn(site, stranger.email)
  const { items } = (await site.get('/account/sessions', here)).json<{ items: { id: string; device: string; current: boolean }[] }>()
  expect(items.map(({ device, current }) => [device, current])).toEqual([['An unknown device', true], ['Chrome on Windows', false]])
  const id = items[1]?.id ?? ''
  expect((await send(site, 'DELETE', `/account/sessions/${id}`, undefined, theirs)).statusCode).toBe(404)
  expect((await site.get('/session', office)).statusCode).toBe(200)
  expect((await send(site, 'DELETE', `/account/sessions/${id}`, undefined, here)).statusCode).toBe(204)
  expect((await site.get('/session', office)).statusCode).toBe(401)
  expect((await send(site, 'DELETE', `/account/sessions/${id}`, undefined, here)).statusCode).toBe(404)
  expect(await audited(site, actor.userId)).toContain('session.ended_by_owner')
})

test('signing out everywhere else leaves this session and other people’s', async ({ site, world }) => {
  const { email } = await person(site)
  const others = [await signIn(site, email), await signIn(site, email)]
  const here = await signIn(site, email)
  const stranger = await person(site)
  const theirs = await signIn(site, stranger.email)
  expect((await send(site, 'DELETE', '/account/sessions', undefined, here)).statusCode).toBe(204)
  for (const other of others) expect((await site.get('/session', other)).statusCode).toBe(401)
  for (const session of [here, theirs]) expect((await site.get('/session', session)).statusCode).toBe(200)
  world.clock.advance(31 * minute)
  const fresh = await signIn(site, email)
  expect((await site.get('/account/sessions', fresh)).json<{ items: object[] }>().items).toHaveLength(1)
})

test('a session is ended only within 15 minutes of proving who one is', async ({ site, world }) => {
  const { email } = await person(site)
  const here = await signIn(site, email)
  const office = await signIn(site, email)
  const { items } = (await site.get('/account/sessions', here)).json<{ items: { id: string; current: boolean }[] }>()
  const id = items.find(({ current }) => !current)?.id ?? ''
  world.clock.advance(15 * minute)
  for (const url of ['/account/sessions', `/account/sessions/${id}`]) expect((await send(site, 'DELETE', url, undefined, here)).json()).toMatchObject({ type: '/problems/confirmation_required' })
  expect((await site.get('/session', office)).statusCode).toBe(200)
  expect((await site.post('/session/confirmations', { password }, here)).statusCode).toBe(204)
  expect((await send(site, 'DELETE', `/account/sessions/${id}`, undefined, here)).statusCode).toBe(204)
  expect((await site.get('/session', office)).statusCode).toBe(401)
})

test('other roles, another e-mail address or a removal end every session', async ({ site, world }) => {
  for (const change of ["complaints_role = 'viewer'", "system_roles = '{examiner}'", "email = 'moved@agency.example', email_key = 'moved@agency.example'", "standing = 'removed'"]) {
    const { actor, email } = await person(site)
    const here = await signIn(site, email)
    await world.rows(`update account set ${change} where user_id = $1`, [actor.userId])
    expect((await site.get('/session', here)).json()).toMatchObject({ type: '/problems/session_expired' })
  }
})

test('a cookie from before signing in is worth nothing afterwards, whoever set it', async ({ site }) => {
  const { email } = await person(site)
  const fixed = { cookie: `ses_session=${'A'.repeat(43)}; ses_device=${'B'.repeat(43)}` }
  const here = await signIn(site, email, password, fixed)
  expect(here.cookie).not.toContain(`ses_session=${'A'.repeat(43)}`)
  expect((await site.get('/session', fixed)).statusCode).toBe(401)
  expect((await site.get('/session', { cookie: here.cookie.replace('ses_session', 'ses_device') })).statusCode).toBe(401)
})

test('the owner is told of a sign-in from another browser, not from the first nor from a known one', async ({ site, world }) => {
  const { actor, email } = await person(site)
  const first = await signIn(site, email, password, undefined, chromeOnWindows)
  expect(first.cookie).toMatch(/ses_device=[\w-]{43}/)
  await signIn(site, email, password, first)
  expect(await events(site, actor.userId)).toEqual([])
  await signIn(site, email, password, undefined, chromeOnWindows)
  const told = await world.rows("select payload ->> 'event' as event, payload ->> 'device' as device from graphile_worker._private_jobs where payload ->> 'userId' = $1", [actor.userId])
  expect(told).toEqual([{ event: 'new_device_sign_in', device: 'Chrome on Windows' }])
  const [seen] = await world.rows<{ row: string }>('select known_device::text as row from known_device where user_id = $1', [actor.userId])
  expect(seen?.row).not.toContain(/ses_device=([\w-]+)/.exec(first.cookie)?.[1])
})

test('the owner is told once a day when failures lock the account, but not of their own slips', async ({ site, world }) => {
  const { actor, email } = await person(site)
  const known = await signIn(site, email)
  const fail = async (headers: Record<string, string>) => {
    for (let n = 0; n < 5; n += 1) await site.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: 'wrong' }, headers, remoteAddress: `203.0.113.${String(n)}` })
    world.clock.advance(20 * minute)
  }
  await fail(known)
  expect(await events(site, actor.userId)).toEqual([])
  await fail({})
  await fail({})
  const told = await world.rows<{ id: string }>("select payload ->> 'eventId' as id from graphile_worker._private_jobs where payload ->> 'userId' = $1 and payload ->> 'event' = 'sign_in_failures'", [actor.userId])
  expect(new Set(told.map(({ id }) => id)).size).toBe(1)
})

test('failures that lock the account again on the same day are one e-mail, on another day another one', async ({ site, world }) => {
  const { actor, email } = await person(site)
  const job = notifyOrganisationJob(world.deps, { publicUrl: 'https://ses.example', training: false, support: { phone: '(555) 010-0100', email: 'support@ses.example' } })
  const failAndTell = async () => {
    for (let n = 0; n < 5; n += 1) await site.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: 'wrong' }, remoteAddress: `203.0.113.${String(n)}` })
    const queued = await world.rows<{ payload: OrganisationHappening }>("delete from graphile_worker._private_jobs where payload ->> 'userId' = $1 and payload ->> 'event' = 'sign_in_failures' returning payload", [actor.userId])
    expect(queued).toHaveLength(1)
    for (const { payload } of queued) await job(payload, { attempt: 1, lastAttempt: false, signal: new AbortController().signal })
  }
  await failAndTell()
  world.clock.advance(20 * minute)
  await failAndTell()
  expect(await world.mailTo(email)).toHaveLength(1)
  world.clock.advance(24 * 60 * minute)
  await failAndTell()
  expect(await world.mailTo(email)).toHaveLength(2)
})

test('one changes one’s own name, title and phone, and nothing else', async ({ site, world }) => {
  const { actor, email, agency } = await person(site)
  const here = await signIn(site, email)
  const saved = await send(site, 'PATCH', '/account/profile', { name: ' Dana Whitfield ', title: 'Examiner', phone: '' }, here)
  expect(saved.json()).toEqual({ name: 'Dana Whitfield', title: 'Examiner', phone: null, email, organisation: agency.name })
  expect((await site.get('/account/profile', here)).json()).toEqual(saved.json())
  expect((await send(site, 'PATCH', '/account/profile', { name: ' ', title: '', phone: '' }, here)).json()).toMatchObject({ fields: { name: 'Enter your name.' } })
  for (const extra of [{ complaintsRole: 'supervisor' }, { email: 'other@agency.example' }, { id: actor.userId }]) {
    expect((await send(site, 'PATCH', '/account/profile', { name: 'Dana', title: '', phone: '', ...extra }, here)).statusCode).toBe(400)
  }
  const [entry] = await world.rows("select details from audit_entry where about_id = $1 and action = 'account.profile_updated'", [actor.userId])
  expect(entry).toEqual({ details: { fields: ['name', 'title', 'phone'] } })
})

test('everything of one’s own account asks for a session', async ({ site }) => {
  for (const [method, url] of [['GET', '/account/profile'], ['GET', '/account/security'], ['GET', '/account/sessions'], ['DELETE', '/account/sessions'], ['PUT', '/account/password'], ['POST', '/account/authenticator'], ['POST', '/account/recovery-codes'], ['POST', '/session/confirmations'], ['POST', '/session/confirmations/passkey-options'], ['POST', '/session/terms']] as const) {
    expect([url, (await site.app.inject({ method, url: `/api/v1${url}`, payload: method === 'GET' ? undefined : {}, remoteAddress: site.remoteAddress })).statusCode]).toEqual([url, 401])
  }
})

test('people who run the training environment are listed apart, and never in production', async ({ site, world }) => {
  const agency = await world.agency()
  const actor = await world.agencyUser(agency)
  await site.credentials(actor, { forTraining: true })
  expect((await site.get('/training/platform-accounts')).json()).toEqual([])
  const production = await openSite(world, { env: 'production' })
  expect((await production.get('/training/platform-accounts')).statusCode).toBe(404)
  await production.close()
})
