import { z } from 'zod'
import { addWebhook } from '#src/modules/integrations/commands/manage-webhooks.ts'
import { revokeToken } from '#src/modules/integrations/commands/revoke-token.ts'
import { integrationJobs } from '#src/modules/integrations/jobs.ts'
import { notifyJob } from '#src/modules/notifications/jobs.ts'
import { payloads } from '#src/platform/jobs/handlers.ts'
import { signedPoster } from '#src/platform/outbound/post-signed.ts'
import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { Receiver } from '#test/world/receiver.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'
import { send, tokenOf, type Method } from '#test/world/tokens.ts'

/** A company's and an agency's own system, each with a token and the OpenAPI document and nothing else. */
const test = base.extend<{ site: Site; receiver: Receiver }>({
  site: async ({ world }, use) => {
    world.clock.set(new Date().toISOString())
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
  receiver: async ({}, use) => {
    const receiver = await new Receiver().listen()
    await use(receiver)
    await receiver.close()
  },
})

const Operation = z.looseObject({ summary: z.string(), description: z.string(), security: z.array(z.record(z.string(), z.array(z.string()))) })
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())), webhooks: z.record(z.string(), z.looseObject({ post: z.looseObject({ description: z.string() }) })) })
const Answer = z.looseObject({ id: z.string().optional(), version: z.number().optional(), items: z.array(z.looseObject({ id: z.coerce.string().optional() })).optional(), next: z.string().nullable().optional() })

/** Knows how to reach the API, and only by what the document describes: whatever is not there, or takes no token there, it cannot call. */
class OwnSystem {
  readonly #site: Site
  readonly #headers: { authorization: string }
  readonly #paths: Map<RegExp, Record<string, unknown>>

  constructor(site: Site, headers: { authorization: string }, document: z.infer<typeof Document>) {
    this.#site = site
    this.#headers = headers
    this.#paths = new Map(Object.entries(document.paths).map(([path, operations]) => [new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`), operations]))
  }

  async call(method: Method, address: string, body?: object | Buffer, headers: Record<string, string> = {}) {
    const path = address.split('?')[0] ?? ''
    const [described] = [...this.#paths].filter(([pattern]) => pattern.test(path)).flatMap(([, operations]) => operations[method.toLowerCase()] ?? [])
    const operation = Operation.parse(described, { error: () => `${method} ${path} is not described.` })
    expect(operation.description.length, `${method} ${path} has a description`).toBeGreaterThan(20)
    expect(operation.security.some((way) => 'token' in way), `${method} ${path} takes a token`).toBe(true)
    return send(this.#site, method, address, { ...this.#headers, ...headers }, body)
  }

  async read(address: string): Promise<z.infer<typeof Answer>> {
    const answer = await this.call('GET', address)
    expect(answer.statusCode, `${address}: ${answer.body}`).toBe(200)
    return Answer.parse(answer.json())
  }

  async write(method: Method, address: string, body: object, headers: Record<string, string> = {}): Promise<z.infer<typeof Answer>> {
    const answer = await this.call(method, address, body, headers)
    expect(answer.statusCode, `${address}: ${answer.body}`).toBeLessThan(300)
    return Answer.parse(answer.json())
  }

  async upload(name: string, purpose: string, targetId: string, bytes: Buffer): Promise<string> {
    const metadata = Object.entries({ purpose, targetId, filename: name }).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',')
    const begun = await this.call('POST', '/uploads', undefined, { 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'upload-metadata': metadata })
    expect(begun.statusCode, begun.body).toBe(201)
    const address = String(begun.headers.location)
    const half = Math.floor(bytes.length / 2)
    for (const [from, piece] of [[0, bytes.subarray(0, half)], [half, bytes.subarray(half)]] as const) {
      expect((await this.call('HEAD', address, undefined, { 'tus-resumable': '1.0.0' })).headers['upload-offset']).toBe(String(from))
      expect((await this.call('PATCH', address, piece, { 'tus-resumable': '1.0.0', 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' })).statusCode).toBe(204)
    }
    return address.split('/').at(-1) ?? ''
  }
}

async function described(site: Site): Promise<z.infer<typeof Document>> {
  return Document.parse((await send(site, 'GET', '/api/openapi.json', {})).json())
}

/** The worker's part: what waits in the queue for people and for systems. */
async function workOff(world: World, site: Site): Promise<void> {
  const run = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
  const publicUrl = 'http://ses.example'
  const waiting = async (task: string) => (await world.rows<{ id: string; payload: unknown }>(`select j.id, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1 order by j.id`, [task]))
  for (const { id, payload } of await waiting('notify')) {
    await notifyJob(world.deps, { publicUrl, training: true, support: { phone: '', email: '' } })(payloads.notify.parse(payload), run)
    await world.rows('delete from graphile_worker._private_jobs where id = $1', [id])
  }
  const jobs = integrationJobs(site.parts.deps, { post: signedPoster({ thisMachine: true }), publicUrl })
  for (const { id, payload } of await waiting('deliver-webhook')) {
    await jobs['deliver-webhook'](payloads['deliver-webhook'].parse(payload), run)
    await world.rows('delete from graphile_worker._private_jobs where id = $1', [id])
  }
}

/** Where a link of a message leads at this site. */
const pathOf = (link: unknown) => new URL(z.string().parse(link)).pathname
const Links = z.object({ complaint: z.string(), requests: z.array(z.string()) })

test('a company’s system is told of a request, reads it, uploads a document, submits as the POC and keeps the receipt', async ({ world, site, receiver }) => {
  const { company, supervisor, administrator, poc } = await cast(world)
  const { secret } = await addWebhook(site.parts.deps, administrator, { name: 'Case system', url: receiver.url, events: ['requests.sent', 'answer.submitted'] }, { training: true })
  const complaint = await entered(world, supervisor, company)
  const request = await sent(world, supervisor, complaint)
  await assigned(world, administrator, complaint, poc)
  await workOff(world, site)

  const document = await described(site)
  const system = new OwnSystem(site, (await tokenOf(world, poc, ['requests:answer', 'documents:write', 'documents:read'])).headers, document)
  const [told] = receiver.received
  if (told === undefined) throw new Error('Nothing was sent.')
  receiver.verify(told, secret)
  expect(document.webhooks['complaint']?.post.description).toContain(`\`${told.message.type}\``)
  const links = Links.parse(told.message.data.links)
  expect(links.requests.map(pathOf)).toEqual([`/api/v1/received-requests/${request}`])
  const address = pathOf(links.requests[0])
  expect(await system.read(pathOf(links.complaint))).toMatchObject({ id: complaint })
  expect(await system.read(address)).toMatchObject({ id: request, responses: [] })

  const bytes = Buffer.from('Date,Amount\n2026-10-27,412.60\n')
  const documentId = await system.upload('history.csv', 'response', request, bytes)
  const { responses } = z.looseObject({ responses: z.array(z.looseObject({ version: z.number(), documents: z.array(z.looseObject({ id: z.string() })) })) }).parse(await system.read(address))
  expect(responses[0]?.documents.map(({ id }) => id)).toEqual([documentId])
  const { version } = await system.write('PUT', `${address}/draft`, { version: responses[0]?.version, text: 'The payment was credited on October 27.' })
  const key = { 'idempotency-key': `answer-${request}` }
  const submitted = await system.write('POST', `${address}/submissions`, { version }, key)
  expect(submitted).toMatchObject({ status: 'sent', sentBy: { id: poc.userId } })
  const again = await system.call('POST', `${address}/submissions`, { version }, key)
  expect([again.statusCode, again.headers['idempotency-replayed'], Answer.parse(again.json()).id]).toEqual([201, 'true', submitted.id])
  expect((await system.call('POST', `${address}/submissions`, { version: 99 }, key)).statusCode, 'the key with something else').toBe(422)

  const { items } = await system.read(`/api/v1/received-complaints/${complaint}/submissions`)
  expect(items, 'sent twice, done once').toHaveLength(1)
  const receipt = await system.call('GET', `/api/v1/received-complaints/${complaint}/receipts/${items?.[0]?.id ?? ''}.pdf`)
  expect([receipt.statusCode, receipt.headers['content-type'], receipt.body.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
  await workOff(world, site)
  expect(receiver.received.map(({ message }) => message.type)).toEqual(['requests.sent', 'answer.submitted'])
  expect((await system.call('GET', `/api/v1/documents/${documentId}/content`)).body).toBe(bytes.toString())
})

test('a system that is told nothing polls its list by cursor, and finds each complaint once though others arrive meanwhile', async ({ world, site }) => {
  const { company, supervisor, administrator, poc } = await cast(world)
  const arrive = async () => {
    const complaint = await entered(world, supervisor, company)
    await sent(world, supervisor, complaint)
    await assigned(world, administrator, complaint, poc)
    world.clock.advance(1_000)
    return complaint
  }
  const before = [await arrive(), await arrive(), await arrive()]
  const system = new OwnSystem(site, (await tokenOf(world, poc, ['requests:read'])).headers, await described(site))
  const found: string[] = []
  let cursor = ''
  for (let page = 0; page < 10; page += 1) {
    const { items = [], next } = await system.read(`/api/v1/received-complaints?view=all&limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    found.push(...items.flatMap(({ id }) => id ?? []))
    if (page === 0) await arrive()
    if (next === null || next === undefined) break
    cursor = next
  }
  expect(new Set(found).size).toBe(found.length)
  expect(found).toEqual(expect.arrayContaining(before))
})

test('an agency’s system enters a complaint, sends a request, is told of the answer, reads it and takes the document', async ({ world, site, receiver }) => {
  const { agency, company, supervisor, administrator, poc } = await cast(world)
  const agencyAdministrator = await world.agencyUser(agency, null, ['account_administrator'])
  await addWebhook(site.parts.deps, agencyAdministrator, { name: 'Case system', url: receiver.url, events: ['answer.submitted'] }, { training: true })
  const productId = await world.category('product')
  const issueId = await world.category('issue', 'Test issue', productId)
  const document = await described(site)
  const system = new OwnSystem(site, (await tokenOf(world, supervisor, ['complaints:write', 'requests:write', 'documents:read', 'documents:write'])).headers, document)

  const subjects = await system.write('POST', '/api/v1/subject-searches', { words: company.name })
  expect(subjects.items).toEqual(expect.arrayContaining([expect.objectContaining({ companyId: company.id })]))
  expect((await system.read('/api/v1/categories')).items).toEqual(expect.arrayContaining([expect.objectContaining({ id: String(issueId) })]))
  const entry = { subject: { kind: 'company', companyId: company.id }, receivedOn: '2026-11-02', receivedVia: 'web', productId, issueId, narrative: 'The payment was not credited.', complainant: { firstName: 'Yolanda', lastName: 'Pruitt' } }
  const once = { 'idempotency-key': 'case-4711' }
  const begun = await system.write('POST', '/api/v1/complaints', entry, once)
  expect((await system.write('POST', '/api/v1/complaints', entry, once)).id, 'sent twice, entered once').toBe(begun.id)
  const complaint = `/api/v1/complaints/${begun.id ?? ''}`
  await system.upload('letter.txt', 'complaint', begun.id ?? '', Buffer.from('I paid on October 2.'))
  const { version } = await system.read(complaint)
  await system.write('POST', `${complaint}/submissions`, { version, review: 'bypass' })
  const request = await system.write('POST', `${complaint}/information-requests`, { title: 'Payment history', description: 'Send the payment history.' })
  const { dueOn } = z.looseObject({ dueOn: z.string() }).parse(await system.read(`${complaint}/sending-defaults`))
  await system.write('POST', `${complaint}/sendings`, { requests: [{ id: request.id }], bulkDueOn: dueOn }, { 'idempotency-key': 'send-4711' })

  // The company answers, by its own system as well.
  await assigned(world, administrator, begun.id ?? '', poc)
  const theirs = new OwnSystem(site, (await tokenOf(world, poc, ['requests:answer', 'documents:write'])).headers, document)
  const bytes = Buffer.from('Date,Amount\n2026-10-27,412.60\n')
  await theirs.upload('history.csv', 'response', request.id ?? '', bytes)
  const draft = await theirs.write('PUT', `/api/v1/received-requests/${request.id ?? ''}/draft`, { version: 1, text: 'Credited on October 27.' })
  await theirs.write('POST', `/api/v1/received-requests/${request.id ?? ''}/submissions`, { version: draft.version })
  await workOff(world, site)

  const [told] = receiver.received
  const answered = z.looseObject({ status: z.string(), responses: z.array(z.looseObject({ text: z.string(), documents: z.array(z.looseObject({ id: z.string(), name: z.string() })) })) }).parse(await system.read(pathOf(Links.parse(told?.message.data.links).requests[0])))
  expect(answered).toMatchObject({ status: 'sent_to_agency', responses: [{ text: 'Credited on October 27.', documents: [{ name: 'history.csv' }] }] })
  const file = await system.call('GET', `/api/v1/documents/${answered.responses[0]?.documents[0]?.id ?? ''}/content`)
  expect([file.statusCode, file.body]).toEqual([200, bytes.toString()])
})

test('a token shrinks and ends with its user at once, in the middle of an answer', async ({ world, site }) => {
  const { company, supervisor, administrator, poc } = await cast(world)
  const complaint = await entered(world, supervisor, company)
  const request = await sent(world, supervisor, complaint)
  await assigned(world, administrator, complaint, poc)
  const token = await tokenOf(world, poc, ['requests:answer', 'documents:write'])
  const system = new OwnSystem(site, token.headers, await described(site))
  const status = async (method: Method, address: string, body?: object) => (await system.call(method, address, body)).statusCode
  const address = `/api/v1/received-requests/${request}`
  const { version } = await system.write('PUT', `${address}/draft`, { version: 0, text: 'Credited.' })
  await world.rows("update account set complaints_role = 'view' where user_id = $1", [poc.userId])
  expect([await status('POST', `${address}/submissions`, { version }), await status('PUT', `${address}/draft`, { version, text: 'x' }), await status('GET', address)], 'View only').toEqual([403, 403, 200])
  await world.rows("update account set complaints_role = null where user_id = $1", [poc.userId])
  expect(await status('GET', address), 'no access to complaints').toBe(403)
  await world.rows("update account set complaints_role = 'manage' where user_id = $1", [poc.userId])
  expect(await status('GET', address), 'given back').toBe(200)
  expect((await send(site, 'GET', '/api/v1/events', token.headers)).statusCode, 'no stream is ever opened by a token, so none is left open').toBe(403)
  await revokeToken(site.parts.deps, administrator, token.id)
  for (const [method, path] of [['GET', address], ['POST', `${address}/submissions`], ['POST', '/uploads']] as const) expect(await status(method, path, method === 'POST' ? { version } : undefined), `${method} ${path}`).toBe(401)
  expect(await world.rows('select status from response where request_id = $1', [request])).toEqual([{ status: 'draft' }])
})

test('the document describes how programs sign in, repeat, wait, upload and are told, in words', async ({ site }) => {
  const document = await described(site)
  const text = JSON.stringify(document)
  for (const word of ['Bearer ses_', 'Idempotency-Key', 'Idempotency-Replayed', 'Retry-After', 'Upload-Offset', 'webhook-signature']) expect(text, word).toContain(word)
  expect(Object.keys(document.webhooks)).toEqual(['complaint', 'organization', 'test'])
  const Parameters = z.looseObject({ parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).optional(), responses: z.record(z.string(), z.looseObject({ headers: z.record(z.string(), z.unknown()).optional() })) })
  const operation = (path: string, method: string) => Parameters.parse(document.paths[path]?.[method])
  const headersOf = (path: string, method: string) => operation(path, method).parameters?.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()) ?? []
  expect(headersOf('/api/v1/received-requests/{id}/submissions', 'post')).toEqual(['idempotency-key'])
  expect(headersOf('/api/v1/webhooks', 'post'), 'a secret is never answered twice').toEqual([])
  expect(headersOf('/uploads', 'post')).toEqual(['tus-resumable', 'upload-length', 'upload-metadata'])
  expect(operation('/api/v1/complaints', 'get').responses['429']?.headers).toHaveProperty('Retry-After')
})
