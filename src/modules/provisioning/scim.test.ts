import type { Actor } from '#src/access/actor.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test as base, type TestAgency } from '#test/world/test-world.ts'

type House = { site: Site; agency: TestAgency; administrator: Actor; token: string; scim: Scim }
type ScimUser = { id: string; userName: string; externalId?: string; active: boolean; displayName: string; title?: string; name: { formatted: string; givenName?: string; familyName: string }; roles: { value: string }[]; phoneNumbers?: { value: string }[]; meta: { location: string } }
type Listed = { totalResults: number; startIndex: number; itemsPerPage: number; Resources: ScimUser[] }

let people = 0

/** A directory: speaks SCIM with a token. */
class Scim {
  readonly site: Site
  readonly token: string

  constructor(site: Site, token: string) {
    this.site = site
    this.token = token
  }

  send(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object) {
    const headers = { ...(this.token !== '' && { authorization: `Bearer ${this.token}` }), ...(body !== undefined && { 'content-type': 'application/scim+json' }) }
    return this.site.app.inject({ method, url: `/scim/v2${url}`, headers, payload: body === undefined ? undefined : JSON.stringify(body), remoteAddress: this.site.remoteAddress })
  }

  async add(about: object = {}): Promise<ScimUser> {
    people += 1
    const answer = await this.send('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `new${String(people)}@agency.example`, name: { givenName: 'Maya', familyName: 'Lindqvist' }, active: true, ...about })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json<ScimUser>()
  }

  async patch(id: string, ...Operations: object[]) {
    return this.send('PATCH', `/Users/${id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })
  }

  async list(query: string): Promise<Listed> {
    const answer = await this.send('GET', `/Users?${query}`)
    if (answer.statusCode !== 200) throw new Error(answer.body)
    return answer.json<Listed>()
  }

  async filter(filter: string): Promise<string[]> {
    return (await this.list(`filter=${encodeURIComponent(filter)}`)).Resources.map(({ id }) => id)
  }
}

async function makeToken(site: Site, administrator: Actor, name = 'Okta'): Promise<string> {
  const session = await site.signIn(await site.credentials(administrator))
  const made = await site.post('/provisioning-clients', { name }, session)
  return made.json<{ token: string }>().token
}

const test = base.extend<{ site: Site; house: House }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
  house: async ({ site, world }, use) => {
    const agency = await world.agency()
    const administrator = await world.agencyUser(agency, 'supervisor', ['account_administrator'])
    const token = await makeToken(site, administrator)
    await use({ site, agency, administrator, token, scim: new Scim(site, token) })
  },
})

const remove = { op: 'replace', value: { active: false } }

test('what a directory asks first is answered, and nothing without a token', async ({ house: { scim, site } }) => {
  const config = await scim.send('GET', '/ServiceProviderConfig')
  expect(config.headers['content-type']).toBe('application/scim+json; charset=utf-8')
  expect(config.json()).toMatchObject({ patch: { supported: true }, filter: { supported: true, maxResults: 200 }, bulk: { supported: false } })
  expect((await scim.send('GET', '/ResourceTypes')).json()).toMatchObject({ totalResults: 1, Resources: [{ id: 'User', endpoint: '/Users' }] })
  const schema = (await scim.send('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).json<{ id: string; attributes: { name: string }[] }>()
  expect(schema.attributes.map(({ name }) => name).sort()).toEqual(['active', 'displayName', 'emails', 'name', 'phoneNumbers', 'roles', 'title', 'userName'])
  for (const [method, path] of [['GET', '/ServiceProviderConfig'], ['GET', '/Users'], ['POST', '/Users'], ['GET', '/Groups']] as const) {
    const refused = await new Scim(site, '').send(method, path, method === 'POST' ? {} : undefined)
    expect(refused.statusCode).toBe(401)
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="scim"')
    expect(refused.json()).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401' })
  }
  expect((await scim.send('GET', '/Groups')).json()).toMatchObject({ status: '404' })
})

test('a directory makes a user: invited by e-mail, with the roles asked for, and told apart in the history', async ({ house, world }) => {
  const user = await house.scim.add({ externalId: 'okta-1', title: 'Analyst', phoneNumbers: [{ value: '(614) 555-0190', type: 'work' }], roles: [{ value: 'Complaint Manager' }, { value: 'examiner' }] })
  expect(user).toMatchObject({ externalId: 'okta-1', active: true, displayName: 'Maya Lindqvist', name: { givenName: 'Maya', familyName: 'Lindqvist' }, title: 'Analyst', roles: [{ value: 'examiner' }, { value: 'manager' }] })
  expect(user.meta.location).toBe(`http://ses.example/scim/v2/Users/${user.id}`)
  expect((await house.scim.send('GET', `/Users/${user.id}`)).json()).toEqual(user)
  expect(await world.rows('select standing, kind, agency_id, system_roles, complaints_role, scim_external_id from account where user_id = $1', [user.id])).toEqual([
    { standing: 'invited', kind: 'agency', agency_id: house.agency.id, system_roles: ['examiner'], complaints_role: 'manager', scim_external_id: 'okta-1' },
  ])
  expect(await world.rows("select purpose from one_time_link where user_id = $1 and used_at is null", [user.id])).toEqual([{ purpose: 'activation' }])
  expect(await world.rows("select action, details->>'via' as via, details->>'asked' as asked from audit_entry where about_id = $1 order by action", [user.id])).toEqual([
    { action: 'account.created', via: null, asked: null },
    { action: 'account.provisioned', via: 'scim', asked: 'create' },
  ])
})

test('who gets no role from the directory sees no complaint; a role that does not exist is refused', async ({ house: { scim } }) => {
  expect((await scim.add()).roles).toMatchObject([{ value: 'staff_user' }])
  const body = { userName: 'somebody@agency.example', name: { formatted: 'Some Body' } }
  for (const roles of [[{ value: 'emperor' }], [{ value: 'manager' }, { value: 'viewer' }], [{ value: 'staff_director' }], [{ value: 'third_party' }], [{ value: 'platform' }]]) {
    expect((await scim.send('POST', '/Users', { ...body, roles })).json()).toMatchObject({ status: '400', scimType: 'invalidValue', detail: expect.stringContaining('roles') as string })
  }
})

test('names come as the directory has them', async ({ house: { scim } }) => {
  expect((await scim.add({ name: { formatted: 'Dr. Ana Pérez' } })).displayName).toBe('Dr. Ana Pérez')
  expect((await scim.add({ name: undefined, displayName: 'Cher' })).name).toEqual({ formatted: 'Cher', familyName: 'Cher' })
  expect((await scim.send('POST', '/Users', { userName: 'nameless@agency.example' })).json()).toMatchObject({ status: '400', scimType: 'invalidValue' })
  expect((await scim.send('POST', '/Users', { userName: 'no-address', displayName: 'X' })).json()).toMatchObject({ status: '400', scimType: 'invalidValue' })
})

test('an e-mail address or external ID that is taken is refused as not unique, also another organisation’s', async ({ house: { scim }, world }) => {
  const user = await scim.add({ externalId: 'one' })
  const stranger = await world.emailOf((await world.companyUser(await world.company())).userId)
  for (const [userName, externalId] of [[user.userName.toUpperCase(), 'two'], [stranger, 'two'], ['free@agency.example', 'one']]) {
    expect((await scim.send('POST', '/Users', { userName, externalId, displayName: 'X Y' })).json()).toMatchObject({ status: '409', scimType: 'uniqueness' })
  }
})

test('e-mail addresses lie in the domains that the organisation allows', async ({ house: { scim, agency }, world }) => {
  await world.rows("update agency set email_domains = '{ohio.example}' where id = $1", [agency.id])
  expect((await scim.send('POST', '/Users', { userName: 'x@elsewhere.example', displayName: 'X Y' })).json()).toMatchObject({ status: '400', scimType: 'invalidValue', detail: expect.stringContaining('ohio.example') as string })
})

test('what a directory may not set is left aside: organisation, kind, password, version', async ({ house, world }) => {
  const other = await world.agency()
  const user = await house.scim.add({ id: other.id, kind: 'platform', agency_id: other.id, organisation: other.id, password: 'Secret-1234567', standing: 'active', version: 9, groups: [{ value: 'admins' }], 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { organization: other.name } })
  expect(await world.rows('select a.agency_id, a.kind, a.standing, a.version, c.password_hash from account a left join credential c using (user_id) where user_id = $1', [user.id])).toEqual([{ agency_id: house.agency.id, kind: 'agency', standing: 'invited', version: 1, password_hash: null }])
  expect((await house.scim.patch(user.id, { op: 'replace', path: 'kind', value: 'platform' })).json()).toMatchObject({ status: '400', scimType: 'invalidPath' })
  expect((await house.scim.patch(user.id, { op: 'replace', path: 'id', value: other.id })).json()).toMatchObject({ status: '400', scimType: 'mutability' })
})

test('users are found by the filters that directories use', async ({ house: { scim } }) => {
  const ana = await scim.add({ externalId: 'Ext-7', name: { formatted: 'Ana Ortiz' }, title: 'Lead' })
  const ben = await scim.add({ name: { formatted: 'Ben Ode' } })
  await scim.patch(ben.id, remove)
  expect(await scim.filter(`userName eq "${ana.userName.toUpperCase()}"`)).toEqual([ana.id])
  expect(await scim.filter(`emails.value eq "${ana.userName}"`)).toEqual([ana.id])
  expect(await scim.filter(`emails[type eq "work"].value eq "${ana.userName}"`)).toEqual([ana.id])
  expect(await scim.filter('externalId eq "Ext-7"')).toEqual([ana.id])
  expect(await scim.filter('externalId eq "ext-7"')).toEqual([])
  expect(await scim.filter(`id eq "${ana.id}"`)).toEqual([ana.id])
  expect(await scim.filter('displayName sw "ana" and title pr')).toEqual([ana.id])
  expect((await scim.filter('displayName co "o" and (title eq "lead" or active eq false)')).sort()).toEqual([ana.id, ben.id].sort())
  expect(await scim.filter('active eq false')).toEqual([ben.id])
  expect(await scim.filter('userName eq "nobody@agency.example"')).toEqual([])
  for (const nonsense of ['userName', 'password eq "x"', 'userName gt "a"', '((', 'agency_id eq "x"', "userName eq \"a\" or 1=1 --", '__proto__ eq "x"', 'active eq "maybe"']) {
    expect((await scim.send('GET', `/Users?filter=${encodeURIComponent(nonsense)}`)).json(), nonsense).toMatchObject({ status: '400', scimType: 'invalidFilter' })
  }
})

test('lists come in pages that miss and repeat nobody', async ({ house: { scim } }) => {
  const made = [await scim.add(), await scim.add(), await scim.add(), await scim.add()]
  const seen: string[] = []
  for (let startIndex = 1; ; startIndex += 2) {
    const page = await scim.list(`startIndex=${String(startIndex)}&count=2`)
    expect(page).toMatchObject({ totalResults: 5, startIndex })
    if (page.Resources.length === 0) break
    seen.push(...page.Resources.map(({ id }) => id))
  }
  expect(seen).toHaveLength(5)
  expect(new Set(seen).size).toBe(5)
  for (const { id } of made) expect(seen).toContain(id)
  expect(await scim.list('count=0')).toMatchObject({ totalResults: 5, Resources: [] })
  expect((await scim.list('startIndex=-3&count=900')).startIndex).toBe(1)
  expect(Object.keys((await scim.list('attributes=userName&count=1')).Resources[0] ?? {}).sort()).toEqual(['id', 'schemas', 'userName'])
})

test('PUT changes what was sent and leaves what was not', async ({ house: { scim }, world }) => {
  const user = await scim.add({ title: 'Analyst', roles: [{ value: 'manager' }], externalId: 'a' })
  const put = await scim.send('PUT', `/Users/${user.id}`, { ...user, roles: undefined, title: undefined, userName: 'moved@agency.example', name: { givenName: 'Maya', familyName: 'Ode' }, externalId: 'b' })
  expect(put.json()).toMatchObject({ userName: 'moved@agency.example', displayName: 'Maya Ode', title: 'Analyst', roles: [{ value: 'manager' }], externalId: 'b' })
  expect((await scim.send('PUT', `/Users/${user.id}`, { ...put.json<ScimUser>(), roles: [] })).json()).toMatchObject({ roles: [{ value: 'staff_user' }] })
  expect(await world.rows('select complaints_role from account where user_id = $1', [user.id])).toEqual([{ complaints_role: null }])
  const before = await world.rows('select version from account where user_id = $1', [user.id])
  await scim.send('PUT', `/Users/${user.id}`, (await scim.send('GET', `/Users/${user.id}`)).json<object>())
  expect(await world.rows('select version from account where user_id = $1', [user.id])).toEqual(before)
})

test('PATCH as Entra ID writes it', async ({ house: { scim } }) => {
  const { id } = await scim.add()
  const changed = await scim.patch(
    id,
    { op: 'Replace', path: 'displayName', value: 'Maya L. Ode' },
    { op: 'Replace', path: 'userName', value: `entra-${id}@agency.example` },
    { op: 'Add', path: 'emails[type eq "work"].value', value: `entra-${id}@agency.example` },
    { op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '555-0101' },
    { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '555-0102' },
    { op: 'Replace', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Complaints' },
    { op: 'Add', path: 'roles', value: [{ value: 'viewer', primary: 'True' }] },
    { op: 'Add', value: { title: 'Director', 'name.honorificPrefix': 'Dr.' } },
  )
  expect(changed.json()).toMatchObject({ displayName: 'Maya L. Ode', userName: `entra-${id}@agency.example`, title: 'Director', phoneNumbers: [{ value: '555-0101' }], roles: [{ value: 'staff_user' }, { value: 'viewer' }] })
  expect((await scim.patch(id, { op: 'Replace', path: 'name.givenName', value: 'Maja' }, { op: 'Replace', path: 'name.familyName', value: 'Öde' })).json()).toMatchObject({ displayName: 'Maja Öde' })
  expect((await scim.patch(id, { op: 'Remove', path: 'roles[value eq "viewer"]' })).json<ScimUser>().roles.map(({ value }) => value)).toEqual(['staff_user'])
  expect((await scim.patch(id, { op: 'Replace', path: 'roles', value: ['viewer'] })).json<ScimUser>().roles.map(({ value }) => value)).toEqual(['viewer'])
  expect((await scim.patch(id, { op: 'Remove', path: 'title' })).json<ScimUser>().title).toBeUndefined()
  expect((await scim.patch(id, { op: 'Replace', path: 'active', value: 'False' })).json()).toMatchObject({ active: false })
  expect((await scim.patch(id, { op: 'Replace', value: { active: 'True' } })).json()).toMatchObject({ active: true, roles: [{ value: 'viewer' }] })
})

test('a user who gets another address from the directory is told at both', async ({ house: { scim }, world }) => {
  const [home] = await world.rows<{ id: string; code: string; name: string; timeZone: string }>('select id, code, name, time_zone as "timeZone" from agency where id = (select agency_id from account where user_id = $1)', [(await scim.add()).id])
  const colleague = await world.agencyUser(home ?? (await world.agency()), 'manager')
  const before = await world.emailOf(colleague.userId)
  expect((await scim.patch(colleague.userId, { op: 'Replace', path: 'userName', value: `moved-${colleague.userId}@agency.example` })).statusCode).toBe(200)
  expect(await world.rows(`select payload ->> 'event' as event from graphile_worker._private_jobs where payload ->> 'userId' = $1`, [colleague.userId])).toEqual([{ event: 'email_changed' }])
  expect(await world.rows('select email from former_address where user_id = $1', [colleague.userId])).toEqual([{ email: before }])
})

test('PATCH as Okta writes it removes at once: sessions end, the token of before opens nothing', async ({ house: { scim, site }, world }) => {
  const agency = await world.rows<{ id: string; code: string; name: string; timeZone: string }>('select id, code, name, time_zone as "timeZone" from agency where id = (select agency_id from account where user_id = $1)', [(await scim.add()).id])
  const colleague = await world.agencyUser(agency[0] ?? (await world.agency()), 'manager')
  const session = await site.signIn(await site.credentials(colleague))
  expect((await site.get('/session', session)).statusCode).toBe(200)
  expect((await scim.patch(colleague.userId, remove)).json()).toMatchObject({ active: false })
  expect((await site.get('/session', session)).statusCode).toBe(401)
  expect((await scim.patch(colleague.userId, remove)).statusCode).toBe(200)
  expect(await world.rows('select standing from account where user_id = $1', [colleague.userId])).toEqual([{ standing: 'removed' }])
})

test('DELETE removes; afterwards the directory finds nobody there, and may make the user anew', async ({ house: { scim }, world }) => {
  const user = await scim.add({ externalId: 'gone' })
  expect((await scim.send('DELETE', `/Users/${user.id}`)).statusCode).toBe(204)
  for (const method of ['GET', 'DELETE'] as const) expect((await scim.send(method, `/Users/${user.id}`)).statusCode).toBe(404)
  expect(await scim.filter(`userName eq "${user.userName}"`)).toEqual([])
  expect(await world.rows('select standing from account where user_id = $1', [user.id])).toEqual([{ standing: 'removed' }])
  const again = await scim.add({ userName: user.userName, externalId: 'gone', name: { formatted: 'Maya Again' } })
  expect(again).toMatchObject({ id: user.id, active: true, displayName: 'Maya Again', externalId: 'gone' })
  expect(await world.rows('select standing from account where user_id = $1', [user.id])).toEqual([{ standing: 'invited' }])
})

test('work that a removed user held is told to the administrators', async ({ house: { scim, agency }, world }) => {
  const colleague = await world.agencyUser(agency, 'manager')
  const company = await world.company()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on)
     values (gen_random_uuid(), $1, 'in_progress', 'company', $2, 'X', $3, $3, $4, '2026-11-20')`,
    [agency.id, company.id, colleague.userId, world.clock.now()])
  expect((await scim.send('DELETE', `/Users/${colleague.userId}`)).statusCode).toBe(204)
  expect(await world.rows("select details->>'workLeft' as left from audit_entry where action = 'account.removed' and about_id = $1", [colleague.userId])).toEqual([{ left: 'true' }])
})

test('the last Account Administrator stays; with a second one the maker of the token may go, and the token with them', async ({ house: { scim, administrator, agency, site }, world }) => {
  for (const answer of [await scim.patch(administrator.userId, remove), await scim.send('DELETE', `/Users/${administrator.userId}`), await scim.patch(administrator.userId, { op: 'replace', path: 'roles', value: [{ value: 'viewer' }] })]) {
    expect(answer.statusCode).toBe(400)
    expect(answer.json<{ scimType: string }>().scimType).toMatch(/^(mutability|invalidValue)$/)
  }
  const second = await world.agencyUser(agency, null, ['account_administrator'])
  expect((await scim.patch(administrator.userId, remove)).json()).toMatchObject({ active: false })
  expect((await scim.send('GET', '/Users')).statusCode).toBe(401)
  const session = await site.signIn(await site.credentials(second))
  expect((await site.get('/provisioning-clients', session)).json()).toMatchObject({ items: [{ name: 'Okta', works: false }] })
})

test('another organisation’s users are not there, whatever is done', async ({ house: { scim }, world }) => {
  const stranger = await world.agencyUser(await world.agency(), 'manager')
  const before = await world.rows('select * from account where user_id = $1', [stranger.userId])
  expect((await scim.send('GET', `/Users/${stranger.userId}`)).statusCode).toBe(404)
  expect((await scim.send('PUT', `/Users/${stranger.userId}`, { userName: 'x@agency.example', displayName: 'X' })).statusCode).toBe(404)
  expect((await scim.patch(stranger.userId, remove)).statusCode).toBe(404)
  expect((await scim.send('DELETE', `/Users/${stranger.userId}`)).statusCode).toBe(404)
  expect((await scim.send('GET', '/Users/not-an-id')).statusCode).toBe(404)
  expect(await scim.filter(`id eq "${stranger.userId}"`)).toEqual([])
  expect(await world.rows('select * from account where user_id = $1', [stranger.userId])).toEqual(before)
})

test('a company’s directory looks after the company’s users, third parties excepted', async ({ site, world }) => {
  const company = await world.company()
  const administrator = await world.companyUser(company, 'manage', ['account_administrator'])
  const counsel = await world.companyUser(company, null, ['third_party'])
  await world.rows("update account set third_party_firm = 'Firm', third_party_kind = 'law_firm' where user_id = $1", [counsel.userId])
  const scim = new Scim(site, await makeToken(site, administrator))
  const user = await scim.add({ roles: [{ value: 'View complaints' }] })
  expect(user.roles).toMatchObject([{ value: 'view' }])
  expect((await scim.add()).roles).toMatchObject([{ value: 'contributor' }])
  expect((await scim.send('GET', `/Users/${counsel.userId}`)).statusCode).toBe(404)
  expect(await world.rows('select kind, company_id from account where user_id = $1', [user.id])).toEqual([{ kind: 'company', company_id: company.id }])
})

test('a token stops with its revocation and while its maker is no administrator', async ({ house: { scim, site, administrator, agency }, world }) => {
  await world.rows("update account set system_roles = '{}' where user_id = $1", [administrator.userId])
  expect((await scim.send('GET', '/Users')).statusCode).toBe(401)
  await world.rows("update account set system_roles = '{account_administrator}' where user_id = $1", [administrator.userId])
  expect((await scim.send('GET', '/Users')).statusCode).toBe(200)
  const colleague = await world.agencyUser(agency, null, ['account_administrator'])
  const session = await site.signIn(await site.credentials(colleague))
  const [client] = (await site.get('/provisioning-clients', session)).json<{ items: { id: string }[] }>().items
  expect((await site.app.inject({ method: 'DELETE', url: `/api/v1/provisioning-clients/${client?.id ?? ''}`, headers: session })).statusCode).toBe(204)
  expect((await scim.send('GET', '/Users')).statusCode).toBe(401)
  expect((await site.app.inject({ method: 'DELETE', url: `/api/v1/provisioning-clients/${client?.id ?? ''}`, headers: session })).statusCode).toBe(404)
})

test('tokens are made by Account Administrators who proved a moment ago who they are, shown once and kept as a hash', async ({ house: { site, token, administrator }, world }) => {
  expect(token).toMatch(/^ses_scim_[\w-]{43}$/)
  expect(JSON.stringify(await world.rows("select *, encode(token_hash, 'hex') from scim_client"))).not.toContain(token.slice(9))
  world.clock.advance(60_000)
  const session = await site.signIn(await world.emailOf(administrator.userId))
  expect((await site.get('/provisioning-clients', session)).json()).toMatchObject({ address: 'http://ses.example/scim/v2', items: [{ name: 'Okta', works: true, madeBy: { id: administrator.userId } }] })
  for (let made = 1; made < 5; made += 1) expect((await site.post('/provisioning-clients', { name: 'More' }, session)).statusCode).toBe(201)
  expect((await site.post('/provisioning-clients', { name: 'Too many' }, session)).statusCode).toBe(409)
  expect((await site.post('/provisioning-clients', { name: 'X', agencyId: 'y' }, session)).statusCode).toBe(400)
  world.clock.advance(16 * 60_000)
  expect((await site.post('/provisioning-clients', { name: 'Later' }, session)).json()).toMatchObject({ type: '/problems/confirmation_required' })
  const plain = await world.agencyUser(await world.agency(), 'supervisor')
  const other = await site.signIn(await site.credentials(plain))
  expect((await site.post('/provisioning-clients', { name: 'X' }, other)).statusCode).toBe(403)
  expect((await site.get('/provisioning-clients', other)).statusCode).toBe(403)
})

test('another organisation’s tokens are neither seen nor revoked', async ({ house, site, world }) => {
  const stranger = await world.agencyUser(await world.agency(), null, ['account_administrator'])
  const session = await site.signIn(await site.credentials(stranger))
  expect((await site.get('/provisioning-clients', session)).json()).toMatchObject({ items: [] })
  const [client] = await world.rows<{ id: string }>('select id from scim_client where agency_id = $1', [house.agency.id])
  expect((await site.app.inject({ method: 'DELETE', url: `/api/v1/provisioning-clients/${client?.id ?? ''}`, headers: session })).statusCode).toBe(404)
  expect((await house.scim.send('GET', '/Users')).statusCode).toBe(200)
})

test('an address that tries wrong tokens has to wait; the right token still works', async ({ house: { scim, site } }) => {
  const guesser = new Scim(site, `ses_scim_${'x'.repeat(43)}`)
  const answers = new Set<number>()
  for (let tries = 0; tries < 24; tries += 1) answers.add((await guesser.send('GET', '/Users')).statusCode)
  expect([...answers]).toEqual([401, 429])
  expect((await scim.send('GET', '/Users')).statusCode).toBe(200)
})

test('what cannot be read is refused as SCIM says it', async ({ house: { scim, site, token } }) => {
  const { id } = await scim.add()
  expect((await scim.patch(id, { op: 'copy', path: 'title', value: 'x' })).json()).toMatchObject({ status: '400', scimType: 'invalidValue' })
  expect((await scim.send('PATCH', `/Users/${id}`, {})).json()).toMatchObject({ status: '400' })
  const garbled = await site.app.inject({ method: 'POST', url: '/scim/v2/Users', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }, payload: '{' })
  expect(garbled.json()).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '400' })
})
