import { cookieOf, openSite, password, type Site } from '#test/world/site.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'

/** Attacks on signing in and on what holds a session. What each module tests by itself is listed in docs/operations/security.md. */
const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

const minute = 60_000
type Answer = Awaited<ReturnType<Site['post']>>

async function person(site: Site, systemRoles: 'account_administrator'[] = []) {
  const agency = await site.world.agency()
  const actor = await site.world.agencyUser(agency, 'supervisor', systemRoles)
  return { agency, actor, email: await site.credentials(actor) }
}

function from(site: Site, remoteAddress: string, url: string, payload: object): Promise<Answer> {
  return site.app.inject({ method: 'POST', url: `/api/v1${url}`, payload, remoteAddress })
}

/** As an attacker who waits no second longer than asked to. @returns how many passwords were judged within `time` */
async function guess(world: World, time: number, attempt: (n: number) => Promise<Answer>): Promise<number> {
  const end = world.clock.now().getTime() + time
  let judged = 0
  for (let n = 0; n < 400 && world.clock.now().getTime() < end; n += 1) {
    const answer = await attempt(n)
    if (answer.statusCode === 401) judged += 1
    else world.clock.advance(Number(answer.headers['retry-after']) * 1000)
  }
  return judged
}

test('in a whole day not 120 passwords of an account are tried, from however many addresses and however it is written', { timeout: 240_000 }, async ({ site, world }) => {
  const { email } = await person(site)
  const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('user', 'ｕser')]
  const judged = await guess(world, 24 * 60 * minute, (n) => from(site, `10.${String(n % 200)}.${String(n % 250)}.9`, '/session', { email: spellings[n % 4], password: 'a wrong guess of it' }))
  expect(judged).toBeGreaterThan(20)
  expect(judged).toBeLessThan(120)
})

test('who has a whole network of IPv6 guesses at no more accounts than who has one address', async ({ site }) => {
  const answers: number[] = []
  for (let n = 0; n < 60; n += 1) answers.push((await from(site, `2001:db8:77:1::${n.toString(16)}`, '/session', { email: `somebody${String(n)}@agency.example`, password: 'Winter2026' })).statusCode)
  expect(answers.filter((status) => status === 401)).toHaveLength(20)
  expect((await from(site, '2001:db8:77:2::1', '/session', { email: 'somebody@agency.example', password: 'Winter2026' })).statusCode).toBe(401)
})

test('a claimed address of the sender does not count where no proxy is set up', async ({ site }) => {
  const answers: number[] = []
  for (let n = 0; n < 25; n += 1) {
    const headers = { 'x-forwarded-for': `198.51.100.${String(n)}`, 'x-real-ip': `198.51.100.${String(n)}`, forwarded: `for=198.51.100.${String(n)}` }
    answers.push((await site.app.inject({ method: 'POST', url: '/api/v1/session', headers, payload: { email: `b${String(n)}@agency.example`, password: 'Winter2026' }, remoteAddress: '203.0.113.40' })).statusCode)
  }
  expect(answers).toContain(429)
})

test('right links and right sign-ins of one’s own clear no way for guesses at others', async ({ site }) => {
  const { email } = await person(site)
  let judged = 0
  for (let n = 0; n < 40; n += 1) {
    judged += (await from(site, '203.0.113.41', '/session', { email: `c${String(n)}@agency.example`, password: 'Winter2026' })).statusCode === 401 ? 1 : 0
    await from(site, '203.0.113.41', '/session', { email, password })
  }
  expect(judged).toBeLessThanOrEqual(20)
})

test('who reads the mailbox and sets new passwords guesses at the code no faster', async ({ site }) => {
  const { email, actor } = await person(site)
  const waiting = cookieOf(await site.post('/session', { email, password }))
  for (let n = 0; n < 5; n += 1) await site.post('/session/second-factor', { code: '000000' }, waiting)
  expect((await site.post('/session/second-factor', { code: '000001' }, waiting)).statusCode).toBe(429)
  const [link] = await site.world.rows<{ made: boolean }>("insert into one_time_link (id, user_id, purpose, created_at, expires_at) values (gen_random_uuid(), $1, 'password_reset', now(), now() + interval '9 years') returning true as made", [actor.userId])
  expect(link?.made).toBe(true)
  await site.world.rows("select set_password_by_link((select id from one_time_link where user_id = $1), 'password_reset', (select password_hash from credential where user_id = $1), now())", [actor.userId])
  const again = cookieOf(await site.post('/session', { email, password }))
  expect((await site.post('/session/second-factor', { code: '000002' }, again)).statusCode).toBe(429)
})

test('the count of requests is not passed by writing the address otherwise, nor by having no session', async ({ site }) => {
  for (const url of ['/api/v1/session', '/%61pi/v1/session', '/api/v1/users', '/%61p%69/v1/%75sers', '/scim/v2/Users', '/%73cim/v2/Users']) {
    const answer = await site.app.inject({ method: 'GET', url, remoteAddress: '203.0.113.42' })
    expect([url, answer.statusCode, answer.headers['cache-control']]).toEqual([url, 401, 'no-store'])
    expect(Number(answer.headers['x-ratelimit-remaining']), url).toBeGreaterThan(0)
  }
})

test('signing in answers an account that is unknown, invited, removed or of single sign-on exactly as a wrong password', async ({ site, world }) => {
  const { agency, email } = await person(site)
  const [invited, removed, elsewhere] = await Promise.all(['invited', 'removed', 'active'].map(async (standing) => {
    const actor = await world.agencyUser(agency, 'viewer')
    const address = await site.credentials(actor)
    await world.rows('update account set standing = $2 where user_id = $1', [actor.userId, standing])
    if (standing === 'active') await world.rows('update credential set password_hash = null where user_id = $1', [actor.userId])
    return address
  }))
  const seen = async (url: string, payload: object, n: number) => {
    const answer = await from(site, `203.0.113.${String(60 + n)}`, url, payload)
    const { date: _date, 'x-request-id': _id, 'content-security-policy': policy, ...headers } = answer.headers
    return { status: answer.statusCode, body: answer.body, cookies: answer.cookies, headers: { ...headers, 'content-security-policy': String(policy).replace(/nonce-[^']+/, '') } }
  }
  const addresses = [email, 'nobody@agency.example', invited, removed, elsewhere]
  const signIns = await Promise.all(addresses.map((address, n) => seen('/session', { email: address, password: 'not the password of it' }, n)))
  for (const answer of signIns) expect(answer).toEqual(signIns[0])
  expect(signIns[0]?.status).toBe(401)
  const resets = await Promise.all(addresses.map((address, n) => seen('/password-resets', { email: address }, n)))
  for (const answer of resets) expect(answer).toEqual(resets[0])
  expect(resets[0]?.status).toBe(202)
})

test('a code that confirmed an open session signs nobody in, and one that signed in confirms nothing', async ({ site, world }) => {
  const { email } = await person(site)
  const used = site.code()
  const session = await site.signIn(email)
  expect((await site.post('/session/confirmations', { code: used }, session)).statusCode).toBe(401)
  world.clock.advance(30_000)
  const code = site.code()
  expect((await site.post('/session/confirmations', { code }, session)).statusCode).toBe(204)
  const waiting = cookieOf(await site.post('/session', { email, password }))
  expect((await site.post('/session/second-factor', { code }, waiting)).statusCode).toBe(401)
})

test('what is shown once is not kept for a repetition, and a password leaves no hash that could be guessed', async ({ site, world }) => {
  const { actor, email } = await person(site, ['account_administrator'])
  const session = { ...(await site.signIn(email)), 'idempotency-key': 'again' }
  const requests: [url: string, payload?: object][] = [['/provisioning-clients', { name: 'Okta' }], ['/account/recovery-codes'], ['/account/authenticator'], ['/account/passkeys/options'], ['/session/confirmations', { password }]]
  for (const [url, payload] of requests) {
    const [first, second] = [await site.post(url, payload, session), await site.post(url, payload, session)]
    expect([url, first.statusCode < 300, second.headers['idempotency-replayed']]).toEqual([url, true, undefined])
    if (first.body !== '') expect(second.body).not.toBe(first.body)
  }
  expect(await world.rows('select path from idempotency_key where user_id = $1', [actor.userId])).toEqual([])
})

test('a found session takes no account over: another address, a reset factor, a token and one more administrator ask who sits there', async ({ site, world }) => {
  const { agency, actor, email } = await person(site, ['account_administrator'])
  const colleague = await world.agencyUser(agency, 'viewer')
  await site.credentials(colleague)
  const session = await site.signIn(email)
  world.clock.advance(16 * minute)
  for (const userId of [actor.userId, colleague.userId]) {
    const stolen = await site.app.inject({ method: 'PATCH', url: `/api/v1/users/${userId}`, payload: { version: 1, name: 'A', title: '', phone: '', email: 'thief@elsewhere.example' }, headers: session, remoteAddress: site.remoteAddress })
    expect(stolen.json()).toMatchObject({ type: '/problems/confirmation_required', status: 403 })
  }
  expect((await site.post(`/users/${colleague.userId}/second-factor-resets`, undefined, session)).statusCode).toBe(403)
  expect((await site.post('/provisioning-clients', { name: 'Okta' }, session)).statusCode).toBe(403)
  const accomplice = { name: 'A', email: 'thief@elsewhere.example', systemRoles: ['account_administrator'], complaintsRole: null }
  expect((await site.post('/users', accomplice, session)).json()).toMatchObject({ type: '/problems/confirmation_required' })
  const raised = await site.app.inject({ method: 'PUT', url: `/api/v1/users/${colleague.userId}/roles`, payload: { version: 1, systemRoles: ['account_administrator'], complaintsRole: 'viewer' }, headers: session, remoteAddress: site.remoteAddress })
  expect(raised.json()).toMatchObject({ type: '/problems/confirmation_required' })
  expect(await world.rows('select email_key from account where email_key like $1', ['thief@%'])).toEqual([])
  expect(await world.rows('select 1 from credential where user_id = $1 and second_factor is not null', [colleague.userId])).toHaveLength(1)
  // What is no way to sign in needs no new proof.
  const renamed = await site.app.inject({ method: 'PATCH', url: `/api/v1/users/${colleague.userId}`, payload: { version: 1, name: 'Another Name', title: '', phone: '' }, headers: session, remoteAddress: site.remoteAddress })
  expect(renamed.statusCode).toBe(200)
})

test('of many cookies, made up or of ended sessions, none opens anything', async ({ site }) => {
  const { email } = await person(site)
  const session = await site.signIn(email)
  await site.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: session })
  for (const cookie of [session.cookie, 'ses_session=', 'ses_session=%00', `ses_session=${'A'.repeat(43)}`, `ses_session=${'x'.repeat(4000)}`, 'ses_session=undefined', "ses_session=' or 1=1 --"]) {
    expect((await site.get('/session', { cookie })).statusCode).toBe(401)
  }
  expect(site.lines.filter((line) => line.includes('unexpected error'))).toEqual([])
})

test('what no database can hold is refused, not a fault', async ({ site }) => {
  expect((await site.post('/session', { email: 'a\u0000b@agency.example', password: 'x\u0000' })).statusCode).toBe(400)
  expect((await site.post('/password-resets', { email: 'a\u0000b@agency.example' })).statusCode).toBe(400)
  expect((await site.post('/session', { email: 'a\ud800@agency.example', password: '\ud800' })).statusCode).toBe(401)
  expect((await site.post('/session', { email: 'a@agency.example', password: 'x'.repeat(3_000_000) })).statusCode).toBe(413)
})
