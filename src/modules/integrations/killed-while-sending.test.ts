import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pino } from 'pino'
import { notifyJob } from '#src/modules/notifications/jobs.ts'
import { payloads, type JobHandlers } from '#src/platform/jobs/handlers.ts'
import { startWorker } from '#src/platform/jobs/worker.ts'
import { newId } from '#src/platform/new-id.ts'
import { signedPoster } from '#src/platform/outbound/post-signed.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { Receiver, takes } from '#test/world/receiver.ts'
import { expect, test } from '#test/world/test-world.ts'
import { addWebhook } from './commands/manage-webhooks.ts'
import { integrationJobs } from './jobs.ts'

const environment = { publicUrl: 'https://ses.example', training: true, support: { phone: '', email: '' } }
const concurrency = 3

/** The program's worker as a process of its own. Its clock is two minutes slow: what it took when it was killed is free at once. */
const program = `
  const [databaseUrl] = process.argv.slice(1)
  const { openDatabase } = await import('./src/platform/database/database.ts')
  const { startWorker } = await import('./src/platform/jobs/worker.ts')
  const { createSecretBox } = await import('./src/platform/secret-box.ts')
  const { notifyJob } = await import('./src/modules/notifications/jobs.ts')
  const { integrationJobs } = await import('./src/modules/integrations/jobs.ts')
  const { signedPoster } = await import('./src/platform/outbound/post-signed.ts')
  const clock = { now: () => new Date(Date.now() - 120_000) }
  const log = { info() {}, warn() {}, error() {}, debug() {} }
  const { transaction } = openDatabase(databaseUrl, clock, { connections: 4, onError() {} })
  const deps = { clock, transaction, secrets: createSecretBox(Buffer.alloc(32, 7)) }
  const no = async () => undefined
  const handlers = Object.fromEntries(${JSON.stringify(Object.keys(payloads))}.map((name) => [name, no]))
  await startWorker({ databaseUrl, deps, log, concurrency: ${String(concurrency)}, handlers: {
    ...handlers, notify: notifyJob(deps, ${JSON.stringify(environment)}), ...integrationJobs(deps, { post: signedPoster({ thisMachine: true }), publicUrl: 'https://ses.example' }) } })`

test('a worker that is killed amid telling and sending loses no event, and what it sends again is known by its webhook-id', async ({ world }) => {
  world.clock.set(new Date().toISOString())
  const { agency, company, supervisor, administrator } = await cast(world)
  const agencyAdministrator = await world.agencyUser(agency, null, ['account_administrator'])
  const complaint = await entered(world, supervisor, company)
  const request = await sent(world, supervisor, complaint)
  await world.rows('delete from graphile_worker._private_jobs')
  const receiver = await new Receiver().listen()
  for (const by of [administrator, agencyAdministrator]) await addWebhook(world.deps, by, { name: 'Case system', url: receiver.url, events: ['request.reminded'] }, { training: true })
  const events = Array.from({ length: 20 }, newId)
  await world.deps.transaction({ kind: 'job' }, async (tx) => {
    for (const eventId of events) await tx.enqueue('notify', { eventId, event: 'request_reminded', complaintId: complaint, requestIds: [request], by: null })
  })

  // Killed while some have arrived, some are on their way and some are not even written down.
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, world.db.appUrl], { stdio: ['ignore', 'ignore', 'inherit'] })
  const amid = new Promise<void>((resolve) => {
    receiver.behaviour = (response, incoming) => {
      if (receiver.received.length <= 8) takes(response, incoming)
      else resolve()
    }
  })
  await amid
  child.kill('SIGKILL')
  await once(child, 'exit')
  const before = receiver.received.map(({ id }) => id)
  receiver.behaviour = takes

  const no = () => Promise.resolve()
  const handlers: JobHandlers = {
    ...nothing(no), notify: notifyJob(world.deps, environment), ...integrationJobs(world.deps, { post: signedPoster({ thisMachine: true }), publicUrl: environment.publicUrl }),
  }
  const worker = await startWorker({ databaseUrl: world.db.appUrl, deps: world.deps, log: pino({ level: 'silent' }), concurrency, handlers })
  const open = async () => world.rows<{ open: string }>("select (select count(*) from graphile_worker._private_jobs) + (select count(*) from webhook_delivery where state = 'waiting') as open")
  await expect.poll(open, { timeout: 60_000, interval: 200 }).toEqual([{ open: '0' }])
  await worker.stop()

  const deliveries = await world.rows<{ id: string; event_id: string; state: string; webhook_id: string }>('select id, event_id, state, webhook_id from webhook_delivery')
  expect(deliveries.map(({ state }) => state)).toEqual(Array.from({ length: 2 * events.length }, () => 'delivered'))
  expect(new Set(deliveries.map((one) => `${one.event_id} ${one.webhook_id}`)).size, 'each event once for each address').toBe(2 * events.length)
  const arrived = receiver.received.map(({ id }) => id)
  expect(new Set(arrived), 'all of them arrived').toEqual(new Set(deliveries.map(({ id }) => id)))
  const again = arrived.filter((id, at) => arrived.indexOf(id) !== at)
  expect(new Set(again).size, 'each at most twice').toBe(again.length)
  expect(again.length, 'no more than were on their way').toBeLessThanOrEqual(concurrency)
  expect(before).toEqual(expect.arrayContaining(again))
  for (const id of again) expect(new Set(receiver.received.filter((one) => one.id === id).map(({ body }) => body)).size, 'the same message').toBe(1)
  await receiver.close()
}, 120_000)

function nothing(no: () => Promise<void>): JobHandlers {
  return {
    'notify': no, 'notify-organisation': no, 'send-mail': no, 'scan-document': no, 'expire-uploads': no, 'open-verifications': no, 'import-directory': no, 'issue-letter': no, 'dispose-complaints': no, 'run-import': no,
    'expire-imports': no, 'remind-due': no, 'follow-deputies': no, 'preview-document': no, 'collect-files': no, 'rescan-documents': no, 'send-digests': no, 'deliver-webhook': no, 'roll-up-reports': no,
  }
}
