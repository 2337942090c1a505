import { openSite, type Site } from '#test/world/site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import { actions } from './access/permissions.ts'
import { routesOf } from './platform/http/routes-list.ts'

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

type Operation = {
  summary?: string
  description?: string
  tags?: string[]
  operationId: string
  security: object[]
  responses: Record<string, { description?: string }>
}
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } }

const described = (url: string) => url.startsWith('/api/v1/') || url === '/healthz' || url === '/readyz' || url === '/metrics'

test('every route names who may call it, by an action that exists', async ({ site }) => {
  const routes = routesOf(site.app)
  expect(routes.length).toBeGreaterThan(20)
  const names = new Set<string>(['public', 'signed-in', ...actions])
  for (const route of routes) expect(names, `${route.method} ${route.url}`).toContain(route.permission)
})

test('what nobody need sign in for is a short list', async ({ site }) => {
  const open = routesOf(site.app).filter((route) => route.permission === 'public' && route.url.startsWith('/api/v1')).map((route) => `${route.method} ${route.url.slice('/api/v1'.length)}`)
  expect(open.sort()).toEqual([
    'DELETE /session',
    'GET /participation',
    'GET /public/service-status',
    'GET /session/second-steps',
    'GET /session/sso',
    'GET /session/sso/callback',
    'GET /session/ways',
    'GET /training/accounts',
    'GET /training/mailbox',
    'GET /training/mailbox/:id',
    'GET /training/platform-accounts',
    'POST /activations',
    'POST /links/lookups',
    'POST /password-resets',
    'POST /password-resets/completions',
    'POST /session',
    'POST /session/passkey-options',
    'POST /session/passkey-set-up',
    'POST /session/passkey-set-up/options',
    'POST /session/passkeys',
    'POST /session/recovery-codes',
    'POST /session/second-factor',
    'POST /session/second-factor-secret',
  ])
})

test('no route of the API answers without a session, save the public ones', async ({ site }) => {
  for (const route of routesOf(site.app).filter((one) => one.permission !== 'public' && one.method !== 'OPTIONS')) {
    const url = route.url.replace(/:\w+/g, '0192f000-0000-7000-8000-000000000001')
    const answer = await site.app.inject({ method: route.method === 'PATCH' ? 'PATCH' : route.method === 'PUT' ? 'PUT' : route.method === 'DELETE' ? 'DELETE' : route.method === 'POST' ? 'POST' : 'GET', url })
    expect(answer.statusCode, `${route.method} ${route.url}`).toBe(401)
  }
})

test('the OpenAPI document has every route, with a summary, what it answers and its errors', async ({ site }) => {
  const document = (await site.get('/api/openapi.json')).json<Document>()
  expect(document.openapi).toBe('3.1.0')
  const listed = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`))
  const mounted = routesOf(site.app).filter((route) => described(route.url) || (route.url.startsWith('/uploads') && route.method !== 'OPTIONS')).map((route) => `${route.method} ${route.url.replace(/:(\w+)/g, '{$1}')}`)
  expect(listed.sort()).toEqual([...new Set([...mounted, 'HEAD /uploads/{id}'])].sort())
  const ids = new Set<string>()
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const where = `${method} ${path}`
      expect(operation.summary, where).toMatch(/^\S.{5,}/)
      expect(operation.description, where).toBeTruthy()
      expect(operation.tags, where).toHaveLength(1)
      expect(ids.has(operation.operationId), where).toBe(false)
      ids.add(operation.operationId)
      expect(Object.values(operation.responses).every((response) => response.description), where).toBe(true)
      if (path.startsWith('/api/v1/')) expect(Object.keys(operation.responses).some((status) => status.startsWith('4')), where).toBe(true)
    }
  }
})

test('the OpenAPI document refers to nothing that it does not hold, and holds nothing that is not referred to', async ({ site }) => {
  const { body } = await site.get('/api/openapi.json')
  const document = JSON.parse(body) as Document
  const referred = new Set([...body.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]))
  expect([...referred].sort()).toEqual(Object.keys(document.components.schemas).sort())
  expect(body).not.toMatch(/__SCHEMA__|"\$id"/)
})

test('the API can be read about at /api/docs', async ({ site }) => {
  const page = await site.app.inject({ url: '/api/docs/', headers: { accept: 'text/html' } })
  expect(page.statusCode).toBe(200)
  // Scripts are files of this server; the policy would refuse any other.
  for (const script of page.body.match(/<script[^>]*>[^<]*/g) ?? []) expect(script).toMatch(/^<script src="\.?\/[^"]+"[^>]*> *$/)
  expect((await site.get('/api/docs/static/swagger-initializer.js')).body).toContain('/api/openapi.json')
})

test('the program is ready once its database answers and is migrated', async ({ site }) => {
  expect((await site.app.inject('/readyz')).json()).toEqual({ ready: true, why: 'The database answers and is up to date.' })
})

test('everybody may see which agencies take part and when there is somebody to ask', async ({ site, world }) => {
  await world.agency('Agency of Participation')
  const answer = await site.get('/participation')
  expect(answer.headers['cache-control']).toBe('public, max-age=300')
  const participation = answer.json<{ items: { state: string; agencies: { name: string }[] }[] }>()
  expect(participation.items.find((item) => item.state === 'OH')?.agencies).toContainEqual({ name: 'Agency of Participation', components: [{ component: 'complaints', since: '2020-01-01', upcoming: false }] })
  expect((await site.get('/public/service-status')).json()).toEqual({
    headline: 'Full access until 6:00 pm today',
    detail: 'Monday to Friday, 9:00 am to 6:00 pm Eastern. Limited at other times; you can still work.',
    nextHoliday: { date: '2026-11-26', name: 'Thanksgiving' },
    checkedAt: '2026-11-23T15:00:00.000Z',
    environment: 'training',
    otherEnvironmentUrl: null,
    support: { phone: '(555) 010-0100', email: 'support@ses.example' },
  })
})
