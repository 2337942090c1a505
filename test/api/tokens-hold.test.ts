import fc from 'fast-check'
import { agencySystemRoles, companySystemRoles, complaintsAccesses, complaintsRoles, type Actor } from '#src/access/actor.ts'
import { actions, may, type Target } from '#src/access/permissions.ts'
import { scopeOfAction, scopeWords, tokenScopes, type TokenScope } from '#src/access/token-scopes.ts'
import { newId } from '#src/platform/new-id.ts'
import { routesOf } from '#src/platform/http/routes-list.ts'
import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { send, tokenOf, type Method } from '#test/world/tokens.ts'

const ids = [newId(), newId(), newId()] as const
const someId = fc.constantFrom(...ids)
const target: fc.Arbitrary<Target | undefined> = fc.option(
  fc.record({ ownerAgencyId: someId, companyId: someId, agencyPocId: someId, companyPocId: someId, addedBy: someId, sharedWithActor: fc.boolean() }, { requiredKeys: [] }),
  { nil: undefined },
)
const someActor: fc.Arbitrary<Exclude<Actor, { kind: 'platform' }>> = fc.oneof(
  fc.record({ kind: fc.constant('agency' as const), userId: someId, agencyId: someId, timeZone: fc.constant('UTC'), systemRoles: fc.subarray([...agencySystemRoles]), complaintsRole: fc.constantFrom(...complaintsRoles, null) }),
  fc.record({ kind: fc.constant('company' as const), userId: someId, companyId: someId, timeZone: fc.constant('UTC'), systemRoles: fc.subarray([...companySystemRoles]), complaintsAccess: fc.constantFrom(...complaintsAccesses, null), isComplaintsContact: fc.boolean(), enrolled: fc.boolean() }),
)

test('whatever the role, the scopes and the record: a token may what its user may and its scopes hold, and nothing else', () => {
  fc.assert(
    fc.property(someActor, fc.subarray([...tokenScopes]), fc.constantFrom(...actions), target, (actor, scopes, action, of) => {
      const scope = scopeOfAction[action]
      const held = scope !== null && (scopes.includes(scope) || (scope === 'complaints:read' && (scopes.includes('complaints:write') || scopes.includes('requests:write'))) || (scope === 'requests:read' && scopes.includes('requests:answer')))
      expect(may({ ...actor, token: { id: ids[0], scopes } }, action, of)).toBe(may(actor, action, of) && held)
    }),
    { numRuns: 3_000 },
  )
})

test('no token reaches sessions, accounts, users, settings of the organization or the platform', () => {
  expect(actions.filter((action) => /^(users|profile|integration|platform|account|enrollment|deputy)\./.test(action) && scopeOfAction[action] !== null)).toEqual([])
  expect(scopeOfAction['complaint.decide-access']).toBeNull()
})

const concrete = (url: string, known: Record<string, string>) => url.replace('*', 'x').replaceAll(/:(\w+)/g, (_all, name: string) => known[`${url.split('/')[3] ?? ''}.${name}`] ?? newId())
const isMethod = (method: string): method is Method => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)

/** Everybody of an exchange with what they hold, their session and the ways to name its records. */
async function people(world: World, site: Site) {
  const all = await cast(world)
  const complaint = await entered(world, all.supervisor, all.company)
  const request = await sent(world, all.supervisor, complaint)
  await assigned(world, all.administrator, complaint, all.poc)
  const known = { 'complaints.id': complaint, 'received-complaints.id': complaint, 'information-requests.id': request, 'received-requests.id': request, 'companies.id': all.company.id }
  const actors: Exclude<Actor, { kind: 'platform' }>[] = [all.supervisor, await world.agencyUser(all.agency, 'viewer', ['account_administrator']), await world.agencyUser(all.agency, null, ['staff_user']), all.poc, await world.companyUser(all.company, 'view')]
  const signedIn = []
  for (const actor of actors) {
    world.clock.advance(30_000)
    signedIn.push({ actor, cookie: await site.signIn(await site.credentials(actor)) })
  }
  return { signedIn, known }
}

test('over all routes: a token is refused where its scopes or its user are, and answered as its user elsewhere', async ({ world }) => {
  const site = await openSite(world)
  const { signedIn, known } = await people(world, site)
  const routes = routesOf(site.app).filter(({ permission, method, url }) => permission !== 'public' && isMethod(method) && url !== '/api/v1/events' && !url.startsWith('/uploads'))
  expect(routes.length).toBeGreaterThan(150)
  let answered = 0
  for (const { actor, cookie } of signedIn) {
    const offered = tokenScopes.filter((scope) => scopeWords[scope].for.includes(actor.kind))
    const sets: (readonly TokenScope[])[] = [offered, ...offered.map((scope) => [scope])]
    const tokens = await Promise.all(sets.map((scopes) => tokenOf(world, actor, scopes)))
    for (const [index, route] of routes.entries()) {
      const { method, url, permission, tokenScope } = route
      if (!isMethod(method)) continue
      const address = concrete(url, known)
      // One request each by all scopes and by one of the sets in turn: the whole square would take minutes.
      for (const turn of [0, 1 + (index % offered.length)]) {
        const [token, scopes] = [tokens[turn], sets[turn] ?? []]
        if (token === undefined) continue
        const words = `${method} ${url} by ${actor.kind} with ${scopes.join(' ')}`
        const acting = { ...actor, token: { id: token.id, scopes } }
        const open = (permission === 'signed-in' || permission === 'public' ? tokenScope !== null : may(acting, permission)) && (tokenScope === null || scopes.includes(tokenScope))
        if (open && method !== 'GET') continue
        const body = method === 'GET' ? undefined : {}
        const byToken = await send(site, method, address, token.headers, body)
        if (!open) {
          expect(byToken.statusCode, words).toBe(403)
          continue
        }
        const bySession = await send(site, method, address, cookie)
        expect(byToken.statusCode, words).toBe(bySession.statusCode)
        if (byToken.statusCode !== 200 || !String(byToken.headers['content-type']).includes('json')) continue
        answered += 1
        const [less, more] = [cansOf(byToken.json()), cansOf(bySession.json())]
        for (const [path, can] of less) expect(more.get(path) ?? [], `${words} ${path}`).toEqual(expect.arrayContaining(can))
      }
    }
  }
  expect(answered).toBeGreaterThan(100)
  await site.close()
}, 180_000)

/** All `can` of an answer, by where they stand. */
function cansOf(value: unknown, path = ''): Map<string, string[]> {
  const found = new Map<string, string[]>()
  if (typeof value !== 'object' || value === null) return found
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'can' && Array.isArray(inner)) found.set(`${path}.can`, inner.map(String))
    else for (const entry of cansOf(inner, `${path}.${key}`)) found.set(...entry)
  }
  return found
}

test('writes by a token change nothing that its scopes do not hold, and are refused as its user’s where its user may not', async ({ world }) => {
  const site = await openSite(world)
  const { signedIn, known } = await people(world, site)
  const picture = () => world.rows('select (select count(*) from audit_entry) as entries, (select sum(version) from complaint) as complaints, (select count(*) from document) as documents')
  const before = await picture()
  for (const { actor } of signedIn) {
    const readers = tokenScopes.filter((scope) => scope.endsWith(':read') && scopeWords[scope].for.includes(actor.kind))
    const { headers } = await tokenOf(world, actor, readers)
    for (const { method, url, permission, tokenScope } of routesOf(site.app)) {
      if (!isMethod(method) || method === 'GET' || permission === 'public' || (tokenScope !== null && readers.includes(tokenScope))) continue
      const scope = permission === 'signed-in' ? tokenScope : scopeOfAction[permission]
      if (scope !== null && readers.includes(scope)) continue
      expect((await send(site, method, concrete(url, known), headers, {})).statusCode, `${method} ${url}`).toBe(403)
    }
  }
  expect(await picture()).toEqual(before)
  await site.close()
}, 180_000)
