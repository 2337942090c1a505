import { spawn } from 'node:child_process'
import type { Actor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { cancelRequest } from '#src/modules/information-requests/commands/cancel-request.ts'
import { readRequest } from '#src/modules/information-requests/queries/read-requests.ts'
import { notifyJob } from '#src/modules/notifications/jobs.ts'
import { newId } from '#src/platform/new-id.ts'
import { signedPoster, type PostSigned } from '#src/platform/outbound/post-signed.ts'
import type { NotifyEvent } from '#src/platform/ports.ts'
import { assigned, cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { Receiver, takes } from '#test/world/receiver.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'
import { addWebhook, removeWebhook, renewSecret, switchWebhook, updateWebhook } from './commands/manage-webhooks.ts'
import { replayDeliveries, sendTest } from './commands/send-again.ts'
import { longestFailing, pauses } from './domain/retries.ts'
import { integrationJobs } from './jobs.ts'
import { listDeliveries, listWebhooks, readDelivery, readWebhook } from './queries/read-webhooks.ts'

const test = base.extend<{ receiver: Receiver; now: undefined }>({
  // A signature holds for five minutes of the receiver's own clock.
  now: [async ({ world }, use) => {
    world.clock.set(new Date().toISOString())
    await use(undefined)
  }, { auto: true }],
  receiver: async ({}, use) => {
    const receiver = await new Receiver().listen()
    await use(receiver)
    await receiver.close()
  },
})

const training = { training: true }
const publicUrl = 'https://ses.example'
const mails = { publicUrl, training: true, support: { phone: '', email: '' } }
const run = () => ({ attempt: 1, lastAttempt: false, signal: new AbortController().signal })
const deliver = (world: World, deliveryId: string, post: PostSigned = signedPoster({ thisMachine: true }), signal = new AbortController().signal) =>
  integrationJobs(world.deps, { post, publicUrl })['deliver-webhook']({ deliveryId }, { ...run(), signal })

type Row = { id: string; event: string; state: string; attempts: number; last_outcome: string | null; last_code: number | null; next_at: Date | null }
const deliveriesOf = (world: World, webhookId: string) => world.rows<Row>('select id, event, state, attempts, last_outcome, last_code, next_at from webhook_delivery where webhook_id = $1 order by created_at, id', [webhookId])
const queued = async (world: World, deliveryId: string) =>
  (await world.rows<{ run_at: Date }>(`select run_at from graphile_worker._private_jobs where payload ->> 'deliveryId' = $1 and locked_at is null`, [deliveryId]))

/** The event as its command would tell of it, and the job that tells people. */
async function happen(world: World, event: NotifyEvent, complaintId: string, more: { requestIds?: string[]; referralId?: string; accessId?: string } = {}): Promise<string> {
  const eventId = newId()
  const payload = { eventId, event, complaintId, by: null, ...more }
  await notifyJob(world.deps, mails)(payload, run())
  await notifyJob(world.deps, mails)(payload, run())
  return eventId
}

type Scene = Cast & { complaintId: string; requestId: string; agencyAdministrator: Actor }
async function scene(world: World): Promise<Scene> {
  const all = await cast(world)
  const complaintId = await entered(world, all.supervisor, all.company)
  const requestId = await sent(world, all.supervisor, complaintId)
  await assigned(world, all.administrator, complaintId, all.poc)
  return { ...all, complaintId, requestId, agencyAdministrator: await world.agencyUser(all.agency, null, ['account_administrator']) }
}

async function hook(world: World, by: Actor, receiver: Receiver, events: string[] = ['requests.sent', 'answer.submitted', 'request.canceled', 'complaint.closed']) {
  return addWebhook(world.deps, by, { name: 'Case system', url: receiver.url, events }, training)
}

test('an event reaches the systems of both sides once, signed, with IDs and links and nothing about a person', async ({ world, receiver }) => {
  const { complaintId, requestId, administrator, agencyAdministrator } = await scene(world)
  const [theirs, ours] = [await hook(world, administrator, receiver), await hook(world, agencyAdministrator, receiver)]
  const eventId = await happen(world, 'requests_sent', complaintId, { requestIds: [requestId] })
  for (const { id, secret, path } of [{ ...theirs, path: 'received-' }, { ...ours, path: '' }]) {
    const [delivery, second] = await deliveriesOf(world, id)
    expect(second).toBeUndefined()
    expect(await queued(world, delivery?.id ?? '')).toHaveLength(1)
    await deliver(world, delivery?.id ?? '')
    const got = receiver.received.at(-1)
    if (got === undefined) throw new Error('Nothing came.')
    receiver.verify(got, secret)
    expect(() => receiver.verify({ ...got, body: `${got.body} ` }, secret)).toThrow()
    expect(got.id).toBe(delivery?.id)
    expect(got.message).toEqual({
      type: 'requests.sent',
      timestamp: world.clock.now().toISOString(),
      data: { eventId, complaintId, requestIds: [requestId], links: { complaint: `${publicUrl}/api/v1/${path}complaints/${complaintId}`, requests: [`${publicUrl}/api/v1/${path === '' ? 'information-requests' : 'received-requests'}/${requestId}`] } },
    })
    expect(await deliveriesOf(world, id)).toMatchObject([{ state: 'delivered', attempts: 1, last_code: 204 }])
    await deliver(world, delivery?.id ?? '')
  }
  expect(receiver.received, 'a job that runs again sends nothing again').toHaveLength(2)
  expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/Pruitt|Yolanda|escrow|Larkfield/)
  const stored = JSON.stringify(await world.rows('select * from webhook'))
  for (const { secret } of [theirs, ours]) expect(stored).not.toContain(secret.slice(6))
})

test('nothing goes to whom it does not concern: another company, another agency, a company with its enrollment unfinished, inner matters of the other side', async ({ world, receiver }) => {
  const { complaintId, requestId, administrator, agencyAdministrator, company } = await scene(world)
  const stranger = await world.agencyUser(await world.agency(), null, ['account_administrator'])
  const otherCompany = await world.companyUser(await world.company(), 'manage', ['account_administrator'])
  const everything = ['requests.sent', 'answer.submitted', 'complaint.closed']
  const hooks = { stranger: await hook(world, stranger, receiver, everything), other: await hook(world, otherCompany, receiver, everything), theirs: await hook(world, administrator, receiver, [...everything, 'draft.handed_over']), ours: await hook(world, agencyAdministrator, receiver, [...everything, 'review.completed']) }
  for (const event of ['requests_sent', 'response_submitted', 'complaint_closed', 'draft_handed', 'review_completed', 'complaint_reopened'] as const) await happen(world, event, complaintId, event.startsWith('re') && event !== 'review_completed' && event !== 'complaint_reopened' ? { requestIds: [requestId] } : {})
  const names = async (id: string) => (await deliveriesOf(world, id)).map(({ event }) => event)
  expect(await names(hooks.stranger.id)).toEqual([])
  expect(await names(hooks.other.id)).toEqual([])
  expect(await names(hooks.theirs.id)).toEqual(['requests.sent', 'answer.submitted', 'complaint.closed', 'draft.handed_over'])
  expect(await names(hooks.ours.id)).toEqual(['requests.sent', 'answer.submitted', 'complaint.closed', 'review.completed'])
  await world.rows("update company set enrollment = 'invited' where id = $1", [company.id])
  await happen(world, 'requests_sent', complaintId, { requestIds: [requestId] })
  expect(await names(hooks.theirs.id)).toHaveLength(4)
})

test('what the organization may not see any more when it is sent is dropped, and logged so', async ({ world, receiver }) => {
  const { complaintId, requestId, agency, administrator, supervisor } = await scene(world)
  const friend = await world.agency()
  const friendly = await world.agencyUser(friend, null, ['account_administrator'])
  const accessId = newId()
  await world.rows("insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())", [accessId, complaintId, agency.id, friend.id])
  const { id } = await hook(world, friendly, receiver, ['answer.submitted', 'access.revoked'])
  await happen(world, 'response_submitted', complaintId, { requestIds: [requestId] })
  await world.rows("update complaint_access set state = 'revoked', ended_at = now() where id = $1", [accessId])
  await happen(world, 'access_revoked', complaintId, { accessId })
  for (const delivery of await deliveriesOf(world, id)) await deliver(world, delivery.id)
  expect(await deliveriesOf(world, id)).toMatchObject([{ event: 'answer.submitted', state: 'dropped', attempts: 0, last_outcome: 'not_visible' }, { event: 'access.revoked', state: 'delivered' }])
  expect(receiver.received.map(({ message }) => message.type), 'that access is gone is told: basic information stays').toEqual(['access.revoked'])
  await happen(world, 'response_submitted', complaintId, { requestIds: [requestId] })
  expect(await deliveriesOf(world, id)).toHaveLength(2)
  // A request that is gone since.
  const theirs = await hook(world, administrator, receiver)
  const { version } = await readRequest(world.deps, supervisor, requestId)
  await cancelRequest(world.deps, supervisor, requestId, { version, reason: 'Not needed.' })
  await happen(world, 'request_canceled', complaintId, { requestIds: [requestId, newId()] })
  const [canceled] = await deliveriesOf(world, theirs.id)
  await deliver(world, canceled?.id ?? '')
  expect(receiver.received.at(-1)?.message.data.requestIds, 'only what it sees is named').toEqual([requestId])
})

test('failures are tried again after growing pauses; after three days it is given up, switched off and told; all of it can be sent again', async ({ world, receiver }) => {
  const { complaintId, requestId, company, administrator } = await scene(world)
  const { id, secret } = await hook(world, administrator, receiver)
  receiver.behaviour = (response) => response.writeHead(503).end('not now')
  await happen(world, 'requests_sent', complaintId, { requestIds: [requestId] })
  const first = (await deliveriesOf(world, id))[0]?.id ?? ''
  const begun = world.clock.now().getTime()
  for (const [index, pause] of pauses.entries()) {
    await deliver(world, first)
    const [row] = await deliveriesOf(world, id)
    expect(row).toMatchObject({ state: 'waiting', attempts: index + 1, last_code: 503, last_outcome: 'refused' })
    expect(row?.next_at?.getTime()).toBe(world.clock.now().getTime() + pause)
    expect((await queued(world, first))[0]?.run_at).toEqual(row?.next_at)
    await deliver(world, first)
    expect(receiver.received, 'not before its time').toHaveLength(index + 1)
    world.clock.advance(pause)
  }
  expect(await readWebhook(world.deps, administrator, id)).toMatchObject({ state: 'failing', since: new Date(begun).toISOString() })
  await happen(world, 'response_submitted', complaintId, { requestIds: [requestId] })
  await deliver(world, first)
  expect(world.clock.now().getTime() - begun).toBeGreaterThanOrEqual(longestFailing)
  expect(await deliveriesOf(world, id)).toMatchObject([{ state: 'failed', attempts: pauses.length + 1 }, { state: 'failed', attempts: 0, last_outcome: 'switched_off' }])
  expect(await readWebhook(world.deps, administrator, id)).toMatchObject({ state: 'switched_off', since: world.clock.now().toISOString() })
  expect(await world.rows(`select payload ->> 'companyId' as company from graphile_worker._private_jobs where payload ->> 'event' = 'webhook_switched_off'`)).toEqual([{ company: company.id }])
  await happen(world, 'complaint_closed', complaintId)
  expect(await deliveriesOf(world, id), 'what happens meanwhile is kept').toMatchObject([{}, {}, { event: 'complaint.closed', state: 'failed' }])

  await expect(replayDeliveries(world.deps, administrator, id, { deliveryId: first })).rejects.toMatchObject({ code: 'conflict' })
  const { version } = await readWebhook(world.deps, administrator, id)
  await switchWebhook(world.deps, administrator, id, version, 'working')
  receiver.behaviour = takes
  const before = receiver.received.length
  expect(await replayDeliveries(world.deps, administrator, id, { failedSince: new Date(begun).toISOString() })).toEqual({ count: 3, more: false })
  for (const delivery of await deliveriesOf(world, id)) await deliver(world, delivery.id)
  expect((await deliveriesOf(world, id)).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered'])
  expect(receiver.received.slice(before).map(({ id: webhookId }) => webhookId)).toEqual((await deliveriesOf(world, id)).map((delivery) => delivery.id))
  expect(new Set(receiver.received.filter((one) => one.id === first).map(({ message }) => message.data.eventId)).size).toBe(1)
  expect(secret).toMatch(/^whsec_/)
  const { tries } = await readDelivery(world.deps, administrator, id, first, publicUrl)
  expect(tries).toHaveLength(pauses.length + 2)
  expect(tries[0]).toMatchObject({ number: pauses.length + 2, code: 204, outcome: 'delivered' })
})

test('an address that fails is tried by one delivery at a time, and the rest follows when it works again', async ({ world, receiver }) => {
  const { complaintId, requestId, administrator } = await scene(world)
  const { id } = await hook(world, administrator, receiver)
  receiver.behaviour = (response) => response.writeHead(500).end()
  for (const event of ['requests_sent', 'response_submitted', 'request_canceled'] as const) await happen(world, event, complaintId, { requestIds: [requestId] })
  const all = (await deliveriesOf(world, id)).map((one) => one.id)
  for (const delivery of all) await deliver(world, delivery)
  expect(receiver.received, 'after the first failure the others wait').toHaveLength(1)
  for (const delivery of all.slice(1)) expect((await queued(world, delivery))[0]?.run_at.getTime()).toBe(world.clock.now().getTime() + pauses[0])
  receiver.behaviour = takes
  world.clock.advance(pauses[0])
  for (const delivery of all) await deliver(world, delivery)
  expect((await deliveriesOf(world, id)).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered'])
  expect(await readWebhook(world.deps, administrator, id)).toMatchObject({ state: 'working', since: null })
})

test('a redirect is not followed, an endless answer is cut, a hanging one is left after ten seconds, and what is not there is logged', async ({ world, receiver }) => {
  const { administrator } = await scene(world)
  const elsewhere = await new Receiver().listen()
  const { id } = await hook(world, administrator, receiver)
  const tried = async (post?: PostSigned) => {
    const { deliveryId } = await sendTest(world.deps, administrator, id)
    await deliver(world, deliveryId, post)
    return readDelivery(world.deps, administrator, id, deliveryId, publicUrl)
  }
  receiver.behaviour = (response) => response.writeHead(302, { location: elsewhere.url }).end()
  expect(await tried()).toMatchObject({ event: 'test', state: 'failed', lastCode: 302, lastOutcome: 'redirected', attempts: 1 })
  expect(elsewhere.received).toEqual([])
  let written = 0
  receiver.behaviour = (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384
    }
    response.writeHead(200)
    response.on('drain', more)
    more()
  }
  expect(await tried()).toMatchObject({ state: 'delivered', lastCode: 200 })
  expect(written).toBeLessThan(16 * 1024 * 1024)
  receiver.behaviour = () => undefined
  const hung = await tried()
  expect(hung).toMatchObject({ state: 'failed', lastCode: null, lastOutcome: 'timed_out' })
  expect(hung.tries[0]?.milliseconds).toBeGreaterThanOrEqual(9_900)
  await elsewhere.close()
  await world.rows('update webhook set url = $2 where id = $1', [id, elsewhere.url])
  expect(await tried()).toMatchObject({ state: 'failed', lastOutcome: 'unreachable' })
  expect(await readWebhook(world.deps, administrator, id), 'tests do not count').toMatchObject({ state: 'working' })
}, 60_000)

test('in production nothing is sent inside one’s own network, whatever a name resolves to', async ({ receiver }) => {
  const post = signedPoster({ thisMachine: false })
  const port = new URL(receiver.url).port
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433', '10.0.0.1', '192.168.1.1', '169.254.169.254', '[fd00:ec2::254]', '[::ffff:127.0.0.1]', '0.0.0.0']) {
    const answer = await post({ url: `http://${host}:${port}/hooks`, id: newId(), at: new Date(), body: '{}', secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`] }, new AbortController().signal)
    expect(answer, host).toMatchObject({ outcome: 'not_public', code: null })
  }
  expect(receiver.received).toEqual([])
})

test('two workers never send one delivery at the same moment', async ({ world, receiver }) => {
  const { complaintId, requestId, administrator } = await scene(world)
  const { id } = await hook(world, administrator, receiver)
  await happen(world, 'requests_sent', complaintId, { requestIds: [requestId] })
  const deliveryId = (await deliveriesOf(world, id))[0]?.id ?? ''
  receiver.behaviour = (response) => void setTimeout(() => response.writeHead(200).end(), 100)
  await Promise.all(Array.from({ length: 6 }, () => deliver(world, deliveryId)))
  expect(receiver.received).toHaveLength(1)
  expect(receiver.mostAtOnce).toBe(1)
  expect(await deliveriesOf(world, id)).toMatchObject([{ state: 'delivered', attempts: 1 }])
})

test('killed on the way it is sent again under the same webhook-id; a program that stops gives it back', async ({ world, receiver }) => {
  const { complaintId, requestId, administrator } = await scene(world)
  const { id } = await hook(world, administrator, receiver)
  await happen(world, 'requests_sent', complaintId, { requestIds: [requestId] })
  const deliveryId = (await deliveriesOf(world, id))[0]?.id ?? ''
  const arrived = new Promise<void>((resolve) => {
    receiver.behaviour = () => resolve()
  })
  const script = `
    const { openDatabase } = await import('./src/platform/database/database.ts')
    const { createSecretBox } = await import('./src/platform/secret-box.ts')
    const { integrationJobs } = await import('./src/modules/integrations/jobs.ts')
    const { signedPoster } = await import('./src/platform/outbound/post-signed.ts')
    const clock = { now: () => new Date(process.argv[3]) }
    const database = openDatabase(process.argv[1], clock, { connections: 2, onError: () => {} })
    const deps = { clock, transaction: database.transaction, secrets: createSecretBox(Buffer.alloc(32, 7)) }
    await integrationJobs(deps, { post: signedPoster({ thisMachine: true }), publicUrl: '' })['deliver-webhook']({ deliveryId: process.argv[2] }, { signal: new AbortController().signal })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, world.db.appUrl, deliveryId, world.clock.now().toISOString()], { stdio: ['ignore', 'ignore', 'inherit'] })
  await arrived
  child.kill('SIGKILL')
  receiver.behaviour = takes
  await deliver(world, deliveryId)
  expect(receiver.received, 'whoever took it may still be at it').toHaveLength(1)
  world.clock.advance(60_000)
  await deliver(world, deliveryId)
  expect(receiver.received.map((one) => one.id)).toEqual([deliveryId, deliveryId])
  expect(await deliveriesOf(world, id)).toMatchObject([{ state: 'delivered', attempts: 1 }])

  const next = await happen(world, 'response_submitted', complaintId, { requestIds: [requestId] })
  const [second] = await world.rows<{ id: string }>('select id from webhook_delivery where event_id = $1', [next])
  const stopping = new AbortController()
  receiver.behaviour = () => stopping.abort()
  await expect(deliver(world, second?.id ?? '', undefined, stopping.signal)).rejects.toThrow()
  receiver.behaviour = takes
  await deliver(world, second?.id ?? '')
  expect(await deliveriesOf(world, id)).toMatchObject([{}, { state: 'delivered', attempts: 1 }])
})

test('a new secret signs beside the one before for a day', async ({ world, receiver }) => {
  const { administrator } = await scene(world)
  const { id, secret } = await hook(world, administrator, receiver)
  const renewed = await renewSecret(world.deps, administrator, id)
  const next = async () => {
    const { deliveryId } = await sendTest(world.deps, administrator, id)
    await deliver(world, deliveryId)
    const got = receiver.received.at(-1)
    if (got === undefined) throw new Error('Nothing came.')
    return got
  }
  const both = await next()
  receiver.verify(both, secret)
  receiver.verify(both, renewed.secret)
  await world.rows("update webhook set former_secret_until = $2::timestamptz - interval '1 second' where id = $1", [id, world.clock.now()])
  const later = await next()
  receiver.verify(later, renewed.secret)
  expect(() => receiver.verify(later, secret)).toThrow()
})

test('only Account Administrators manage addresses, each organization its own; another’s is not found', async ({ world, receiver }) => {
  const { administrator, poc, supervisor, agency } = await scene(world)
  const { id } = await hook(world, administrator, receiver)
  const { deliveryId } = await sendTest(world.deps, administrator, id)
  const code = (deed: Promise<unknown>) => deed.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
  const fields = { name: 'X', url: receiver.url, events: ['requests.sent'] }
  const deeds = (by: Actor) => [
    updateWebhook(world.deps, by, id, { version: 1, ...fields }, training), renewSecret(world.deps, by, id), switchWebhook(world.deps, by, id, 1, 'paused'), sendTest(world.deps, by, id),
    replayDeliveries(world.deps, by, id, { deliveryId }), readWebhook(world.deps, by, id), listDeliveries(world.deps, by, id, { limit: 10 }), readDelivery(world.deps, by, id, deliveryId, publicUrl), removeWebhook(world.deps, by, id),
  ]
  const codes = async (by: Actor, more: Promise<unknown>[] = []) => new Set(await Promise.all([...deeds(by), ...more].map(code)))
  for (const by of [poc, supervisor]) expect(await codes(by, [addWebhook(world.deps, by, fields, training), listWebhooks(world.deps, by)])).toEqual(new Set(['forbidden']))
  for (const by of [await world.agencyUser(agency, 'supervisor', ['account_administrator']), await world.companyUser(await world.company(), 'manage', ['account_administrator'])]) {
    expect(await codes(by)).toEqual(new Set(['not_found']))
    expect((await listWebhooks(world.deps, by)).items).toEqual([])
  }
  expect(await code(updateWebhook(world.deps, administrator, id, { version: 9, ...fields }, training))).toBe('stale_version')
  expect(await code(switchWebhook(world.deps, administrator, id, 9, 'paused'))).toBe('stale_version')
  await updateWebhook(world.deps, administrator, id, { version: 1, ...fields }, training)
  expect(await readWebhook(world.deps, administrator, id)).toMatchObject({ name: 'X', events: ['requests.sent'], version: 2 })
  await removeWebhook(world.deps, administrator, id)
  expect(await code(readWebhook(world.deps, administrator, id))).toBe('not_found')
})

test('an address is https without a password; in training also this machine; events are those offered; ten at most', async ({ world, receiver }) => {
  const { administrator } = await scene(world)
  const add = (fields: { url?: string; events?: string[] }, production = false) => addWebhook(world.deps, administrator, { name: 'X', url: 'https://example.com/hooks', events: ['requests.sent'], ...fields }, { training: !production })
  const refused = (deed: Promise<unknown>) => deed.then(() => [], (error: unknown) => (error instanceof AppError ? Object.keys(error.extras.fields ?? {}) : [String(error)]))
  for (const url of ['nonsense', 'ftp://example.com', 'http://example.com/hooks', 'https://user:secret@example.com', 'https://example.com/#x', 'javascript:alert(1)']) expect(await refused(add({ url })), url).toEqual(['url'])
  await expect(add({ url: receiver.url }, true), 'production').rejects.toMatchObject({ code: 'invalid' })
  for (const events of [['review.completed'], ['test'], ['everything']]) expect(await refused(add({ events })), events.join()).toEqual(['events'])
  for (let n = 0; n < 10; n += 1) await add({})
  await expect(add({})).rejects.toMatchObject({ code: 'conflict' })
})
