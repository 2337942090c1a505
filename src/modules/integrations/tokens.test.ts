import type { Actor } from '#src/access/actor.ts'
import { tokenScopes } from '#src/access/token-scopes.ts'
import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import { send, tokenOf } from '#test/world/tokens.ts'

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

async function session(site: Site, actor: Actor) {
  site.world.clock.advance(30_000)
  return site.signIn(await site.credentials(actor))
}
const api = (path: string) => `/api/v1${path}`

test('a user makes a token that is shown once, uses it, and revokes it', async ({ world, site }) => {
  const supervisor = await world.agencyUser(await world.agency(), 'supervisor')
  const cookie = await session(site, supervisor)
  const made = await send(site, 'POST', api('/account/api-tokens'), cookie, { name: 'Case system', scopes: ['complaints:read'], days: 30 })
  expect(made.statusCode, made.body).toBe(201)
  const { id, token } = made.json<{ id: string; token: string }>()
  expect(token).toMatch(/^ses_[\w-]{43}$/)
  const headers = { authorization: `Bearer ${token}` }
  expect((await send(site, 'GET', api('/complaints'), headers)).statusCode).toBe(200)
  const listed = (await send(site, 'GET', api('/account/api-tokens'), cookie)).body
  expect(listed).not.toContain(token)
  expect(JSON.parse(listed)).toMatchObject({ items: [{ id, name: 'Case system', state: 'active', scopes: ['complaints:read'], lastUsedAt: world.clock.now().toISOString() }], most: 10 })
  const everything = JSON.stringify(await world.rows('select * from api_token')) + JSON.stringify(await world.rows('select * from audit_entry')) + site.lines.join('')
  expect(everything).not.toContain(token)
  expect((await send(site, 'DELETE', api(`/account/api-tokens/${id}`), cookie)).statusCode).toBe(204)
  expect((await send(site, 'GET', api('/complaints'), headers)).statusCode).toBe(401)
  expect(await world.rows("select action from audit_entry where about_id = $1 order by at, id", [id])).toEqual([{ action: 'api_token.made' }, { action: 'api_token.revoked' }])
})

test('making a token asks for a fresh proof, a name, scopes of this side, 1 to 365 days; ten at most', async ({ world, site }) => {
  const supervisor = await world.agencyUser(await world.agency(), 'supervisor')
  const cookie = await session(site, supervisor)
  const make = (body: object) => send(site, 'POST', api('/account/api-tokens'), cookie, { name: 'X', scopes: ['complaints:read'], days: 1, ...body })
  for (const [body, field] of [[{ name: ' ' }, 'name'], [{ scopes: [] }, 'scopes'], [{ scopes: ['requests:answer'] }, 'scopes'], [{ scopes: ['everything'] }, 'scopes.0'], [{ days: 0 }, 'days'], [{ days: 366 }, 'days'], [{ days: 1.5 }, 'days']] as const) {
    const refused = await make(body)
    expect([400, 422], refused.body).toContain(refused.statusCode)
    expect(Object.keys(refused.json<{ fields: object }>().fields), refused.body).toEqual([field])
  }
  for (let n = 0; n < 10; n += 1) expect((await make({})).statusCode).toBe(201)
  expect((await make({})).statusCode).toBe(409)
  world.clock.advance(16 * 60_000)
  expect((await make({})).json()).toMatchObject({ type: '/problems/confirmation_required' })
})

test('a token ends with its time, its owner’s account and its owner’s roles; a role that is smaller narrows it at once', async ({ world, site }) => {
  const agency = await world.agency()
  const [maker, other] = [await world.agencyUser(agency, 'supervisor'), await world.agencyUser(agency, 'supervisor')]
  const token = await tokenOf(world, maker)
  const list = async () => (await send(site, 'GET', api('/complaints'), token.headers)).statusCode
  const enter = async () => (await send(site, 'POST', api('/complaints'), token.headers, {})).statusCode
  expect([await list(), await enter()]).toEqual([200, 201])
  await world.rows("update account set complaints_role = 'viewer' where user_id = $1", [maker.userId])
  expect([await list(), await enter()]).toEqual([200, 403])
  await world.rows("update account set complaints_role = null, system_roles = '{staff_user}' where user_id = $1", [maker.userId])
  expect([await list(), await enter()]).toEqual([403, 403])
  await world.rows("update account set complaints_role = 'supervisor', terms_version = 'older' where user_id = $1", [maker.userId])
  expect((await send(site, 'GET', api('/complaints'), token.headers)).json()).toMatchObject({ type: '/problems/terms_required' })
  await world.rows("update account set standing = 'removed', removed_at = now() where user_id = $1", [maker.userId])
  expect(await list()).toBe(401)
  await world.rows("update account set standing = 'active' where user_id = $1", [maker.userId])
  expect(await list(), 'who comes back begins without tokens').toBe(401)

  const short = await tokenOf(world, other, tokenScopes, 1)
  const used = async () => (await send(site, 'GET', api('/complaints'), short.headers)).statusCode
  expect(await used()).toBe(200)
  world.clock.advance(86_400_000)
  expect(await used()).toBe(401)
  for (const wrong of ['Bearer ', 'Bearer ses_x', `Bearer ${short.token}x`, 'bearer nonsense']) expect((await send(site, 'GET', api('/complaints'), { authorization: wrong })).statusCode).toBe(401)
})

test('a token opens nothing of sessions, accounts, users, tokens, webhooks and the platform, and is never mixed with a cookie', async ({ world, site }) => {
  const administrator = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  const token = await tokenOf(world, administrator)
  const cookie = await session(site, administrator)
  for (const path of ['/session', '/account/profile', '/account/api-tokens', '/api-tokens', '/users', '/webhooks', '/provisioning-clients', '/agency-profile', '/tasks', '/notifications', '/company-account-requests', '/agencies']) {
    expect((await send(site, 'GET', api(path), token.headers)).statusCode, path).toBe(403)
    expect((await send(site, 'GET', api(path), { ...token.headers, ...cookie })).statusCode, `${path} with a cookie beside`).toBe(403)
  }
  const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
  expect((await send(site, 'POST', api('/complaints'), { ...cookie, ...foreign }, {})).statusCode, 'another site with the cookie').toBe(403)
  expect((await send(site, 'POST', api('/complaints'), { ...token.headers, ...foreign }, {})).statusCode, 'a program says what it likes of itself').toBe(201)
  expect((await send(site, 'POST', api('/complaints'), { ...cookie, authorization: 'Bearer x', ...foreign }, {})).statusCode, 'a cookie is no way round').toBe(401)
})

test('Account Administrators see and revoke all tokens of their organization; others only their own', async ({ world, site }) => {
  const [agency, elsewhere] = [await world.agency(), await world.agency()]
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const [maker, colleague] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'viewer')]
  const stranger = await world.agencyUser(elsewhere, null, ['account_administrator'])
  const company = await world.companyUser(await world.company(), 'manage', ['account_administrator'])
  const token = await tokenOf(world, maker)
  for (const actor of [colleague, stranger, company]) {
    const cookie = await session(site, actor)
    expect([403, 404], actor.kind).toContain((await send(site, 'DELETE', api(`/api-tokens/${token.id}`), cookie)).statusCode)
    expect((await send(site, 'DELETE', api(`/account/api-tokens/${token.id}`), cookie)).statusCode).toBe(404)
  }
  const cookie = await session(site, administrator)
  expect((await send(site, 'GET', api('/api-tokens'), cookie)).json()).toMatchObject({ items: [{ id: token.id, owner: { id: maker.userId }, state: 'active' }] })
  expect((await send(site, 'DELETE', api(`/api-tokens/${token.id}`), cookie)).statusCode).toBe(204)
  expect((await send(site, 'GET', api('/complaints'), token.headers)).statusCode).toBe(401)
  expect((await send(site, 'GET', api('/api-tokens'), cookie)).json()).toMatchObject({ items: [{ id: token.id, state: 'revoked' }] })
})

test('a company’s own system follows its requests, uploads a document, answers, and the audit names the token', async ({ world, site }) => {
  const { company, supervisor, administrator, poc } = await cast(world)
  const complaint = await entered(world, supervisor, company)
  const request = await sent(world, supervisor, complaint)
  await assigned(world, administrator, complaint, poc)
  const { id, headers } = await tokenOf(world, poc, ['requests:answer', 'documents:write'])

  const list = await send(site, 'GET', api('/received-complaints?limit=1'), headers)
  expect(list.json()).toMatchObject({ items: [{ id: complaint }] })
  const record = await send(site, 'GET', api(`/received-requests/${request}`), headers)
  expect(record.statusCode, record.body).toBe(200)
  const bytes = Buffer.from('Date,Amount\n2026-10-27,412.60\n')
  const metadata = Object.entries({ purpose: 'response', targetId: request, filename: 'history.csv' }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',')
  const created = await send(site, 'POST', '/uploads', { ...headers, 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'upload-metadata': metadata })
  expect(created.statusCode, created.body).toBe(201)
  const uploaded = await send(site, 'PATCH', String(created.headers.location), { ...headers, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, bytes)
  expect(uploaded.statusCode, uploaded.body).toBe(204)
  const drafted = await send(site, 'GET', api(`/received-requests/${request}`), headers)
  const version = drafted.json<{ responses: { version: number }[] }>().responses[0]?.version ?? 0
  const saved = await send(site, 'PUT', api(`/received-requests/${request}/draft`), headers, { version, text: 'The payment was credited on October 27.', links: [], restricted: false })
  expect(saved.statusCode, saved.body).toBe(200)
  const submit = () => send(site, 'POST', api(`/received-requests/${request}/submissions`), { ...headers, 'idempotency-key': 'answer-1' }, { version: version + 1 })
  const first = await submit()
  expect([200, 201], first.body).toContain(first.statusCode)
  const again = await submit()
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.statusCode).toBe(first.statusCode)

  const [response] = await world.rows<{ status: string; sent_by: string }>('select status, sent_by from response where request_id = $1', [request])
  expect(response).toEqual({ status: 'sent', sent_by: poc.userId })
  const entries = await world.rows<{ action: string; token: string | null }>("select action, details ->> 'tokenId' as token from audit_entry where actor_id = $1 and complaint_id = $2", [poc.userId, complaint])
  expect(entries.length).toBeGreaterThan(3)
  expect(new Set(entries.map(({ token }) => token))).toEqual(new Set([id]))
  // What this token was not made for.
  const [document] = await world.rows<{ id: string }>('select id from document where request_id = $1', [request])
  expect((await send(site, 'GET', api(`/documents/${document?.id ?? ''}/content`), headers)).statusCode).toBe(403)
  const reader = await tokenOf(world, poc, ['requests:read', 'documents:read'])
  expect((await send(site, 'GET', api(`/documents/${document?.id ?? ''}/content`), reader.headers)).body).toBe(bytes.toString())
  expect((await send(site, 'PUT', api(`/received-requests/${request}/draft`), reader.headers, { version: 0, text: 'x' })).statusCode).toBe(403)
})

test('an agency’s own system follows a list by its cursor and reads what a narrower token may not repeat', async ({ world, site }) => {
  const { company, supervisor } = await cast(world)
  const ids = [await entered(world, supervisor, company), await entered(world, supervisor, company), await entered(world, supervisor, company)]
  const { headers } = await tokenOf(world, supervisor, ['complaints:read'])
  const found: string[] = []
  let cursor = ''
  do {
    const page = (await send(site, 'GET', api(`/complaints?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`), headers)).json<{ items: { id: string; can?: string[] }[]; next: string | null }>()
    found.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? ''
  } while (cursor !== '')
  expect(found.sort()).toEqual(ids.sort())
  const { can } = (await send(site, 'GET', api(`/complaints/${ids[0] ?? ''}`), headers)).json<{ can: string[] }>()
  expect(can.filter((action) => !action.startsWith('complaint.view') && action !== 'complaint.export'), 'a record offers what the token may do').toEqual([])
  // One key, two ways in: each has answers of its own.
  const cookie = { ...(await session(site, supervisor)), 'idempotency-key': 'same' }
  const writer = { ...(await tokenOf(world, supervisor, ['complaints:write'])).headers, 'idempotency-key': 'same' }
  const [one, two, repeated] = [await send(site, 'POST', api('/complaints'), cookie, {}), await send(site, 'POST', api('/complaints'), writer, {}), await send(site, 'POST', api('/complaints'), writer, {})]
  expect(one.json<{ id: string }>().id).not.toBe(two.json<{ id: string }>().id)
  expect(repeated.json<{ id: string }>().id).toBe(two.json<{ id: string }>().id)
})

test('requests of one token are counted for that token, and wrong ones for their address', async ({ world, site }) => {
  const supervisor = await world.agencyUser(await world.agency(), 'viewer')
  const [busy, calm] = [await tokenOf(world, supervisor), await tokenOf(world, supervisor)]
  for (let n = 0; n < 600; n += 50) await Promise.all(Array.from({ length: 50 }, () => send(site, 'GET', api('/categories'), busy.headers)))
  const refused = await send(site, 'GET', api('/categories'), busy.headers)
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await send(site, 'GET', api('/categories'), calm.headers)).statusCode).toBe(200)
  const wrong = () => send(site, 'GET', api('/categories'), { authorization: `Bearer ses_${'x'.repeat(43)}` })
  const statuses: number[] = []
  for (let n = 0; n < 25; n += 1) statuses.push((await wrong()).statusCode)
  expect(statuses.at(0)).toBe(401)
  expect(statuses.at(-1)).toBe(429)
  expect((await send(site, 'GET', api('/categories'), calm.headers)).statusCode, 'a right one is not held up').toBe(200)
}, 60_000)

test('the last use is written at most each minute', async ({ world, site }) => {
  const viewer = await world.agencyUser(await world.agency(), 'viewer')
  const { id, headers } = await tokenOf(world, viewer)
  const use = async () => {
    await send(site, 'GET', api('/categories'), headers)
    return (await world.rows<{ last_used_at: Date; xmin: string }>('select last_used_at, xmin::text from api_token where id = $1', [id]))[0]
  }
  const first = await use()
  world.clock.advance(59_000)
  expect(await use()).toEqual(first)
  world.clock.advance(1_000)
  expect((await use())?.last_used_at).toEqual(world.clock.now())
})
