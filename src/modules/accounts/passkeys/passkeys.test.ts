import { SoftwareAuthenticator, type AssertionRequest, type CreationRequest, type Deviation } from '#test/world/software-authenticator.ts'
import { cookieOf, openSite, password, type Site } from '#test/world/site.ts'
import { describe, expect, test as base } from '#test/world/test-world.ts'

const origin = 'http://ses.example'
const minute = 60_000

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world, { publicUrl: origin })
    await use(site)
    await site.close()
  },
})

type Cookies = { cookie: string }
type Answer = Awaited<ReturnType<Site['post']>>

async function person(site: Site, options: { secondFactor?: boolean } = {}) {
  const agency = await site.world.agency()
  const actor = await site.world.agencyUser(agency, 'supervisor')
  return { agency, actor, email: await site.credentials(actor, options) }
}

/** All cookies that a browser holds after these answers, the latest of each name. */
function jar(...cookies: Cookies[]): Cookies {
  const all = new Map(cookies.flatMap(({ cookie }) => cookie.split('; ').filter((one) => one !== '').map((one) => [one.slice(0, one.indexOf('=')), one] as const)))
  return { cookie: [...all.values()].join('; ') }
}

/** Registers a passkey for somebody signed in. */
async function add(site: Site, signedIn: Cookies, authenticator: SoftwareAuthenticator, deviation: Deviation = {}): Promise<Answer> {
  const asked = await site.post('/account/passkeys/options', undefined, signedIn)
  expect(asked.statusCode, asked.body).toBe(200)
  return site.post('/account/passkeys', { name: 'Work laptop', response: authenticator.create(asked.json<CreationRequest>(), deviation) }, jar(signedIn, cookieOf(asked)))
}

async function withPasskey(site: Site, options: { counts?: boolean } = {}) {
  const one = await person(site)
  const signedIn = await site.signIn(one.email)
  const authenticator = new SoftwareAuthenticator(origin, options)
  const added = await add(site, signedIn, authenticator)
  expect(added.statusCode, added.body).toBe(201)
  return { ...one, signedIn, authenticator, id: added.json<{ items: { id: string }[] }>().items[0]?.id ?? '' }
}

async function ask(site: Site, purpose: 'alone' | 'second_factor', cookies: Cookies = { cookie: '' }) {
  const asked = await site.post('/session/passkey-options', { purpose }, cookies)
  return { asked, request: asked.json<AssertionRequest>(), cookies: jar(cookies, cookieOf(asked)) }
}

async function signInAlone(site: Site, authenticator: SoftwareAuthenticator, deviation: Deviation = {}): Promise<Answer> {
  const { request, cookies } = await ask(site, 'alone')
  return site.post('/session/passkeys', { response: authenticator.get(request, deviation) }, cookies)
}

async function afterPassword(site: Site, email: string): Promise<Cookies> {
  return cookieOf(await site.post('/session', { email, password }))
}

function refusals(site: Site, userId: string) {
  return site.world.rows<{ details: object }>(`select details from audit_entry where action = 'session.refused' and about_id = $1 order by id`, [userId])
}

const notAccepted = { type: '/problems/invalid_credentials', detail: 'This passkey was not accepted. Try again, or sign in another way.' }

describe('registering', () => {
  test('a passkey is added, listed, renamed and told of by e-mail and in the audit', async ({ site, world }) => {
    const { signedIn, actor, agency, id } = await withPasskey(site)
    expect((await site.get('/account/passkeys', signedIn)).json()).toEqual({ items: [{ id, name: 'Work laptop', backedUp: false, createdAt: '2026-11-23T15:00:00.000Z', lastUsedAt: null }] })
    const renamed = await site.app.inject({ method: 'PATCH', url: `/api/v1/account/passkeys/${id}`, payload: { name: ' Home laptop ' }, headers: signedIn })
    expect(renamed.json()).toMatchObject({ items: [{ name: 'Home laptop' }] })
    expect(await world.rows(`select action, audience, agency_id, details from audit_entry where about_id = $1 and action like 'account.%'`, [actor.userId])).toEqual([
      { action: 'account.passkey_added', audience: 'platform', agency_id: agency.id, details: { passkey: id } },
    ])
    expect(await jobs(site, actor.userId)).toEqual(['second_factor_changed'])
  })

  test('a proof of who one is that is too old is asked for again', async ({ site, world }) => {
    const { signedIn, authenticator, id } = await withPasskey(site)
    const asked = await site.post('/account/passkeys/options', undefined, signedIn)
    world.clock.advance(8 * minute)
    await site.get('/session', signedIn)
    world.clock.advance(8 * minute)
    const late = { type: '/problems/confirmation_required' }
    expect((await site.post('/account/passkeys/options', undefined, signedIn)).json()).toMatchObject(late)
    expect((await site.post('/account/passkeys', { name: 'x', response: authenticator.create(asked.json<CreationRequest>()) }, jar(signedIn, cookieOf(asked)))).json()).toMatchObject(late)
    expect((await remove(site, signedIn, id)).json()).toMatchObject(late)
  })

  test('what was made for another page, another system or another challenge is refused', async ({ site }) => {
    const { email } = await person(site)
    const signedIn = await site.signIn(email)
    const wrong: Deviation[] = [{ origin: 'https://ses.example.attacker.example' }, { rpId: 'attacker.example' }, { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, { userPresent: false }]
    for (const deviation of wrong) {
      expect((await add(site, signedIn, new SoftwareAuthenticator(origin), deviation)).json()).toMatchObject({ type: '/problems/invalid', detail: 'This passkey was not made for this page. Try again.' })
    }
    expect((await site.get('/account/passkeys', signedIn)).json()).toEqual({ items: [] })
  })

  test('one challenge registers one passkey, in the session that asked, within ten minutes', async ({ site, world }) => {
    const { email } = await person(site)
    const signedIn = await site.signIn(email)
    const authenticator = new SoftwareAuthenticator(origin)
    const asked = await site.post('/account/passkeys/options', undefined, signedIn)
    const send = (cookies: Cookies) => site.post('/account/passkeys', { name: 'Phone', response: authenticator.create(asked.json<CreationRequest>()) }, cookies)
    const spent = { type: '/problems/conflict', detail: 'This passkey request was used already or is too old. Try again.' }
    expect((await send(signedIn)).json()).toMatchObject(spent)
    expect((await send(jar(signedIn, cookieOf(asked)))).statusCode).toBe(201)
    expect((await send(jar(signedIn, cookieOf(asked)))).json()).toMatchObject(spent)

    const late = await site.post('/account/passkeys/options', undefined, signedIn)
    world.clock.advance(10 * minute)
    expect((await site.post('/account/passkeys', { name: 'Phone', response: authenticator.create(late.json<CreationRequest>()) }, jar(signedIn, cookieOf(late)))).json()).toMatchObject(spent)

    const mine = await site.post('/account/passkeys/options', undefined, signedIn)
    const elsewhere = [await site.signIn(email), await site.signIn((await person(site)).email)]
    for (const session of elsewhere) {
      expect((await site.post('/account/passkeys', { name: 'Phone', response: authenticator.create(mine.json<CreationRequest>()) }, jar(session, cookieOf(mine)))).json()).toMatchObject(spent)
    }
  })

  test('the same passkey is not registered twice, whoever has it', async ({ site, world }) => {
    const { signedIn, authenticator } = await withPasskey(site)
    const asked = await site.post('/account/passkeys/options', undefined, signedIn)
    expect(asked.json<{ excludeCredentials: { id: string }[] }>().excludeCredentials.map(({ id }) => id)).toEqual(authenticator.credentials.map(({ id }) => id.toString('base64url')))
    const twin = new SoftwareAuthenticator(origin)
    const response = twin.create(asked.json<CreationRequest>())
    const id = twin.credentials[0]?.id
    const { actor } = await person(site)
    await world.rows(`insert into passkey (id, user_id, credential_id, public_key, name, created_at) values (gen_random_uuid(), $1, $2, '\\x00', 'Another person''s', now())`, [actor.userId, id])
    expect((await site.post('/account/passkeys', { name: 'Twin', response }, jar(signedIn, cookieOf(asked)))).json()).toMatchObject({ detail: 'This passkey is registered already.' })
  })

  test('a system that is opened by a number offers none, and says why', async ({ site, world }) => {
    const numbered = await openSite(world, { publicUrl: 'http://192.0.2.4:3000' })
    const refused = await numbered.post('/session/passkey-options', { purpose: 'alone' })
    expect(refused.json()).toMatchObject({ type: '/problems/conflict', detail: 'Passkeys need a system that is opened by a name. Use an authenticator app.' })
    await numbered.close()
    expect((await site.post('/session/passkey-options', { purpose: 'alone' })).statusCode).toBe(200)
  })
})

describe('signing in', () => {
  test('a passkey alone signs its owner in, under a cookie of its own, and says how', async ({ site, world }) => {
    const { actor, authenticator, signedIn } = await withPasskey(site)
    const { asked, request, cookies } = await ask(site, 'alone')
    expect(asked.json()).toMatchObject({ rpId: 'ses.example', userVerification: 'required' })
    expect(asked.json()).not.toHaveProperty('allowCredentials')
    expect(asked.headers['set-cookie']).toMatch(/^ses_passkey=[\w-]{43}; Max-Age=600; Path=\/api\/v1\/session; HttpOnly; SameSite=Lax$/)
    world.clock.advance(minute)
    const done = await site.post('/session/passkeys', { response: authenticator.get(request) }, cookies)
    expect(done.json()).toEqual({ next: 'done' })
    expect((await site.get('/session', cookieOf(done))).json()).toMatchObject({ user: { id: actor.userId }, method: 'passkey' })
    expect((await site.get('/account/passkeys', signedIn)).json()).toMatchObject({ items: [{ lastUsedAt: '2026-11-23T15:01:00.000Z' }] })
    const begun = await world.rows(`select details from audit_entry where action = 'session.begun' and about_id = $1 order by id desc limit 1`, [actor.userId])
    expect(begun).toMatchObject([{ details: { method: 'passkey' } }])
  })

  test('under https the cookie of the ceremony goes over nothing else', async ({ world }) => {
    const site = await openSite(world, { publicUrl: 'https://ses.example' })
    expect((await site.post('/session/passkey-options', { purpose: 'alone' })).headers['set-cookie']).toMatch(/HttpOnly; Secure; SameSite=Lax$/)
    await site.close()
  })

  test('keys that do not count, as synced ones, sign in again and again', async ({ site }) => {
    const { authenticator } = await withPasskey(site, { counts: false })
    for (let n = 0; n < 3; n += 1) expect((await signInAlone(site, authenticator)).statusCode).toBe(200)
  })

  test('after the password a passkey is the second factor, also where it does not check who holds it', async ({ site }) => {
    const { email, authenticator } = await withPasskey(site)
    const waiting = await afterPassword(site, email)
    const { asked, request, cookies } = await ask(site, 'second_factor', waiting)
    expect(asked.json()).toMatchObject({ userVerification: 'preferred', allowCredentials: [{ type: 'public-key', transports: ['internal'] }] })
    const done = await site.post('/session/passkeys', { response: authenticator.get(request, { userVerified: false, userHandle: null }) }, cookies)
    expect(done.json()).toEqual({ next: 'done' })
    expect((await site.get('/session', waiting)).statusCode).toBe(401)
    expect((await site.get('/session', cookieOf(done))).json()).toMatchObject({ user: { email }, method: 'password' })
  })

  test('the second factor is asked for after the password only, and of whoever has a passkey', async ({ site }) => {
    const { email } = await person(site)
    expect((await ask(site, 'second_factor')).asked.json()).toMatchObject({ type: '/problems/unauthenticated' })
    expect((await ask(site, 'second_factor', await afterPassword(site, email))).asked.json()).toMatchObject({ detail: 'Your account has no passkey. Use another second factor.' })
  })

  test('alone, a key that does not check who holds it is refused', async ({ site }) => {
    const { actor, authenticator } = await withPasskey(site)
    expect((await signInAlone(site, authenticator, { userVerified: false })).json()).toMatchObject(notAccepted)
    expect(await refusals(site, actor.userId)).toEqual([{ details: { step: 'passkey', reason: 'wrong_passkey' } }])
  })

  test('what was signed for another page, another system or another challenge is refused like an unknown key', async ({ site }) => {
    const { authenticator } = await withPasskey(site)
    const wrong: Deviation[] = [{ origin: 'https://ses.example' }, { rpId: 'example' }, { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, { userPresent: false }, { userHandle: null }, { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }]
    for (const deviation of wrong) {
      await forgetAttempts(site)
      const refused = await signInAlone(site, authenticator, deviation)
      expect(refused.statusCode).toBe(401)
      expect(refused.json()).toMatchObject(notAccepted)
    }
    const stranger = new SoftwareAuthenticator(origin)
    stranger.create({ challenge: 'AAAA', rp: { id: 'ses.example' }, user: { id: 'AAAAAAAAAAAAAAAAAAAAAA' } })
    expect((await signInAlone(site, stranger)).json()).toMatchObject(notAccepted)
    await forgetAttempts(site)
    expect((await signInAlone(site, authenticator)).statusCode).toBe(200)
  })

  test('a signature by another key under a known name is refused', async ({ site }) => {
    const { authenticator } = await withPasskey(site)
    const forger = new SoftwareAuthenticator(origin)
    const [known] = authenticator.credentials
    forger.create({ challenge: 'AAAA', rp: { id: 'ses.example' }, user: { id: known?.userHandle ?? '' } })
    const { request, cookies } = await ask(site, 'alone')
    const forged = forger.get(request)
    const id = known?.id.toString('base64url') ?? ''
    expect((await site.post('/session/passkeys', { response: { ...forged, id, rawId: id } }, cookies)).json()).toMatchObject(notAccepted)
  })

  test('an answer is taken once, and a challenge too, also after a refusal', async ({ site }) => {
    const { authenticator } = await withPasskey(site)
    const first = await ask(site, 'alone')
    const response = authenticator.get(first.request)
    expect((await site.post('/session/passkeys', { response }, first.cookies)).statusCode).toBe(200)
    const spent = { type: '/problems/conflict', detail: 'This passkey request was used already or is too old. Try again.' }
    expect((await site.post('/session/passkeys', { response }, first.cookies)).json()).toMatchObject(spent)
    const second = await ask(site, 'alone')
    expect((await site.post('/session/passkeys', { response }, second.cookies)).json()).toMatchObject(notAccepted)
    expect((await site.post('/session/passkeys', { response: authenticator.get(second.request) }, second.cookies)).json()).toMatchObject(spent)
  })

  test('of two equal answers at the same moment, one succeeds', async ({ site }) => {
    const { authenticator } = await withPasskey(site)
    const { request, cookies } = await ask(site, 'alone')
    const response = authenticator.get(request)
    const answers = await Promise.all([1, 2].map(() => site.post('/session/passkeys', { response }, cookies)))
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
  })

  test('a challenge holds for ten minutes, in the browser that asked', async ({ site, world }) => {
    const { authenticator } = await withPasskey(site)
    const { request, cookies } = await ask(site, 'alone')
    expect((await site.post('/session/passkeys', { response: authenticator.get(request) })).statusCode).toBe(409)
    world.clock.advance(10 * minute)
    expect((await site.post('/session/passkeys', { response: authenticator.get(request) }, cookies)).statusCode).toBe(409)
  })

  test('a counter that goes back is refused and audited as a possibly copied key', async ({ site }) => {
    const { actor, authenticator } = await withPasskey(site)
    expect((await signInAlone(site, authenticator, { counter: 7 })).statusCode).toBe(200)
    for (const counter of [7, 3, 0]) expect((await signInAlone(site, authenticator, { counter })).json()).toMatchObject(notAccepted)
    expect(await refusals(site, actor.userId)).toEqual([1, 2, 3].map(() => ({ details: { step: 'passkey', reason: 'passkey_possibly_copied' } })))
    expect((await signInAlone(site, authenticator, { counter: 8 })).statusCode).toBe(200)
  })

  test("another person's passkey is no second factor of mine", async ({ site }) => {
    const mine = await withPasskey(site)
    const theirs = await withPasskey(site)
    const waiting = await afterPassword(site, mine.email)
    const { request, cookies } = await ask(site, 'second_factor', waiting)
    const response = theirs.authenticator.get({ ...request, allowCredentials: undefined })
    expect((await site.post('/session/passkeys', { response }, cookies)).json()).toMatchObject(notAccepted)
    expect((await site.get('/session', waiting)).statusCode).toBe(401)
  })

  test('what was asked for alone does not answer for the second factor of another session, nor the reverse', async ({ site }) => {
    const { email, authenticator } = await withPasskey(site)
    const one = await ask(site, 'second_factor', await afterPassword(site, email))
    const other = await afterPassword(site, email)
    expect((await site.post('/session/passkeys', { response: authenticator.get(one.request) }, jar(one.cookies, other))).statusCode).toBe(409)
  })

  test('who was removed or is only invited cannot sign in by a passkey', async ({ site, world }) => {
    const { actor, authenticator } = await withPasskey(site)
    for (const standing of ['removed', 'invited']) {
      await world.rows('update account set standing = $2 where user_id = $1', [actor.userId, standing])
      expect((await signInAlone(site, authenticator)).json()).toMatchObject(notAccepted)
    }
  })

  test('guesses at a passkey have to wait', async ({ site }) => {
    const { authenticator } = await withPasskey(site)
    for (let n = 0; n < 5; n += 1) expect((await signInAlone(site, authenticator, { userVerified: false })).statusCode).toBe(401)
    expect((await signInAlone(site, authenticator)).statusCode).toBe(429)
  })

  test('fields that no authenticator sends are refused', async ({ site }) => {
    const { authenticator } = await withPasskey(site)
    const { request, cookies } = await ask(site, 'alone')
    const refused = await site.post('/session/passkeys', { response: { ...authenticator.get(request), userId: 'me' } }, cookies)
    expect(refused.json()).toMatchObject({ type: '/problems/invalid', fields: { 'response.userId': 'This field is not known here.' } })
  })
})

describe('the first second factor', () => {
  async function setUp(site: Site, waiting: Cookies, authenticator: SoftwareAuthenticator) {
    const asked = await site.post('/session/passkey-set-up/options', undefined, waiting)
    const response = asked.statusCode === 200 ? authenticator.create(asked.json<CreationRequest>()) : undefined
    return { asked, done: await site.post('/session/passkey-set-up', { name: 'Phone', response }, jar(waiting, cookieOf(asked))) }
  }

  test('an account without one sets up a passkey after the password and is signed in', async ({ site, world }) => {
    const { email, actor } = await person(site, { secondFactor: false })
    const waiting = await afterPassword(site, email)
    const authenticator = new SoftwareAuthenticator(origin)
    const { done } = await setUp(site, waiting, authenticator)
    expect(done.json()).toEqual({ next: 'done' })
    expect((await site.get('/session', cookieOf(done))).json()).toMatchObject({ user: { id: actor.userId } })
    expect((await site.get('/session', waiting)).statusCode).toBe(401)
    expect(await jobs(site, actor.userId)).toEqual(['second_factor_changed'])
    expect(await world.rows('select name from passkey where user_id = $1', [actor.userId])).toEqual([{ name: 'Phone' }])
    expect((await site.post('/session', { email, password })).json()).toMatchObject({ next: 'second_factor' })
    expect((await signInAlone(site, authenticator)).statusCode).toBe(200)
  })

  test('whoever knows only the password adds no passkey beside a second factor', async ({ site }) => {
    const app = await person(site)
    const key = await withPasskey(site)
    for (const { email } of [app, key]) {
      const { asked } = await setUp(site, await afterPassword(site, email), new SoftwareAuthenticator(origin))
      expect(asked.json()).toMatchObject({ type: '/problems/conflict', detail: 'Your account has a second factor. Sign in with it.' })
    }
  })

  test('of two set-ups begun with the password, the first one counts, be it passkey or app', async ({ site }) => {
    const { email } = await person(site, { secondFactor: false })
    const [owner, thief] = [await afterPassword(site, email), await afterPassword(site, email)]
    const { secret } = (await site.post('/session/second-factor-secret', undefined, thief)).json<{ secret: string }>()
    const asked = await site.post('/session/passkey-set-up/options', undefined, thief)
    expect((await setUp(site, owner, new SoftwareAuthenticator(origin))).done.statusCode).toBe(200)
    expect((await site.post('/session/second-factor', { code: site.code(secret) }, thief)).statusCode).not.toBe(200)
    const late = await site.post('/session/passkey-set-up', { name: 'Thief', response: new SoftwareAuthenticator(origin).create(asked.json<CreationRequest>()) }, jar(thief, cookieOf(asked)))
    expect(late.json()).toMatchObject({ detail: 'Your account has a second factor. Sign in with it.' })
    expect((await site.get('/session', thief)).statusCode).toBe(401)
  })
})

describe('confirming in an open session', () => {
  async function askAgain(site: Site, signedIn: Cookies) {
    const asked = await site.post('/session/confirmations/passkey-options', undefined, signedIn)
    return { asked, request: asked.json<AssertionRequest>(), cookies: jar(signedIn, cookieOf(asked)) }
  }
  async function confirmBy(site: Site, signedIn: Cookies, authenticator: SoftwareAuthenticator, deviation: Deviation = {}): Promise<Answer> {
    const { request, cookies } = await askAgain(site, signedIn)
    return site.post('/session/confirmations', { response: authenticator.get(request, deviation) }, cookies)
  }
  const spent = { type: '/problems/conflict', detail: 'This passkey request was used already or is too old. Try again.' }

  test('somebody with neither password nor app confirms by a passkey, and may then change how they sign in', async ({ site, world }) => {
    const { actor, authenticator } = await withPasskey(site)
    await world.rows('update credential set password_hash = null, second_factor = null where user_id = $1', [actor.userId])
    const signedIn = cookieOf(await signInAlone(site, authenticator))
    expect((await site.get('/account/security', signedIn)).json()).toMatchObject({ hasPassword: false, authenticator: false, passkeys: 1 })
    world.clock.advance(16 * minute)
    expect((await site.post('/account/recovery-codes', undefined, signedIn)).json()).toMatchObject({ type: '/problems/confirmation_required' })
    const { asked, request, cookies } = await askAgain(site, signedIn)
    expect(asked.json()).toMatchObject({ rpId: 'ses.example', userVerification: 'required', allowCredentials: [{ type: 'public-key' }] })
    expect((await site.post('/session/confirmations', { response: authenticator.get(request) }, cookies)).statusCode).toBe(204)
    expect((await site.post('/account/recovery-codes', undefined, signedIn)).statusCode).toBe(201)
    expect(await world.rows(`select details from audit_entry where about_id = $1 and action = 'session.confirmed'`, [actor.userId])).toEqual([{ details: { by: 'passkey' } }])
  })

  test('a key that does not check who holds it, another person’s, and what was signed for elsewhere prove nothing', async ({ site, world }) => {
    const { actor, signedIn, authenticator } = await withPasskey(site)
    const theirs = await withPasskey(site)
    world.clock.advance(16 * minute)
    const refused = { type: '/problems/invalid_credentials', detail: 'This passkey was not accepted. Try again, or confirm in another way.' }
    const wrong: Deviation[] = [{ userVerified: false }, { origin: 'https://ses.example' }, { rpId: 'example' }, { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }]
    for (const deviation of wrong) {
      await forgetAttempts(site)
      expect((await confirmBy(site, signedIn, authenticator, deviation)).json()).toMatchObject(refused)
    }
    await forgetAttempts(site)
    const { request, cookies } = await askAgain(site, signedIn)
    expect((await site.post('/session/confirmations', { response: theirs.authenticator.get({ ...request, allowCredentials: undefined }) }, cookies)).json()).toMatchObject(refused)
    expect((await remove(site, signedIn, theirs.id)).json()).toMatchObject({ type: '/problems/confirmation_required' })
    expect(await world.rows(`select distinct details from audit_entry where about_id = $1 and action = 'session.confirmation_refused'`, [actor.userId])).toEqual([{ details: { by: 'passkey', reason: 'wrong_passkey' } }])
  })

  test('a challenge proves once, in the session and the browser that asked, and for nothing else', async ({ site, world }) => {
    const { signedIn, authenticator } = await withPasskey(site)
    const first = await askAgain(site, signedIn)
    const response = authenticator.get(first.request)
    expect((await site.post('/session/confirmations', { response }, signedIn)).json()).toMatchObject(spent)
    expect((await site.post('/session/confirmations', { response }, first.cookies)).statusCode).toBe(204)
    expect((await site.post('/session/confirmations', { response }, first.cookies)).json()).toMatchObject(spent)

    const mine = await askAgain(site, signedIn)
    const elsewhere = [cookieOf(await signInAlone(site, authenticator)), (await withPasskey(site)).signedIn]
    for (const session of elsewhere) expect((await site.post('/session/confirmations', { response: authenticator.get(mine.request) }, jar(mine.cookies, session))).json()).toMatchObject(spent)

    const toConfirm = await askAgain(site, signedIn)
    expect((await site.post('/session/passkeys', { response: authenticator.get(toConfirm.request) }, toConfirm.cookies)).statusCode).toBe(409)
    const toSignIn = await ask(site, 'alone', signedIn)
    expect((await site.post('/session/confirmations', { response: authenticator.get(toSignIn.request) }, toSignIn.cookies)).json()).toMatchObject(spent)

    const late = await askAgain(site, signedIn)
    world.clock.advance(10 * minute)
    expect((await site.post('/session/confirmations', { response: authenticator.get(late.request) }, late.cookies)).json()).toMatchObject(spent)
  })

  test('a counter that goes back is audited as a possibly copied key, and guesses have to wait', async ({ site, world }) => {
    const { actor, signedIn, authenticator } = await withPasskey(site)
    expect((await confirmBy(site, signedIn, authenticator, { counter: 7 })).statusCode).toBe(204)
    for (let n = 0; n < 5; n += 1) expect((await confirmBy(site, signedIn, authenticator, { counter: 3 })).statusCode).toBe(401)
    expect((await confirmBy(site, signedIn, authenticator)).statusCode).toBe(429)
    expect(await world.rows(`select distinct details from audit_entry where about_id = $1 and action = 'session.confirmation_refused'`, [actor.userId])).toEqual([{ details: { by: 'passkey', reason: 'passkey_possibly_copied' } }])
  })

  test('without a passkey nothing is asked for', async ({ site }) => {
    const signedIn = await site.signIn((await person(site)).email)
    expect((await askAgain(site, signedIn)).asked.json()).toMatchObject({ detail: 'Your account has no passkey. Confirm in another way.' })
  })
})

describe('looking after passkeys', () => {
  test('the last second factor is not removed; with another one it is, and its owner is told', async ({ site, world }) => {
    const { signedIn, actor, authenticator, id } = await withPasskey(site)
    await world.rows('update credential set second_factor = null where user_id = $1', [actor.userId])
    expect((await remove(site, signedIn, id)).json()).toMatchObject({ type: '/problems/conflict', detail: 'This is the only second factor of your account. Add another passkey or an authenticator app first.' })
    await add(site, signedIn, new SoftwareAuthenticator(origin))
    expect((await remove(site, signedIn, id)).statusCode).toBe(204)
    expect(await jobs(site, actor.userId)).toEqual(['second_factor_changed', 'second_factor_changed', 'second_factor_changed'])
    expect((await signInAlone(site, authenticator)).json()).toMatchObject(notAccepted)
    expect((await remove(site, signedIn, id)).statusCode).toBe(404)
  })

  test('of two last passkeys removed at the same moment, one stays', async ({ site, world }) => {
    const { signedIn, actor } = await withPasskey(site)
    await add(site, signedIn, new SoftwareAuthenticator(origin))
    await world.rows('update credential set second_factor = null where user_id = $1', [actor.userId])
    const ids = (await site.get('/account/passkeys', signedIn)).json<{ items: { id: string }[] }>().items.map((item) => item.id)
    const answers = await Promise.all(ids.map((id) => remove(site, signedIn, id)))
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 409])
  })

  test("nobody sees, renames or removes another person's", async ({ site, world }) => {
    const { id, agency } = await withPasskey(site)
    const colleague = await site.world.agencyUser(agency, 'manager', ['account_administrator'])
    const signedIn = await site.signIn(await site.credentials(colleague))
    expect((await site.get('/account/passkeys', signedIn)).json()).toEqual({ items: [] })
    expect((await site.app.inject({ method: 'PATCH', url: `/api/v1/account/passkeys/${id}`, payload: { name: 'Mine' }, headers: signedIn })).statusCode).toBe(404)
    expect((await remove(site, signedIn, id)).statusCode).toBe(404)
    expect(await world.rows('select name from passkey where id = $1', [id])).toEqual([{ name: 'Work laptop' }])
    for (const url of ['/account/passkeys', '/account/passkeys/options']) expect((await site.post(url, undefined)).statusCode).toBe(401)
  })

  test('the database shows each actor their own, and the public key to nobody', async ({ site, world }) => {
    const { actor } = await withPasskey(site)
    const other = await world.companyUser(await world.company())
    const count = (who: Parameters<typeof world.deps.transaction>[0]) => world.deps.transaction(who, (tx) => tx.db.selectFrom('passkey').select('id').execute())
    expect(await count(actor)).toHaveLength(1)
    expect(await count(other)).toHaveLength(0)
    expect(await count({ kind: 'nobody' })).toHaveLength(0)
    await expect(world.deps.transaction(actor, (tx) => tx.db.selectFrom('passkey').select('public_key').execute())).rejects.toThrow('permission denied')
    await expect(world.deps.transaction(actor, (tx) => tx.db.updateTable('passkey').set({ counter: '0' }).execute())).rejects.toThrow('permission denied')
    await expect(world.deps.transaction({ kind: 'job' }, (tx) => tx.db.selectFrom('passkey').select('id').execute())).rejects.toThrow('permission denied')
  })
})

function remove(site: Site, signedIn: Cookies, id: string) {
  return site.app.inject({ method: 'DELETE', url: `/api/v1/account/passkeys/${id}`, headers: signedIn })
}

/** Each refusal counts for its address and key; a test of many refusals is not about that. */
async function forgetAttempts(site: Site): Promise<void> {
  await site.world.rows('delete from sign_in_throttle')
}

async function jobs(site: Site, userId: string): Promise<string[]> {
  const rows = await site.world.rows<{ event: string }>(
    `select payload ->> 'event' as event from graphile_worker._private_jobs where payload ->> 'userId' = $1 and payload ->> 'event' like 'second%' order by id`, [userId])
  return rows.map((row) => row.event)
}
