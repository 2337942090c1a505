import { z } from 'zod'
import { termsVersion } from '#src/modules/accounts/domain/terms.ts'
import { newId } from '#src/platform/new-id.ts'
import { routesOf } from '#src/platform/http/routes-list.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { cookieOf, openSite, password, type Site } from '#test/world/site.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'

/** Attacks by somebody with an account, or with another site in the victim's browser, tried at every route there is. */
const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

type Cookie = { cookie: string }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const isMethod = (method: string): method is Method => methods.includes(method)

/** All routes but those of documents about the API; `id` stands where an ID is asked for. */
function addresses(site: Site, id: string): { method: Method; url: string; route: string; permission: string }[] {
  return routesOf(site.app).flatMap(({ method, url, permission }) =>
    isMethod(method) && /^\/(api\/v1|scim|uploads)/.test(url) ? [{ method, url: url.replace(/:[A-Za-z]+/g, id).replace('*', id), route: `${method} ${url}`, permission }] : [])
}

function call(site: Site, method: Method, url: string, headers: Record<string, string>, payload?: object) {
  return site.app.inject({ method, url, headers, payload, remoteAddress: site.remoteAddress })
}

async function platformUser(world: World) {
  const actor = { kind: 'platform' as const, userId: newId(), timeZone: 'America/New_York' }
  await world.rows("insert into person (id, kind, name) values ($1, 'platform', 'Pat Runner')", [actor.userId])
  await world.rows("insert into account (user_id, kind, email, email_key, terms_version, terms_accepted_at) values ($1, 'platform', $2, $2, $3, now())", [actor.userId, `${actor.userId}@ses.example`, termsVersion])
  return actor
}

test('no write of any route is taken from another site, whatever cookie, body or token comes with it', async ({ site, world }) => {
  const administrator = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  const session = await site.signIn(await site.credentials(administrator))
  const writes = addresses(site, administrator.userId).filter(({ method }) => method !== 'GET')
  expect(writes.length).toBeGreaterThan(60)
  const elsewhere: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'http://ses.example.evil.example' }]
  for (const { method, url, route } of writes) {
    for (const claim of elsewhere) {
      const answer = await call(site, method, url, { ...session, ...claim, 'content-type': 'application/octet-stream' })
      expect([route, claim, answer.statusCode]).toEqual([route, claim, 403])
      expect(answer.body).toContain('came from another site')
    }
  }
  expect((await site.get('/session', session)).statusCode).toBe(200)
})

test('what waits for its second factor opens no route at all', async ({ site, world }) => {
  const administrator = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  const waiting: Cookie = cookieOf(await site.post('/session', { email: await site.credentials(administrator), password }))
  for (const { method, url, route, permission } of addresses(site, administrator.userId)) {
    if (permission === 'public') continue
    expect([route, (await call(site, method, url, waiting)).statusCode]).toEqual([route, 401])
  }
})

test('before the terms of use are accepted nothing is open but the setting up of one’s own account', async ({ site, world }) => {
  const administrator = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  const session = await site.signIn(await site.credentials(administrator))
  await world.rows("update account set terms_version = 'before' where user_id = $1", [administrator.userId])
  const open: string[] = []
  for (const { method, url, route, permission } of addresses(site, administrator.userId)) {
    if (permission === 'public') continue
    if (!(await call(site, method, url, session)).body.includes('/problems/terms_required')) open.push(route)
  }
  expect(open.sort()).toEqual(expect.arrayContaining(['GET /api/v1/session', 'POST /api/v1/session/terms']))
  for (const route of open) expect(route).toMatch(/ \/api\/v1\/(session|session\/terms|session\/confirmations|session\/confirmations\/passkey-options|account\/security|account\/recovery-codes)$/)
})

test('nothing of a complaint is open to who runs the system, to who has no complaints role, or to a company before its enrollment is complete', { timeout: 240_000 }, async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const complaintId = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, complaintId, { title: 'Escrow of October' })
  const unfinished = await world.companyUser(company, 'manage', ['account_administrator'], true)
  await world.rows("update company set enrollment = 'contacts_assigned' where id = $1", [company.id])
  const people = [await platformUser(world), await world.agencyUser(agency, null, ['account_administrator', 'examiner']), unfinished, await world.companyUser(company, 'view')]
  for (const actor of people) {
    const session = await site.signIn(await site.credentials(actor))
    for (const id of [complaintId, requestId]) {
      for (const { method, url, route } of addresses(site, id)) {
        // Events go on until the session ends (src/modules/notifications/live.test.ts).
        if (route.endsWith('/events') || route.endsWith('/session') || route.endsWith('/account/sessions') || (id === requestId && !/request|response|document|upload/.test(route))) continue
        const answer = await call(site, method, url, session)
        const text = answer.body.replace(url, '')
        expect([actor.kind, route, text.includes('Escrow of October') || text.includes('Pruitt') || text.includes('credit my payment'), answer.statusCode === 500]).toEqual([actor.kind, route, false, false])
      }
    }
    world.clock.advance(30_000)
  }
})

test('nobody gives themselves a role by what they may change', async ({ site, world }) => {
  const agency = await world.agency()
  const people = [await world.agencyUser(agency, 'viewer'), await world.agencyUser(agency, null, ['staff_user']), await world.companyUser(await world.company(), 'view', ['contributor']), await platformUser(world)]
  for (const actor of people) {
    const session = await site.signIn(await site.credentials(actor))
    const before = await world.rows('select system_roles, complaints_role, kind, agency_id, company_id, standing from account where user_id = $1', [actor.userId])
    const roles = { systemRoles: ['account_administrator'], complaintsRole: actor.kind === 'company' ? 'manage' : 'supervisor' }
    const profile = { name: 'A Name', title: '', phone: '' }
    const attempts: [Method, string, object][] = [
      ['PATCH', '/account/profile', { ...profile, ...roles }],
      ['PATCH', '/account/profile', { ...profile, kind: 'platform', agencyId: agency.id, standing: 'active' }],
      ['PATCH', '/account/profile', { ...profile, __proto__: null, constructor: { prototype: roles } }],
      ['PUT', `/users/${actor.userId}/roles`, { version: 1, ...roles }],
      ['PATCH', `/users/${actor.userId}`, { version: 1, ...profile, ...roles }],
      ['POST', `/users/${actor.userId}/reactivations`, { version: 1, ...roles }],
      ['POST', '/users', { name: 'Mine', email: 'mine@agency.example', ...roles }],
    ]
    for (const [method, url, payload] of attempts) expect([actor.kind, url, [400, 403, 404].includes((await call(site, method, `/api/v1${url}`, session, payload)).statusCode)]).toEqual([actor.kind, url, true])
    expect(await world.rows('select system_roles, complaints_role, kind, agency_id, company_id, standing from account where user_id = $1', [actor.userId])).toEqual(before)
    world.clock.advance(30_000)
  }
  expect(await world.rows("select 1 from account where email_key = 'mine@agency.example'")).toEqual([])
})

test('sessions, passkeys, tokens, verifications and messages of others are not found by their IDs', async ({ site, world }) => {
  const victim = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  const theirs = await site.signIn(await site.credentials(victim))
  const made = await site.post('/provisioning-clients', { name: 'Okta' }, theirs)
  const [held] = await world.rows<{ id: string }>('select id from session where user_id = $1', [victim.userId])
  const passkeyId = newId()
  await world.rows("insert into passkey (id, user_id, credential_id, public_key, name, created_at) values ($1, $2, '\\x0a', '\\x01', 'Key', now())", [passkeyId, victim.userId])
  const rival = await world.companyUser(await world.company(), 'manage', ['account_administrator'])
  world.clock.advance(30_000)
  const session = await site.signIn(await site.credentials(rival))
  const attempts: [Method, string, object?][] = [
    ['DELETE', `/account/sessions/${held?.id ?? ''}`], ['PATCH', `/account/passkeys/${passkeyId}`, { name: 'Mine' }], ['DELETE', `/account/passkeys/${passkeyId}`],
    ['DELETE', `/provisioning-clients/${made.json<{ id: string }>().id}`], ['POST', `/user-verifications/${newId()}/completions`, { seenUserIds: [] }],
  ]
  for (const [method, url, payload] of attempts) expect([url, (await call(site, method, `/api/v1${url}`, session, payload)).statusCode]).toEqual([url, 404])
  expect((await site.get('/session', theirs)).statusCode).toBe(200)
})

const Body = z.object({ requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional() })
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Body)), components: z.object({ schemas: z.record(z.string(), z.unknown()) }) })

test('no body of the API takes a field that its contract does not name, at any depth', async ({ site }) => {
  const { paths, components } = Document.parse((await site.get('/api/openapi.json')).json())
  const loose: string[] = []
  const look = (schema: unknown, at: string) => {
    if (Array.isArray(schema)) schema.forEach((inner, n) => look(inner, `${at}/${String(n)}`))
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return
    if ('$ref' in schema && typeof schema.$ref === 'string') look(components.schemas[schema.$ref.split('/').at(-1) ?? ''], at)
    const isObject = 'properties' in schema
    if (isObject && (!('additionalProperties' in schema) || schema.additionalProperties !== false)) loose.push(at)
    for (const [name, inner] of Object.entries(schema)) if (name !== 'example' && name !== 'examples') look(inner, `${at}/${name}`)
  }
  let bodies = 0
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { requestBody }] of Object.entries(operations)) {
      for (const { schema } of Object.values(requestBody?.content ?? {})) {
        bodies += 1
        look(schema, `${method} ${path}`)
      }
    }
  }
  expect(bodies).toBeGreaterThan(40)
  // Those of complaints leave out what they do not know; all others refuse it.
  expect(loose.filter((at) => !at.includes('/complaints'))).toEqual([])
})

test('no address of ours sends a browser to another site', async ({ site }) => {
  const away = ['//evil.example', 'https://evil.example', '/\\evil.example', '/%5Cevil.example', '/..//evil.example', 'javascript:alert(1)']
  for (const to of away) {
    for (const url of [`/${to}`, `/sign-in?to=${encodeURIComponent(to)}`, `/api/v1/session/sso?to=${encodeURIComponent(to)}`, `/api/v1/session?to=${encodeURIComponent(to)}`]) {
      const answer = await site.app.inject({ method: 'GET', url, headers: { accept: 'text/html', host: 'ses.example' } })
      expect([url, answer.headers.location ?? '']).toEqual([url, ''])
    }
  }
})

test('a directory names no address that reads as another one, and what it may not hold is refused', async ({ site, world }) => {
  const administrator = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  const made = await site.post('/provisioning-clients', { name: 'Okta' }, await site.signIn(await site.credentials(administrator)))
  const headers = { authorization: `Bearer ${made.json<{ token: string }>().token}`, 'content-type': 'application/scim+json' }
  const send = (payload: string) => site.app.inject({ method: 'POST', url: '/scim/v2/Users', headers, payload, remoteAddress: site.remoteAddress })
  for (const userName of ['a,victim@agency.example', 'a>@agency.example', '"a"@agency.example', 'd\u212Aana@agency.example', 'a\u0000b@agency.example', 'a@agency.example\r\nBcc: b@agency.example', 'a@@agency.example', `${'a'.repeat(250)}@agency.example`]) {
    const answer = await send(JSON.stringify({ userName, name: { familyName: 'Name' } }))
    expect([userName, answer.statusCode]).toEqual([userName, 400])
  }
  expect((await send(JSON.stringify({ userName: 'a@agency.example', name: { familyName: 'N\u0000' } }))).statusCode).toBe(400)
  expect((await send(`{"userName":"a@agency.example","name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).statusCode).toBe(400)
  const filtered = await site.app.inject({ method: 'GET', url: `/scim/v2/Users?filter=${encodeURIComponent('userName eq "a\u0000"')}`, headers, remoteAddress: site.remoteAddress })
  expect(filtered.statusCode).toBe(400)
})

test('the token of a directory does not come back with the administrator who made it', async ({ site, world }) => {
  const agency = await world.agency()
  const [maker, colleague] = [await world.agencyUser(agency, 'supervisor', ['account_administrator']), await world.agencyUser(agency, 'supervisor', ['account_administrator'])]
  const made = await site.post('/provisioning-clients', { name: 'Okta' }, await site.signIn(await site.credentials(maker)))
  const headers = { authorization: `Bearer ${made.json<{ token: string }>().token}` }
  const users = async () => (await site.app.inject({ method: 'GET', url: '/scim/v2/Users', headers, remoteAddress: site.remoteAddress })).statusCode
  expect(await users()).toBe(200)
  world.clock.advance(30_000)
  const session = await site.signIn(await site.credentials(colleague))
  const removed = await site.post(`/users/${maker.userId}/removals`, { version: 1 }, session)
  expect(await users()).toBe(401)
  const back = await site.post(`/users/${maker.userId}/reactivations`, { version: removed.json<{ version: number }>().version, systemRoles: ['account_administrator'], complaintsRole: null }, session)
  expect(back.statusCode).toBe(201)
  await world.rows("update account set standing = 'active' where user_id = $1", [maker.userId])
  expect(await users()).toBe(401)
})
