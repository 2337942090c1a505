import { cookieOf, openSite, password, totpSecret, type Site } from '#test/world/site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import { codeAt } from './one-time-codes.ts'

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

const minute = 60_000
const hour = 60 * minute
const nextCode = 30_000

async function person(site: Site) {
  const agency = await site.world.agency()
  const actor = await site.world.agencyUser(agency, 'supervisor', ['staff_director'])
  return { agency, actor, email: await site.credentials(actor) }
}

test('a user signs in with password and code and sees who they are', async ({ site }) => {
  const { agency, actor, email } = await person(site)
  const first = await site.post('/session', { email: `  ${email.toUpperCase()} `, password })
  expect(first.json()).toEqual({ next: 'second_factor' })
  const second = await site.post('/session/second-factor', { code: `${site.code().slice(0, 3)} ${site.code().slice(3)}` }, cookieOf(first))
  expect(second.json()).toEqual({ next: 'done' })
  const session = await site.get('/session', cookieOf(second))
  expect(session.json()).toMatchObject({
    user: { id: actor.userId, email },
    kind: 'agency',
    organisation: { id: agency.id, code: agency.code, name: agency.name },
    today: '2026-11-23',
    roles: ['Staff Director', 'Complaint Supervisor'],
    environment: 'training',
    unreadNotifications: 0,
    openTasks: 0,
    idleEndsAt: '2026-11-23T15:30:00.000Z',
    endsAt: '2026-11-24T03:00:00.000Z',
  })
  expect(session.json<{ can: string[] }>().can).toContain('complaint.decide-access')
  expect(session.json<{ can: string[] }>().can).not.toContain('response.submit')
  expect(await site.world.rows('select last_sign_in_at from account where user_id = $1', [actor.userId])).toEqual([{ last_sign_in_at: new Date('2026-11-23T15:00:00Z') }])
})

test('the first cookie opens nothing, and the second is a new one', async ({ site }) => {
  const { email } = await person(site)
  const first = await site.post('/session', { email, password })
  expect((await site.get('/session', cookieOf(first))).json()).toMatchObject({ type: '/problems/unauthenticated' })
  const second = await site.post('/session/second-factor', { code: site.code() }, cookieOf(first))
  expect(cookieOf(second)).not.toEqual(cookieOf(first))
  expect((await site.get('/session', cookieOf(first))).statusCode).toBe(401)
  expect((await site.get('/session', cookieOf(second))).statusCode).toBe(200)
})

test('the cookie is kept from scripts and other sites, and the database keeps only its hash', async ({ site, world }) => {
  const { email } = await person(site)
  const { cookie } = await site.signIn(email)
  const token = /ses_session=([\w-]+)/.exec(cookie)?.[1] ?? ''
  expect(await world.rows('select 1 from session where token_hash = $1', [Buffer.from(token)])).toEqual([])
  expect(await world.rows("select 1 from session where token_hash = sha256(convert_to($1, 'UTF8'))", [token])).toHaveLength(1)
  const plain = await site.post('/session', { email, password })
  expect(plain.headers['set-cookie']).toMatch(/^ses_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  const behindHttps = await openSite(world, { publicUrl: 'https://ses.example' })
  expect((await behindHttps.post('/session', { email, password })).headers['set-cookie']).toContain('; Secure')
  await behindHttps.close()
})

test('a wrong password and an unknown account are answered alike', async ({ site }) => {
  const { email } = await person(site)
  const wrong = await site.post('/session', { email, password: 'wrong' })
  const unknown = await site.post('/session', { email: 'nobody@agency.example', password })
  expect(wrong.statusCode).toBe(401)
  expect(unknown.json()).toEqual(wrong.json())
  expect(wrong.json()).toMatchObject({ type: '/problems/invalid_credentials', detail: 'The e-mail address or the password is not right.' })
  expect(unknown.headers['set-cookie']).toBeUndefined()
})

test('an account that was removed cannot sign in, and its session ends', async ({ site, world }) => {
  const { actor, email } = await person(site)
  const signedIn = await site.signIn(email)
  await world.rows("update account set standing = 'removed' where user_id = $1", [actor.userId])
  expect((await site.get('/session', signedIn)).json()).toMatchObject({ type: '/problems/session_expired' })
  expect((await site.post('/session', { email, password })).statusCode).toBe(401)
})

test('a wrong code is refused, and so is one that was used', async ({ site, world }) => {
  const { email } = await person(site)
  const first = await site.post('/session', { email, password })
  const code = site.code()
  const wrong = await site.post('/session/second-factor', { code: code === '000000' ? '000001' : '000000' }, cookieOf(first))
  expect(wrong.json()).toMatchObject({ type: '/problems/invalid_credentials', detail: 'This code is not right. Enter the code that your authenticator app shows now.' })
  expect((await site.post('/session/second-factor', { code }, cookieOf(first))).statusCode).toBe(200)
  const again = await site.post('/session', { email, password })
  const used = await site.post('/session/second-factor', { code }, cookieOf(again))
  expect(used.json()).toMatchObject({ type: '/problems/invalid_credentials', detail: 'This code was used already. Wait for the next one.' })
  world.clock.advance(nextCode)
  expect((await site.post('/session/second-factor', { code: site.code() }, cookieOf(again))).statusCode).toBe(200)
})

test('a code of the step before or after is accepted, an older one is not', async ({ site, world }) => {
  const { email } = await person(site)
  const at = (steps: number) => codeAt(totpSecret, new Date(world.clock.now().getTime() + steps * nextCode))
  const first = await site.post('/session', { email, password })
  expect((await site.post('/session/second-factor', { code: at(-2) }, cookieOf(first))).statusCode).toBe(401)
  expect((await site.post('/session/second-factor', { code: at(1) }, cookieOf(first))).statusCode).toBe(200)
  const second = await site.post('/session', { email, password })
  const earlier = await site.post('/session/second-factor', { code: at(0) }, cookieOf(second))
  expect(earlier.json()).toMatchObject({ detail: 'This code was used already. Wait for the next one.' })
})

test('of two sign-ins with one code at the same moment, one succeeds', async ({ site }) => {
  const { email } = await person(site)
  const [one, other] = await Promise.all([site.post('/session', { email, password }), site.post('/session', { email, password })])
  const code = site.code()
  const answers = await Promise.all([one, other].map((first) => site.post('/session/second-factor', { code }, cookieOf(first))))
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 401])
})

test('too much time between password and code asks for the password again', async ({ site, world }) => {
  const { email } = await person(site)
  const first = await site.post('/session', { email, password })
  world.clock.advance(10 * minute)
  expect((await site.post('/session/second-factor', { code: site.code() }, cookieOf(first))).json()).toMatchObject({ type: '/problems/session_expired' })
})

test('wrong passwords have to wait longer and longer, at most 15 minutes, whether the account exists or not', async ({ site, world }) => {
  const { email } = await person(site)
  let hosts = 0
  for (const typed of [email, 'not.there@agency.example']) {
    // Each from another address: it is the account that has to wait.
    const attempt = (given: string) => site.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email: typed, password: given }, remoteAddress: `198.51.100.${String((hosts += 1))}` })
    for (let n = 0; n < 5; n += 1) expect((await attempt('wrong')).statusCode).toBe(401)
    const waits: number[] = []
    for (let n = 0; n < 11; n += 1) {
      const refused = await attempt(password)
      expect(refused.statusCode).toBe(429)
      const wait = Number(refused.headers['retry-after'])
      expect(refused.json()).toMatchObject({ type: '/problems/too_many_attempts', retryAfterSeconds: wait })
      waits.push(wait)
      world.clock.advance(wait * 1000)
      expect((await attempt('wrong')).statusCode).toBe(401)
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    world.clock.advance(hour)
  }
  expect((await site.post('/session', { email, password })).statusCode).toBe(200)
})

test('a right password forgets the wrong ones before it', async ({ site }) => {
  const { email } = await person(site)
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 4; n += 1) expect((await site.post('/session', { email, password: 'wrong' })).statusCode).toBe(401)
    expect((await site.post('/session', { email, password })).statusCode).toBe(200)
  }
})

test('a hundred guesses at once are counted as a hundred', async ({ site }) => {
  const { email } = await person(site)
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) =>
    site.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: `guess ${String(n)}` }, remoteAddress: '192.0.2.8' })))
  expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5)
  expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(35)
})

test('codes cannot be guessed either, also with a new password step each time', async ({ site }) => {
  const { email } = await person(site)
  const wrong = site.code() === '000000' ? '000001' : '000000'
  const statuses: number[] = []
  for (let n = 0; n < 7; n += 1) {
    const first = await site.post('/session', { email, password })
    statuses.push((await site.post('/session/second-factor', { code: wrong }, cookieOf(first))).statusCode)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
})

test('guesses at many accounts from one address are slowed, other addresses are not', async ({ site }) => {
  const { email } = await person(site)
  const from = (remoteAddress: string, typed: string, given: string) => site.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email: typed, password: given }, remoteAddress })
  for (let n = 0; n < 20; n += 1) await from('203.0.113.5', `user${String(n)}@guessed.example`, 'wrong')
  expect((await from('203.0.113.5', email, password)).statusCode).toBe(429)
  expect((await from('203.0.113.6', email, password)).statusCode).toBe(200)
})

test('a session ends after 30 minutes without use', async ({ site, world }) => {
  const { email } = await person(site)
  const signedIn = await site.signIn(email)
  world.clock.advance(29 * minute)
  expect((await site.get('/session', signedIn)).json()).toMatchObject({ idleEndsAt: '2026-11-23T15:59:00.000Z' })
  world.clock.advance(29 * minute)
  expect((await site.get('/session', signedIn)).statusCode).toBe(200)
  world.clock.advance(30 * minute)
  const ended = await site.get('/session', signedIn)
  expect(ended.statusCode).toBe(401)
  expect(ended.json()).toMatchObject({ type: '/problems/session_expired', detail: 'Your session has ended. Sign in again to go on.' })
})

test('a session ends after 12 hours, however busy', async ({ site, world }) => {
  const { email } = await person(site)
  const signedIn = await site.signIn(email)
  for (let n = 0; n < 35; n += 1) {
    world.clock.advance(20 * minute)
    expect((await site.get('/session', signedIn)).statusCode).toBe(200)
  }
  world.clock.advance(20 * minute)
  expect((await site.get('/session', signedIn)).json()).toMatchObject({ type: '/problems/session_expired' })
})

test('what a page asks by itself in the background does not prolong the session', async ({ site, world }) => {
  const { email } = await person(site)
  const signedIn = await site.signIn(email)
  for (let n = 0; n < 5; n += 1) {
    world.clock.advance(5 * minute)
    expect((await site.get('/session', { ...signedIn, 'x-ses-background': '1' })).json()).toMatchObject({ idleEndsAt: '2026-11-23T15:30:00.000Z' })
  }
  world.clock.advance(5 * minute)
  expect((await site.get('/session', signedIn)).statusCode).toBe(401)
})

test('signing out ends the session for every copy of its cookie', async ({ site }) => {
  const { email } = await person(site)
  const signedIn = await site.signIn(email)
  const out = await site.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: signedIn })
  expect(out.statusCode).toBe(204)
  expect(out.headers['set-cookie']).toMatch(/^ses_session=; .*Expires=Thu, 01 Jan 1970/)
  expect((await site.get('/session', signedIn)).json()).toMatchObject({ type: '/problems/session_expired' })
  expect((await site.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: signedIn })).statusCode).toBe(204)
})

test('an account without a second factor sets one up and is then signed in by its code', async ({ site, world }) => {
  const actor = await world.companyUser(await world.company(), 'manage', ['account_administrator'], true)
  const email = await site.credentials(actor, { secondFactor: false })
  const first = await site.post('/session', { email, password })
  expect(first.json()).toEqual({ next: 'set_up_second_factor' })
  expect((await site.post('/session/second-factor', { code: '123456' }, cookieOf(first))).json()).toMatchObject({ detail: 'Set up your authenticator app first.' })
  const offered = (await site.post('/session/second-factor-secret', undefined, cookieOf(first))).json<{ secret: string; uri: string }>()
  expect(offered.uri).toContain('otpauth://totp/State%20Examination%20System')
  const done = await site.post('/session/second-factor', { code: site.code(offered.secret) }, cookieOf(first))
  expect(done.statusCode).toBe(200)
  expect((await site.get('/session', cookieOf(done))).json()).toMatchObject({ kind: 'company', roles: ['Account Administrator', 'Complaints Contact', 'Manage complaints'] })
  const stored = await world.rows<{ second_factor: string }>('select second_factor from credential where user_id = $1', [actor.userId])
  expect(stored[0]?.second_factor).not.toContain(offered.secret)
})

test('whoever knows only the password cannot replace a second factor', async ({ site }) => {
  const { email } = await person(site)
  const first = await site.post('/session', { email, password })
  expect((await site.post('/session/second-factor-secret', undefined, cookieOf(first))).statusCode).toBe(409)
  expect((await site.post('/session/second-factor-secret', undefined)).statusCode).toBe(401)
})

test('sign-ins, refusals and sign-outs are in the audit, without e-mail addresses', async ({ site, world }) => {
  const { agency, actor, email } = await person(site)
  await site.post('/session', { email, password: 'wrong' })
  const signedIn = await site.signIn(email)
  await site.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: signedIn })
  const entries = await world.rows('select action, audience, agency_id, details from audit_entry where about_id = $1 order by id', [actor.userId])
  expect(entries).toEqual([
    { action: 'session.refused', audience: 'platform', agency_id: agency.id, details: { step: 'password', reason: 'wrong_password' } },
    { action: 'session.begun', audience: 'platform', agency_id: agency.id, details: { method: 'authenticator' } },
    { action: 'session.ended', audience: 'platform', agency_id: agency.id, details: {} },
  ])
})

test('no kind of actor can read credentials, sessions or attempts', async ({ world }) => {
  const agency = await world.agency()
  const actors = [await world.agencyUser(agency), await world.companyUser(await world.company()), { kind: 'job' } as const, { kind: 'nobody' } as const]
  for (const actor of actors) {
    for (const table of ['credential', 'session', 'sign_in_throttle'] as const) {
      await expect(world.deps.transaction(actor, (tx) => tx.db.selectFrom(table).selectAll().execute())).rejects.toThrow('permission denied')
    }
  }
})

test('the training accounts are listed with present codes in training, and absent in production', async ({ site, world }) => {
  const agency = await world.agency('Ohio Practice Agency')
  const email = await site.credentials(await world.agencyUser(agency, 'manager'), { forTraining: true })
  const { email: hidden } = await person(site)
  const listed = (await site.get('/training/accounts')).json<{ email: string }[]>()
  expect(listed.find((account) => account.email === email)).toMatchObject({
    password: 'Training-2026!', totpSecret, code: site.code(), organisation: 'Ohio Practice Agency', organisationCode: agency.code, kind: 'agency', roles: ['Complaint Manager'],
  })
  expect(listed.map((account) => account.email)).not.toContain(hidden)
  const production = await openSite(world, { env: 'production' })
  expect((await production.get('/training/accounts')).statusCode).toBe(404)
  await production.close()
})
