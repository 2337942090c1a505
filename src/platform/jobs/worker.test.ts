import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { describe, expect, test } from '#test/world/test-world.ts'
import type { World } from '#test/world/test-world.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../new-id.ts'
import { listFailedJobs, retryJob } from './failed-jobs.ts'
import type { JobHandlers } from './handlers.ts'
import { collectJobMetrics } from './job-metrics.ts'
import { startWorker } from './worker.ts'
import type { Worker } from './worker.ts'

const workers: Worker[] = []
test.afterEach(async ({ world }) => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await world.rows('delete from graphile_worker._private_jobs')
})

const idle: JobHandlers = { notify: async () => undefined, 'send-mail': async () => undefined, 'scan-document': async () => undefined, 'expire-uploads': async () => undefined, 'notify-organisation': async () => undefined, 'open-verifications': async () => undefined, 'import-directory': async () => undefined, 'issue-letter': async () => undefined, 'dispose-complaints': async () => undefined, 'run-import': async () => undefined, 'expire-imports': async () => undefined, 'remind-due': async () => undefined, 'follow-deputies': async () => undefined, 'preview-document': async () => undefined, 'collect-files': async () => undefined, 'rescan-documents': async () => undefined, 'send-digests': async () => undefined, 'deliver-webhook': async () => undefined, 'roll-up-reports': async () => undefined }

async function work(world: World, handlers: Partial<JobHandlers>): Promise<{ worker: Worker; logged: string[] }> {
  const logged: string[] = []
  const log = pino({ level: 'info' }, {
    write: (line: string) => {
      logged.push(line)
    },
  })
  const worker = await startWorker({ databaseUrl: world.db.appUrl, deps: world.deps, handlers: { ...idle, ...handlers }, log, concurrency: 3 })
  workers.push(worker)
  return { worker, logged }
}

async function until(what: () => Promise<boolean> | boolean, seconds = 50): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) {
    if (await what()) return
    await sleep(50)
  }
  throw new Error('It did not happen in time.')
}

const enqueue = (world: World, mailId: string) => world.deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('send-mail', { mailId }))

describe('a job', () => {
  test('runs after its transaction commits, and never after one that is rolled back', async ({ world }) => {
    const ran: string[] = []
    await work(world, { 'send-mail': async ({ mailId }) => { ran.push(mailId) } })
    const [kept, lost] = [newId(), newId()]
    await world.deps
      .transaction({ kind: 'job' }, async (tx) => {
        await tx.enqueue('send-mail', { mailId: lost })
        throw new Error('no')
      })
      .catch(() => undefined)
    await enqueue(world, kept)
    await until(() => ran.length > 0)
    expect(ran).toEqual([kept])
  })

  test('that fails is tried again by itself, and logged without what it was about', async ({ world }) => {
    let attempts = 0
    const { logged } = await work(world, {
      'send-mail': async () => {
        attempts += 1
        if (attempts === 1) throw new Error('Jane Doe, 12 Elm Street')
      },
    })
    await enqueue(world, newId())
    await until(() => attempts === 2)
    const failure = logged.find((line) => line.includes('will be tried again')) ?? ''
    expect(JSON.parse(failure)).toMatchObject({ task: 'send-mail', attempt: 1, error: 'Error' })
    expect(logged.join('')).not.toContain('Jane Doe')
  })

  test('that failed is shown to operators until it is done, and may be tried again at once', async ({ world }) => {
    let broken = true
    await work(world, {
      'send-mail': async () => {
        if (broken) throw new AppError('unavailable', 'The mail server does not answer.')
      },
    })
    const mailId = newId()
    await enqueue(world, mailId)
    const mine = async () => (await listFailedJobs(world.db.database.pool)).filter((job) => JSON.stringify(job.payload).includes(mailId))
    await until(async () => (await mine()).length > 0)
    expect(await mine()).toMatchObject([{ task: 'send-mail', state: 'failing', lastError: 'AppError: The mail server does not answer.' }])
    await world.rows('update graphile_worker._private_jobs set attempts = max_attempts')
    expect(await mine()).toMatchObject([{ state: 'dead' }])

    const registry = new Registry()
    collectJobMetrics(world.db.database.pool, registry)
    expect(await registry.metrics()).toContain('ses_jobs{state="dead"} 1')

    broken = false
    const [job] = await mine()
    expect(await retryJob(world.db.database.pool, job?.id ?? '')).toMatchObject({ task: 'send-mail' })
    await until(async () => (await mine()).length === 0)
    expect(await retryJob(world.db.database.pool, '999999999')).toBeNull()
  })

  test('that runs when the program stops is waited for', async ({ world }) => {
    let begun = false
    let done = false
    const { worker } = await work(world, {
      'send-mail': async () => {
        begun = true
        await sleep(800)
        done = true
      },
    })
    await enqueue(world, newId())
    await until(() => begun)
    await worker.stop()
    workers.splice(0)
    expect(done).toBe(true)
    expect(await world.rows('select 1 from graphile_worker._private_jobs')).toEqual([])
  })

  test('of a process that was killed is taken over by another', async ({ world }) => {
    const mailId = newId()
    await enqueue(world, mailId)
    const script = `
      const { startWorker } = await import('./src/platform/jobs/worker.ts')
      const never = () => { process.stdout.write('began'); return new Promise(() => setInterval(() => {}, 1000)) }
      const deps = { clock: { now: () => new Date() }, transaction: () => Promise.resolve(0) }
      const log = { info() {}, warn() {}, error(...e) { console.error(...e) }, debug() {} }
      await startWorker({ databaseUrl: process.argv[1], deps, log, concurrency: 1, handlers: { notify: never, 'send-mail': never, 'scan-document': never, 'expire-uploads': never } })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, world.db.appUrl], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
    child.kill('SIGKILL')
    const ran: string[] = []
    await work(world, { 'send-mail': async (payload) => { ran.push(payload.mailId) } })
    await until(() => ran.includes(mailId))
  })

  test('of a process that lives stays its own, also when the connection breaks on which it says so', async ({ world }) => {
    const ran: string[] = []
    const over = Promise.withResolvers()
    await work(world, { 'send-mail': async (payload) => { ran.push(payload.mailId); await over.promise } })
    const { logged } = await work(world, {})
    const claims = async () => (await world.rows<{ pid: number }>(`select pid from pg_stat_activity where application_name = 'ses-worker-claim' and datname = current_database()`)).map(({ pid }) => pid)
    const before = await claims()
    const mailId = newId()
    await enqueue(world, mailId)
    await until(() => ran.length > 0)
    for (const pid of before) await world.rows('select pg_terminate_backend($1)', [pid])
    await until(async () => (await claims()).filter((pid) => !before.includes(pid)).length === 2)
    // The looks of both workers come by twice.
    await sleep(4_500)
    over.resolve(null)
    await until(async () => (await world.rows('select 1 from graphile_worker._private_jobs')).length === 0)
    expect([ran, logged.filter((line) => line.includes('of a worker that is gone'))]).toEqual([[mailId], []])
  })
})

test('the worker seals the audit and forgets old idempotency keys by itself', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency())
  await world.deps.transaction(actor, (tx) => tx.audit({ action: 'complaint.updated', audience: 'agency', agencyId: actor.agencyId }))
  await world.rows(
    `insert into idempotency_key (user_id, path, key, body_hash, status, created_at) values ($1, '/x', 'old', 'h', 200, $2::timestamptz - interval '25 hours'), ($1, '/x', 'new', 'h', 200, $2::timestamptz)`,
    [actor.userId, world.clock.now()],
  )
  await work(world, {})
  await until(async () => (await world.rows('select 1 from audit_unsealed')).length === 0)
  expect(await world.rows('select 1 from audit_seal where organisation_id = $1', [actor.agencyId])).toHaveLength(1)
  await until(async () => (await world.rows('select 1 from idempotency_key')).length === 1)
  expect(await world.rows('select key from idempotency_key')).toEqual([{ key: 'new' }])
})
