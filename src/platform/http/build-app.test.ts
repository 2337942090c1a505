import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { AgencyActor } from '../../access/actor.ts'
import { AppError, invalid, notFound } from '../../kernel/errors.ts'
import { CalendarDate, Id } from '../../kernel/shapes.ts'
import type { App } from './app.ts'
import { buildApp, type HttpParts } from './build-app.ts'

const lines: string[] = []
const webRoot = mkdtempSync(join(tmpdir(), 'ses-web-'))
const actor: AgencyActor = { kind: 'agency', userId: '0192f000-0000-7000-8000-000000000001', agencyId: '0192f000-0000-7000-8000-000000000002', systemRoles: [], complaintsRole: 'viewer', timeZone: 'America/New_York' }
let handled = 0

const parts: HttpParts = {
  version: 'test',
  publicUrl: 'http://ses.example',
  trustProxy: false,
  log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
  requestsPerMinute: 30,
  limitsLoopback: false,
  transaction: () => Promise.reject(new Error('no database here')),
  resolveToken: () => Promise.reject(new AppError('unauthenticated', 'No token works here.')),
  requestsPerMinuteOfToken: 600,
  resolveSession: async (token) => {
    if (token !== 'viewer') throw new AppError('unauthenticated', 'Sign in to go on.')
    return { actor, sessionId: '', name: 'Vera Viewer', email: 'vera@agency.example', organisation: null, termsAccepted: true, enrollment: null, method: 'password', confirmedAt: new Date(), idleEndsAt: new Date(), endsAt: new Date() }
  },
  pool: { totalCount: 1, idleCount: 1, waitingCount: 0 },
  readiness: async () => ({ ready: false, why: 'Migrations have not run: 0099_later.sql.' }),
  webRoot,
  api: routes,
  others: () => undefined,
}

const Body = z.strictObject({
  title: z.string().min(1).max(5),
  dueOn: CalendarDate,
  kind: z.enum(['one', 'other']).optional(),
  items: z.array(z.strictObject({ id: Id, count: z.number().int().min(1, 'Count at least one.') })).max(2),
})

function routes(api: App): void {
  const open = { permission: 'public' as const }
  api.post('/things', { config: open, schema: { body: Body } }, () => ({ ok: true }))
  api.get('/things/:id', { config: open, schema: { params: z.object({ id: Id }), querystring: z.object({ limit: z.coerce.number().max(10).optional() }) } }, () => ({ ok: true }))
  api.get('/fails/:how', { config: open, schema: { params: z.object({ how: z.string() }) } }, (request) => {
    throw failures[request.params.how] ?? new Error('?')
  })
  api.post('/closures', { config: { permission: 'complaint.close' } }, () => {
    handled += 1
    return { ok: true }
  })
  api.get('/complaints', { config: { permission: 'complaint.view' } }, () => ({ ok: true }))
}

const failures: Record<string, Error> = {
  rule: invalid({ dueOn: 'Choose a date in the future.' }),
  missing: notFound('complaint'),
  stale: new AppError('stale_version', 'Somebody else changed this.', { current: { version: 3 } }),
  wait: new AppError('too_many_attempts', 'Wait.', { retryAfterSeconds: 8 }),
  bug: new Error('secret of the house'),
  outage: Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' }),
  shutdown: Object.assign(new pg.DatabaseError('terminating connection', 0, 'error'), { code: '57P01' }),
}

let app: App
beforeAll(async () => {
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><p>SES</p>')
  writeFileSync(join(webRoot, 'assets', 'main-abc123.js'), 'plain()')
  writeFileSync(join(webRoot, 'assets', 'main-abc123.js.br'), 'smaller')
  app = await buildApp(parts)
})
afterAll(async () => {
  await app.close()
  rmSync(webRoot, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers })

test('a malformed request is answered with a sentence for each field', async () => {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/things', payload: { title: 'too long', kind: 'third', items: [{ id: 'x', count: 0 }, { id: actor.userId, count: 1, extra: true }] } })
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(answer.json()).toEqual({
    type: '/problems/invalid',
    title: 'Something must be mended',
    status: 400,
    detail: 'Some fields need your attention.',
    fields: {
      title: 'Use at most 5 characters.',
      dueOn: 'This is required.',
      kind: 'Choose one of: one, other.',
      'items.0.id': 'This is not an ID.',
      'items.0.count': 'Count at least one.',
      'items.1.extra': 'This field is not known here.',
    },
  })
})

test('a body that is no JSON, a wrong parameter and an address that names nothing have their answers', async () => {
  const noJson = await app.inject({ method: 'POST', url: '/api/v1/things', payload: '{"title":', headers: { 'content-type': 'application/json' } })
  expect(noJson.json()).toMatchObject({ status: 400, detail: 'The request cannot be read. Its body must be JSON.' })
  expect((await app.inject({ method: 'POST', url: '/api/v1/things', payload: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).json()).toMatchObject({ status: 400, detail: 'Send the body as application/json.' })
  expect((await app.inject({ method: 'POST', url: '/api/v1/things', payload: { title: 'x'.repeat(3_000_000) } })).json()).toMatchObject({ type: '/problems/too_large', status: 413 })
  expect((await get(`/api/v1/things/${actor.userId}?limit=99`)).json()).toMatchObject({ status: 400, fields: { limit: 'Enter 10 or less.' } })
  expect((await get('/api/v1/things/17')).json()).toMatchObject({ type: '/problems/not_found', status: 404 })
  expect((await get('/api/v1/nothing', { accept: 'text/html' })).json()).toMatchObject({ type: '/problems/not_found', status: 404 })
})

test('each kind of refusal has its status and says no more than its sentence', async () => {
  const answer = async (how: string) => (await get(`/api/v1/fails/${how}`)).json<Record<string, unknown>>()
  expect(await answer('rule')).toMatchObject({ type: '/problems/invalid', status: 422, detail: 'Choose a date in the future.', fields: { dueOn: 'Choose a date in the future.' } })
  expect(await answer('missing')).toEqual({ type: '/problems/not_found', title: 'Not found', status: 404, detail: 'This complaint was not found.' })
  expect(await answer('stale')).toMatchObject({ type: '/problems/stale_version', status: 409, current: { version: 3 } })
  expect((await get('/api/v1/fails/wait')).headers['retry-after']).toBe('8')
  expect(await answer('outage')).toMatchObject({ type: '/problems/unavailable', status: 503 })
  expect(await answer('shutdown')).toMatchObject({ type: '/problems/unavailable', status: 503 })
})

test('an unexpected error tells its reader a number only, under which the log has the rest', async () => {
  const answer = await get('/api/v1/fails/bug')
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('secret')
  const incident = String(answer.headers['x-request-id'])
  expect(answer.json<{ detail: string }>().detail).toContain(incident)
  expect(lines.find((line) => line.includes(incident) && line.includes('secret of the house') && line.includes('build-app.test.ts'))).toBeDefined()
})

test('a request is logged by its route, never with its address, query or cookie', async () => {
  await get(`/api/v1/things/${actor.userId}?limit=7`, { cookie: 'ses_session=viewer' })
  const line = lines.findLast((entry) => entry.includes('/api/v1/things/:id'))
  expect(JSON.parse(line ?? '')).toMatchObject({ method: 'GET', route: '/api/v1/things/:id', status: 200 })
  expect(lines.join('')).not.toMatch(/limit=7|ses_session|viewer/)
  await get('/api/v1/complaints', { cookie: 'ses_session=viewer' })
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ route: '/api/v1/complaints', user: actor.userId })
})

test('a role that can never do it is refused before anything is read; without a session it is 401', async () => {
  const refused = await app.inject({ method: 'POST', url: '/api/v1/closures', payload: { anything: 1 }, cookies: { ses_session: 'viewer' } })
  expect(refused.json()).toMatchObject({ type: '/problems/forbidden', status: 403, detail: 'Your role does not allow this action.' })
  expect((await app.inject({ method: 'POST', url: '/api/v1/closures', payload: {} })).statusCode).toBe(401)
  expect(handled).toBe(0)
  expect((await get('/api/v1/complaints', { cookie: 'ses_session=viewer' })).statusCode).toBe(200)
})

test('a write that another site caused is refused; a script and the own page may write', async () => {
  const from = async (headers: Record<string, string>) => (await app.inject({ method: 'DELETE', url: '/api/v1/nothing', headers: { host: 'ses.example', ...headers } })).statusCode
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://ses.example:81' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://ses.example', 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of foreign) expect(await from(headers)).toBe(403)
  const own: Record<string, string>[] = [
    {},
    { origin: 'http://ses.example' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' },
  ]
  for (const headers of own) expect(await from(headers)).toBe(404)
  expect((await get('/api/v1/complaints', { cookie: 'ses_session=viewer', 'sec-fetch-site': 'cross-site' })).statusCode).toBe(200)
})

test('every answer carries the policy that allows no inline script', async () => {
  for (const url of ['/', '/api/v1/nothing', '/healthz', '/api/docs/static/index.html']) {
    const { headers } = await get(url, { accept: 'text/html' })
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'self';script-src 'self';style-src 'self' 'nonce-[\w+/=]{24}';img-src 'self' data: blob:;connect-src 'self';font-src 'self';object-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self'$/,
    )
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
    expect(headers['strict-transport-security']).toBeUndefined()
  }
  const https = await buildApp({ ...parts, publicUrl: 'https://ses.example' })
  expect((await https.inject('/healthz')).headers['strict-transport-security']).toContain('max-age=31536000')
  await https.close()
})

test('the page carries the nonce of its own answer, and any page address of the web gives it', async () => {
  for (const url of ['/', '/complaints/123?view=open']) {
    const { body, headers } = await get(url, { accept: 'text/html,*/*' })
    const nonce = /nonce="([^"]+)"/.exec(body)?.[1] ?? ''
    expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
    expect(headers['cache-control']).toBe('no-cache')
  }
  expect((await get('/complaints/123', { accept: 'application/json' })).statusCode).toBe(404)
  expect((await get('/assets/gone-123.js', { accept: 'text/html' })).statusCode).toBe(404)
  expect((await get('/index.html', { accept: 'text/html' })).body).not.toContain('__CSP_NONCE__')
})

test('built files never change, and are sent compressed where the browser takes that', async () => {
  const plain = await get('/assets/main-abc123.js')
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  const small = await get('/assets/main-abc123.js', { 'accept-encoding': 'br' })
  expect(small.headers['content-encoding']).toBe('br')
  expect(small.body).toBe('smaller')
})

test('answers of the API are kept by no cache', async () => {
  expect((await get('/api/v1/complaints', { cookie: 'ses_session=viewer' })).headers['cache-control']).toBe('no-store')
})

test('the process says that it lives, whether it is ready and why not, and its figures', async () => {
  expect((await get('/healthz')).json()).toEqual({ alive: true })
  const ready = await get('/readyz')
  expect(ready.statusCode).toBe(503)
  expect(ready.json()).toEqual({ ready: false, why: 'Migrations have not run: 0099_later.sql.' })
  const { body, headers } = await get('/metrics')
  expect(headers['content-type']).toContain('text/plain')
  expect(body).toContain('http_request_duration_seconds_count{method="GET",route="/healthz",status="200"}')
  expect(body).toContain('database_connections 1')
  expect(body).toContain('nodejs_eventloop_lag_seconds')
})

test('the figures are not for those who come through a proxy', async () => {
  expect((await get('/metrics', { 'x-forwarded-for': '198.51.100.9' })).statusCode).toBe(404)
  expect((await get('/metrics', { forwarded: 'for=198.51.100.9' })).statusCode).toBe(404)
  expect((await get('/healthz', { 'x-forwarded-for': '198.51.100.9' })).statusCode).toBe(200)
})

test('an address that asks too often has to wait; the page itself and this machine in training do not', async () => {
  const from = async (remoteAddress: string, url: string) => (await app.inject({ method: 'GET', url, remoteAddress })).statusCode
  for (let n = 0; n < 30; n += 1) await from('198.51.100.9', '/api/v1/nothing')
  const refused = await app.inject({ method: 'GET', url: '/api/v1/nothing', remoteAddress: '198.51.100.9' })
  expect(refused.json()).toMatchObject({ type: '/problems/too_many_attempts', status: 429 })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(await from('198.51.100.9', '/')).toBe(200)
  expect(await from('198.51.100.10', '/api/v1/nothing')).toBe(404)
  for (let n = 0; n < 31; n += 1) await from('127.0.0.1', '/api/v1/nothing')
  expect(await from('127.0.0.1', '/api/v1/nothing')).toBe(404)
})

test('a program with a route that does not say who may call it does not start', async () => {
  const silent = buildApp({ ...parts, api: (api) => void api.get('/silent', () => ({})) })
  await expect(silent).rejects.toThrow('These routes do not say who may call them (config.permission): GET /api/v1/silent, HEAD /api/v1/silent.')
})
