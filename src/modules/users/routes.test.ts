import type { Actor } from '#src/access/actor.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import { staffed } from '#test/world/users.ts'

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

type Answer = Awaited<ReturnType<Site['get']>>

async function signedIn(site: Site, actor: Actor) {
  const headers = await site.signIn(await site.credentials(actor))
  const call = (method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object): Promise<Answer> =>
    site.app.inject({ method, url: `/api/v1${url}`, payload, headers, remoteAddress: site.remoteAddress })
  const upload = (id: string, name: string, payload: Buffer): Promise<Answer> =>
    site.app.inject({ method: 'POST', url: `/api/v1/users/${id}/confidentiality-agreements`, payload, headers: { ...headers, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }, remoteAddress: site.remoteAddress })
  return { call, upload }
}

const anybody = '01990000-0000-7000-8000-000000000000'
const roles = { systemRoles: ['leader'], complaintsRole: null }
/** Every route about one user, with a body that it takes. */
const routesOf = (id: string): [method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object][] => [
  ['GET', `/users/${id}`],
  ['PATCH', `/users/${id}`, { version: 1, name: 'A', title: '', phone: '' }],
  ['PUT', `/users/${id}/roles`, { version: 1, ...roles }],
  ['POST', `/users/${id}/invitations`],
  ['POST', `/users/${id}/password-resets`],
  ['POST', `/users/${id}/unlocks`],
  ['POST', `/users/${id}/second-factor-resets`],
  ['GET', `/users/${id}/held-work`],
  ['POST', `/users/${id}/reassignments`, { toUserId: anybody }],
  ['POST', `/users/${id}/removals`, { version: 1 }],
  ['POST', `/users/${id}/reactivations`, { version: 1, ...roles }],
  ['GET', `/users/${id}/confidentiality-agreements`],
  ['GET', `/users/${id}/confidentiality-agreements/${anybody}/content`],
]

test("another organisation's users are not found, at any route, by a company or an agency", async ({ site, world }) => {
  const theirs = await staffed(world)
  const victim = await world.companyUser(theirs.company, 'manage')
  const before = await world.rows('select * from account where user_id = $1', [victim.userId])
  const rival = await signedIn(site, (await staffed(world)).administrator)
  const agency = await signedIn(site, await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator']))
  for (const person of [rival, agency]) {
    for (const route of routesOf(victim.userId)) expect([route[1], (await person.call(...route)).statusCode]).toEqual([route[1], 404])
    expect((await person.upload(victim.userId, 'a.pdf', Buffer.from('%PDF-1.7'))).statusCode).toBe(404)
  }
  expect(await world.rows('select * from account where user_id = $1', [victim.userId])).toEqual(before)
  expect(await world.rows('select 1 from one_time_link where user_id = $1', [victim.userId])).toEqual([])
})

test('who is no Account Administrator is refused at every route, about themselves too', async ({ site, world }) => {
  const { company } = await staffed(world)
  const user = await world.companyUser(company, 'manage', ['leader'], true)
  const { call, upload } = await signedIn(site, user)
  const lists: typeof routesOf = () => [['GET', '/users'], ['GET', '/users/counts'], ['POST', '/user-searches', { words: 'a' }], ['POST', '/users', { name: 'A', email: 'a@b.example', ...roles }]]
  for (const route of [...routesOf(user.userId), ...lists('')]) expect([route[1], (await call(...route)).statusCode]).toEqual([route[1], 403])
  expect((await upload(user.userId, 'a.pdf', Buffer.from('%PDF-1.7'))).statusCode).toBe(403)
})

test('nothing is set that the contract does not name', async ({ site, world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'view')
  const { call } = await signedIn(site, administrator)
  const attempts: [method: 'POST' | 'PUT' | 'PATCH', url: string, payload: object][] = [
    ['POST', '/users', { name: 'A', email: 'mass@b.example', ...roles, companyId: anybody }],
    ['POST', '/users', { name: 'A', email: 'mass@b.example', ...roles, standing: 'active' }],
    ['PATCH', `/users/${user.userId}`, { version: 1, name: 'A', title: '', phone: '', systemRoles: ['account_administrator'] }],
    ['PATCH', `/users/${user.userId}`, { version: 1, name: 'A', title: '', phone: '', password: 'x' }],
    ['PUT', `/users/${user.userId}/roles`, { version: 1, ...roles, agencyId: anybody }],
    ['POST', `/users/${user.userId}/removals`, { version: 1, leavingWork: true }],
  ]
  for (const attempt of attempts) {
    const answer = await call(...attempt)
    expect(answer.statusCode).toBe(400)
    expect(Object.values(answer.json<{ fields: object }>().fields)).toContain('This field is not known here.')
  }
})

test('an administrator creates a user over the API; a removed colleague of that address is offered to be reactivated', async ({ site, world }) => {
  const { administrator } = await staffed(world)
  const { call } = await signedIn(site, administrator)
  const input = { name: 'Priya Raman', email: 'priya.raman@brightwater.example', systemRoles: ['contributor'], complaintsRole: 'manage' }
  const created = await call('POST', '/users', input)
  expect(created.statusCode).toBe(201)
  const { id, version } = created.json<{ id: string; version: number }>()
  expect(created.json()).toMatchObject({ standing: 'invited', roles: ['Contributor', 'Manage complaints'], can: ['update', 'change_roles', 'reassign', 'remove', 'invite'], history: [{ sentence: 'User created and invited' }] })
  expect((await call('POST', `/users/${id}/removals`, { version })).statusCode).toBe(201)
  const again = await call('POST', '/users', input)
  expect([again.statusCode, again.json()]).toMatchObject([422, { current: { userId: id } }])
  expect((await call('POST', '/users', { ...input, email: 'not an address' })).json()).toMatchObject({ fields: { email: 'Enter an e-mail address such as name@mail.example.' } })
})

test('lists page by name and by last sign-in without losing or repeating anybody, and are found by words', async ({ site, world }) => {
  const { company, administrator } = await staffed(world)
  for (let n = 0; n < 7; n += 1) {
    const user = await world.companyUser(company, 'view')
    if (n > 2) await world.rows('update account set last_sign_in_at = $2 where user_id = $1', [user.userId, new Date(Date.UTC(2026, 9, n))])
    await world.rows('update person set name = $2 where id = $1', [user.userId, n % 2 === 0 ? 'Same Name' : `Other_Name ${String(n)}%`])
  }
  const { call } = await signedIn(site, administrator)
  for (const sort of ['name', 'last_sign_in']) {
    for (const direction of ['asc', 'desc']) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: { items: { id: string }[]; next: string | null } = (await call('GET', `/users?sort=${sort}&direction=${direction}&limit=3${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)).json()
        seen.push(...page.items.map((item) => item.id))
        cursor = page.next
      } while (cursor !== null)
      expect([seen.length, new Set(seen).size]).toEqual([8, 8])
    }
  }
  const names = async (words: string) => (await call('POST', '/user-searches', { words })).json<{ items: { name: string }[] }>().items.map(({ name }) => name)
  expect(await names('same NAME')).toHaveLength(4)
  expect(await names('_name 3%')).toEqual(['Other_Name 3%'])
  expect(await names('%%')).toEqual([])
  expect((await call('GET', '/users/counts')).json()).toMatchObject({ counts: { active: 8, invited: 0, third_party: 0, removed: 0, all: 8 }, administrators: { active: 1, all: 1, most: 3 }, emailDomains: [] })
})

test('a confidentiality agreement is kept byte for byte, downloaded and never shown, and only of third parties', async ({ site, world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, null, ['third_party'])
  const { call, upload } = await signedIn(site, administrator)
  const bytes = Buffer.from('%PDF-1.7 agreement')
  expect((await upload(user.userId, 'nda.pdf', bytes)).statusCode).toBe(409)
  await world.rows("update account set third_party_kind = 'law_firm', third_party_firm = 'Hale LLP' where user_id = $1", [user.userId])
  const added = await upload(user.userId, 'Vertraulichkeit für Hale.pdf', bytes)
  expect([added.statusCode, added.json()]).toMatchObject([201, { name: 'Vertraulichkeit für Hale.pdf', size: bytes.length }])
  const path = `/users/${user.userId}/confidentiality-agreements`
  const { items } = (await call('GET', path)).json<{ items: { id: string }[] }>()
  const content = await call('GET', `${path}/${items[0]?.id ?? ''}/content`)
  expect(content.body).toBe(bytes.toString())
  expect(content.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-type': 'application/octet-stream', 'content-security-policy': "sandbox; default-src 'none'" })
  expect(String(content.headers['content-disposition'])).toMatch(/^attachment;/)
  expect((await upload(user.userId, 'nda.pdf', Buffer.from('MZ\x90\x00\x03'))).json()).toMatchObject({ fields: { file: 'What is in this file is not what its name says. Save it anew, for example as PDF, and add it again.' } })
  expect((await upload(user.userId, 'nda.pdf', Buffer.alloc(0))).statusCode).toBe(422)
  expect((await upload(user.userId, 'big.bin', Buffer.alloc(10 * 2 ** 20 + 1))).statusCode).toBe(413)
})
