import { client, newKey, startIdentityProvider, type Identity, type IdentityProvider } from '#test/world/identity-provider.ts'
import { freePort } from '#test/world/program.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { Surfer, type Landing } from '#test/world/surfer.ts'
import { expect, test as base } from '#test/world/test-world.ts'

type House = { site: Site; provider: IdentityProvider; url: string }

async function openHouse(world: Parameters<typeof openSite>[0], options: { claimsOnRequestOnly?: boolean } = {}): Promise<House> {
  const port = await freePort()
  const url = `http://127.0.0.1:${String(port)}`
  const provider = await startIdentityProvider({ redirectUri: `${url}/api/v1/session/sso/callback`, ...options })
  const site = await openSite(world, { publicUrl: url, sso: { issuer: provider.url, clientId: client.id, clientSecret: client.secret } })
  await site.app.listen({ host: '127.0.0.1', port })
  return { site, provider, url }
}

async function closeHouse({ site, provider }: House): Promise<void> {
  site.app.server.closeAllConnections()
  await site.close()
  await provider.stop()
}

const test = base.extend<{ house: House }>({
  house: async ({ world }, use) => {
    const house = await openHouse(world)
    await use(house)
    await closeHouse(house)
  },
})

/** An account and the identity that the provider has for its e-mail address. */
async function person({ site, provider }: House, about: Partial<Identity> = {}) {
  const agency = await site.world.agency()
  const actor = await site.world.agencyUser(agency, 'supervisor')
  const email = await site.credentials(actor)
  const identity = provider.add({ email, email_verified: true, amr: ['pwd', 'mfa'], ...about })
  return { actor, email, identity }
}

/** The whole way, up to the first page of our own that the browser would show. */
async function signOn({ provider, url }: House, who: Identity | 'refuses', surfer = new Surfer(), to = '/complaints?view=open'): Promise<Landing & { surfer: Surfer }> {
  provider.next = who
  const landing = await surfer.go(`${url}/api/v1/session/sso?to=${encodeURIComponent(to)}`, { stopAt: (next) => next.origin === url && !next.pathname.startsWith('/api/') })
  return { ...landing, surfer }
}

const isCallback = (next: URL) => next.pathname.endsWith('/session/sso/callback')

/** Begins, and stops with the provider's answer in hand. `tamper` may change what is asked of the provider. */
async function upToTheAnswer({ provider, url }: House, who: Identity, tamper: (asked: URL) => void = () => undefined) {
  provider.next = who
  const surfer = new Surfer()
  const asked = (await surfer.go(`${url}/api/v1/session/sso?to=/home`, { stopAt: (next) => next.origin === provider.url })).url
  tamper(asked)
  return { surfer, asked, answer: (await surfer.go(asked, { stopAt: isCallback })).url }
}

async function sessionOf({ site, url }: House, surfer: Surfer) {
  const cookie = surfer.cookies.filter(({ origin }) => origin === url).map(({ name, value }) => `${name}=${value}`).join('; ')
  return site.get('/session', { cookie })
}

const problemOf = ({ url }: Landing) => url.pathname + url.search

test('an agency user whose identity provider asked for two factors signs in and lands where they wanted to go', async ({ house }) => {
  const { actor, identity } = await person(house)
  const { url, surfer } = await signOn(house, identity)
  expect(url.pathname + url.search).toBe('/complaints?view=open')
  const session = await sessionOf(house, surfer)
  expect(session.json()).toMatchObject({ user: { id: actor.userId }, method: 'sso', kind: 'agency' })
  expect(await house.site.world.rows("select details->>'method' as method from audit_entry where action = 'session.begun' and about_id = $1", [actor.userId])).toEqual([{ method: 'sso' }])
})

test('what is asked of the provider is a code with PKCE S256, a state and a nonce, and nothing of it is kept readable', async ({ house, world }) => {
  const { identity } = await person(house)
  const { surfer, asked } = await upToTheAnswer(house, identity)
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    response_type: 'code', client_id: client.id, code_challenge_method: 'S256', scope: 'openid email profile', redirect_uri: `${house.url}/api/v1/session/sso/callback`,
  })
  for (const random of ['state', 'nonce', 'code_challenge']) expect(asked.searchParams.get(random)).toMatch(/^[\w-]{43}$/)
  const rows = JSON.stringify(await world.rows("select encode(token_hash, 'hex') as hash, data from ceremony"))
  expect(rows).not.toContain(asked.searchParams.get('state'))
  expect(rows).not.toContain(surfer.cookie('ses_sign_on')?.value)
})

test('without the claim of two factors our own second factor follows, and leads where they wanted to go', async ({ house }) => {
  const { actor, identity } = await person(house, { amr: ['pwd'] })
  const { url, surfer } = await signOn(house, identity)
  expect(url.pathname).toBe('/sign-in')
  expect(Object.fromEntries(url.searchParams)).toEqual({ step: 'second_factor', to: '/complaints?view=open' })
  expect((await sessionOf(house, surfer)).statusCode).toBe(401)
  const waiting = surfer.cookie('ses_session')
  const second = await house.site.post('/session/second-factor', { code: house.site.code() }, { cookie: `ses_session=${waiting?.value ?? ''}` })
  expect(second.json()).toEqual({ next: 'done' })
  const cookie = second.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  expect((await house.site.get('/session', { cookie })).json()).toMatchObject({ user: { id: actor.userId }, method: 'sso' })
})

test('who has no second factor of ours and no claim of two is led to setting one up', async ({ house, world }) => {
  const agency = await world.agency()
  const email = await world.emailOf((await world.agencyUser(agency)).userId)
  const { url } = await signOn(house, house.provider.add({ email, email_verified: true }))
  expect(url.searchParams.get('step')).toBe('set_up_second_factor')
})

test('an e-mail address that the provider did not verify opens no account', async ({ house, world }) => {
  const { actor, identity } = await person(house, { email_verified: false })
  const { email_verified: _left, ...silent } = identity
  expect(problemOf(await signOn(house, identity))).toBe('/sign-in?problem=sso_no_account')
  expect(problemOf(await signOn(house, house.provider.add({ ...silent, sub: 'silent' })))).toBe('/sign-in?problem=sso_no_account')
  expect(problemOf(await signOn(house, house.provider.add({ amr: ['mfa'] })))).toBe('/sign-in?problem=sso_no_account')
  expect(await world.rows('select sso_subject from account where user_id = $1', [actor.userId])).toEqual([{ sso_subject: null }])
})

test('once linked, the identity counts and not the e-mail address', async ({ house }) => {
  const first = await person(house)
  const other = await person(house)
  await signOn(house, first.identity)
  first.identity.email = other.email
  const { surfer } = await signOn(house, first.identity)
  expect((await sessionOf(house, surfer)).json()).toMatchObject({ user: { id: first.actor.userId } })
  // A second identity cannot take over the linked account by its e-mail address.
  const impostor = house.provider.add({ email: first.email, email_verified: true, amr: ['mfa'] })
  expect(problemOf(await signOn(house, impostor))).toBe('/sign-in?problem=sso_no_account')
})

test('after a move to another identity provider accounts are linked anew by their e-mail address', async ({ house, world }) => {
  const { actor, identity } = await person(house)
  await world.rows("update account set sso_issuer = 'https://former.example', sso_subject = 'somebody' where user_id = $1", [actor.userId])
  const { surfer } = await signOn(house, identity)
  expect((await sessionOf(house, surfer)).json()).toMatchObject({ user: { id: actor.userId } })
  expect(await world.rows('select sso_issuer, sso_subject from account where user_id = $1', [actor.userId])).toEqual([{ sso_issuer: house.provider.url, sso_subject: identity.sub }])
})

test('the e-mail address is also found where the provider tells it on request only', async ({ world }) => {
  const house = await openHouse(world, { claimsOnRequestOnly: true })
  const { actor, identity } = await person(house)
  const { surfer } = await signOn(house, identity)
  expect((await sessionOf(house, surfer)).json()).toMatchObject({ user: { id: actor.userId } })
  await closeHouse(house)
})

test('after the provider changed its keys sign-in works at once', async ({ house }) => {
  const { identity } = await person(house)
  expect(problemOf(await signOn(house, identity))).toBe('/complaints?view=open')
  for (let rotation = 0; rotation < 2; rotation += 1) {
    await house.provider.stop()
    await house.provider.start()
    expect(problemOf(await signOn(house, identity))).toBe('/complaints?view=open')
  }
})

test('an ID token that is not signed with the published keys is refused', async ({ house }) => {
  const { identity } = await person(house)
  const { kty, n, e, kid, use, alg } = newKey()
  house.provider.falseKeys = { keys: [{ kty, n, e, kid, use, alg }] }
  expect(problemOf(await signOn(house, identity))).toBe('/sign-in?problem=sso_failed')
})

test('an answer with another state, nonce or code challenge than was asked for is refused', async ({ house }) => {
  const { identity } = await person(house)
  const state = await upToTheAnswer(house, identity)
  state.answer.searchParams.set('state', 'another')
  expect(problemOf(await state.surfer.go(state.answer, { stopAt: (next) => next.pathname === '/sign-in' }))).toBe('/sign-in?problem=sso_failed')
  for (const parameter of ['nonce', 'code_challenge']) {
    const { surfer, answer } = await upToTheAnswer(house, identity, (asked) => asked.searchParams.set(parameter, 'x'.repeat(43)))
    expect(problemOf(await surfer.go(answer, { stopAt: (next) => next.pathname === '/sign-in' }))).toBe('/sign-in?problem=sso_failed')
    expect((await sessionOf(house, surfer)).statusCode).toBe(401)
  }
})

test('an answer works once, only in the browser that began, and for ten minutes', async ({ house, world }) => {
  const { identity } = await person(house)
  const signIn = { stopAt: (next: URL) => next.pathname === '/sign-in' || next.pathname === '/home' }
  const once = await upToTheAnswer(house, identity)
  const before = [...once.surfer.cookies]
  expect(problemOf(await once.surfer.go(once.answer, signIn))).toBe('/home')
  expect(once.surfer.cookie('ses_sign_on')).toBeUndefined()
  const thief = new Surfer()
  thief.cookies = before
  expect(problemOf(await thief.go(once.answer, signIn))).toBe('/sign-in?problem=sso_expired')

  const sent = await upToTheAnswer(house, identity)
  expect(problemOf(await new Surfer().go(sent.answer, signIn))).toBe('/sign-in?problem=sso_expired')
  // Somebody else's answer in a browser that began a sign-on of its own.
  const victim = await upToTheAnswer(house, identity)
  expect(problemOf(await victim.surfer.go(sent.answer, signIn))).toBe('/sign-in?problem=sso_failed')

  const late = await upToTheAnswer(house, identity)
  world.clock.advance(10 * 60_000 + 1)
  expect(problemOf(await late.surfer.go(late.answer, signIn))).toBe('/sign-in?problem=sso_expired')
})

test('the cookie of a sign-on is kept from scripts and other addresses', async ({ house, world }) => {
  const begun = await house.site.get('/session/sso')
  expect(begun.headers['set-cookie']).toMatch(/^ses_sign_on=[\w-]{43}; Max-Age=600; Path=\/api\/v1\/session\/sso; HttpOnly; SameSite=Lax$/)
  const behindHttps = await openSite(world, { publicUrl: 'https://ses.example', sso: { issuer: house.provider.url, clientId: client.id, clientSecret: client.secret } })
  expect((await behindHttps.get('/session/sso')).headers['set-cookie']).toContain('; Secure')
  await behindHttps.close()
})

test('afterwards nobody is led to another site', async ({ house }) => {
  const { identity } = await person(house)
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'https:evil.example', '/\t/evil.example', '/.//evil.example', '/a/..//evil.example', 'javascript:alert(1)', '%2F%2Fevil.example', '\\\\evil.example', '']) {
    const { url } = await signOn(house, identity, new Surfer(), to)
    expect(url.href, to).toBe(`${house.url}/home`)
  }
  expect((await signOn(house, identity, new Surfer(), '/complaints/1?tab=a#b')).url.href).toBe(`${house.url}/complaints/1?tab=a#b`)
})

test('a removed account stays closed; an invited one becomes active and its invitation is used up', async ({ house, world }) => {
  const removed = await person(house)
  await world.rows("update account set standing = 'removed' where user_id = $1", [removed.actor.userId])
  expect(problemOf(await signOn(house, removed.identity))).toBe('/sign-in?problem=sso_no_account')

  const invited = await person(house)
  await world.rows('delete from credential where user_id = $1', [invited.actor.userId])
  await world.rows("update account set standing = 'invited' where user_id = $1", [invited.actor.userId])
  await world.rows("insert into one_time_link (id, user_id, purpose, created_at, expires_at) values (gen_random_uuid(), $1, 'activation', $2, $2::timestamptz + interval '14 days')", [invited.actor.userId, world.clock.now()])
  const { surfer } = await signOn(house, invited.identity)
  expect((await sessionOf(house, surfer)).json()).toMatchObject({ user: { id: invited.actor.userId } })
  expect(await world.rows('select standing, (select count(*)::int from one_time_link l where l.user_id = a.user_id and used_at is null) as links from account a where user_id = $1', [invited.actor.userId])).toEqual([{ standing: 'active', links: 0 }])
})

test('when the provider refuses, does not answer or knows us no more, the sign-in page says so', async ({ house }) => {
  const { identity } = await person(house)
  expect(problemOf(await signOn(house, 'refuses'))).toBe('/sign-in?problem=sso_denied')
  const begun = await upToTheAnswer(house, identity)
  await house.provider.stop()
  expect(problemOf(await begun.surfer.go(begun.answer, { stopAt: (next) => next.pathname === '/sign-in' }))).toBe('/sign-in?problem=sso_unavailable')
  const other = await openSite(house.site.world, { sso: { issuer: house.provider.url, clientId: client.id, clientSecret: client.secret } })
  expect((await other.get('/session/sso')).headers.location).toBe('/sign-in?problem=sso_unavailable')
  await other.close()
})

test('neither logs nor audit hold an e-mail address, a code or a token', async ({ house, world }) => {
  const { identity } = await person(house)
  const { answer, surfer } = await upToTheAnswer(house, identity)
  await surfer.go(answer, { stopAt: (next) => next.pathname === '/home' })
  await signOn(house, house.provider.add({ email: 'nobody@agency.example', email_verified: true }))
  const told = house.site.lines.join('\n') + JSON.stringify(await world.rows('select details from audit_entry'))
  for (const secret of [identity.email, 'nobody@agency.example', answer.searchParams.get('code'), surfer.cookie('ses_session')?.value]) expect(told).not.toContain(secret)
})

test('where no identity provider is set up, single sign-on is not offered', async ({ world, house }) => {
  expect((await house.site.get('/session/ways')).json()).toEqual({ singleSignOn: true })
  const plain = await openSite(world)
  expect((await plain.get('/session/ways')).json()).toEqual({ singleSignOn: false })
  expect((await plain.get('/session/sso')).statusCode).toBe(404)
  await plain.close()
})
