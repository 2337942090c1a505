import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger as QueueLogger, run } from 'graphile-worker'
import type { JobHelpers, Runner, Task, WorkerEvents } from 'graphile-worker'
import { Pool } from 'pg'
import type { Logger } from 'pino'
import type { ZodType } from 'zod'
import type { Deps, JobName } from '../ports.ts'
import { aborted, claimPool, freeAbandonedJobs, type Claim } from './abandoned-jobs.ts'
import { chores, startChores } from './chores.ts'
import { failureOf } from './failure.ts'
import { payloads } from './handlers.ts'
import type { JobHandlers, JobRun } from './handlers.ts'
import { asQueueRole } from './queue-role.ts'

export type WorkerOptions = {
  /** The program's own login, not the migrations'. */
  databaseUrl: string
  deps: Deps
  handlers: JobHandlers
  log: Logger
  concurrency: number
  /** Where the daily heads of the audit's chains are kept besides the log. */
  auditHeadsFile?: string
}

export type Worker = {
  /** Takes no further job and resolves when the running ones have ended. */
  stop(): Promise<void>
}

/** Works off the queue and the recurring jobs until stopped. A lost database is waited for. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { log } = options
  const pool = new Pool({ connectionString: options.databaseUrl, max: options.concurrency + 3, options: asQueueRole, application_name: 'ses-worker' })
  const stopping = new AbortController()
  pool.on('error', (error) => {
    if (!stopping.signal.aborted) log.warn(failureOf(error), 'The job queue lost a connection')
  })
  // A connection in use that breaks fails its query; without a listener it would end the program as well.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const state: State = { stopping: stopping.signal, current: await startRunner(pool, options, stopping.signal) }
  const ended = keepRunning(state, pool, options)
  const recurring = startChores([...chores(options.deps, log, options.auditHeadsFile), abandonedJobsChore(pool, log)], log)
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([state.current.runner.stop().catch(() => undefined), recurring.stop()])
      await ended
      await pool.end()
    },
  }
}

type Running = { runner: Runner; claim: Claim | undefined }
type State = { readonly stopping: AbortSignal; current: Running }

async function startRunner(pool: Pool, options: WorkerOptions, stopping: AbortSignal): Promise<Running> {
  const events: WorkerEvents = new EventEmitter()
  let claim: Claim | undefined
  events.on('pool:create', ({ workerPool }) => {
    claim = claimPool(options.databaseUrl, workerPool.id)
  })
  // A job taken before the claim stands would look abandoned to others. A stop does not wait for a database that is away.
  const claimFirst: GraphileConfig.Plugin = {
    name: 'claim-first',
    version: '1.0.0',
    worker: { hooks: { startWorker: () => Promise.race([claim?.stands, aborted(stopping)]) } },
  }
  const runner = await run({
    pgPool: pool,
    events,
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    parsedCronItems: [],
    preset: { plugins: [claimFirst] },
    logger: queueLogger(options.log),
    taskList: taskList(options),
  })
  return { runner, claim }
}

/** The runner ends by itself when the database is gone for long: then another one is started. */
async function keepRunning(state: State, pool: Pool, options: WorkerOptions): Promise<void> {
  do {
    await state.current.runner.promise.catch((error: unknown) => options.log.error(failureOf(error), 'The job worker ended'))
    await state.current.claim?.stop()
  } while (await startAgain(state, pool, options))
}

async function startAgain(state: State, pool: Pool, options: WorkerOptions): Promise<boolean> {
  for (let pause = 500; !state.stopping.aborted; pause = Math.min(pause * 2, 15_000)) {
    try {
      state.current = await startRunner(pool, options, state.stopping)
      // Stopped meanwhile: the stop has ended the runner before this one.
      await endIfStopping(state)
      return true
    } catch (error) {
      options.log.error(failureOf(error), 'The job worker could not start; it is tried again')
      await sleep(pause, undefined, { signal: state.stopping }).catch(() => undefined)
    }
  }
  return false
}

async function endIfStopping(state: State): Promise<void> {
  if (state.stopping.aborted) await state.current.runner.stop()
}

function abandonedJobsChore(pool: Pool, log: Logger) {
  const suspects = new Set<string>()
  return {
    name: 'free-abandoned-jobs',
    everySeconds: 2,
    work: async () => {
      const gone = await freeAbandonedJobs(pool, suspects)
      if (gone.length > 0) log.warn({ pools: gone }, 'Jobs of a worker that is gone are tried again')
    },
  }
}

function taskList({ handlers, log }: WorkerOptions): Record<JobName, Task> {
  return {
    notify: task('notify', payloads.notify, handlers.notify, log),
    'send-mail': task('send-mail', payloads['send-mail'], handlers['send-mail'], log),
    'scan-document': task('scan-document', payloads['scan-document'], handlers['scan-document'], log),
    'expire-uploads': task('expire-uploads', payloads['expire-uploads'], handlers['expire-uploads'], log),
    'notify-organisation': task('notify-organisation', payloads['notify-organisation'], handlers['notify-organisation'], log),
    'open-verifications': task('open-verifications', payloads['open-verifications'], handlers['open-verifications'], log),
    'import-directory': task('import-directory', payloads['import-directory'], handlers['import-directory'], log),
    'issue-letter': task('issue-letter', payloads['issue-letter'], handlers['issue-letter'], log),
    'dispose-complaints': task('dispose-complaints', payloads['dispose-complaints'], handlers['dispose-complaints'], log),
    'run-import': task('run-import', payloads['run-import'], handlers['run-import'], log),
    'expire-imports': task('expire-imports', payloads['expire-imports'], handlers['expire-imports'], log),
    'remind-due': task('remind-due', payloads['remind-due'], handlers['remind-due'], log),
    'follow-deputies': task('follow-deputies', payloads['follow-deputies'], handlers['follow-deputies'], log),
    'preview-document': task('preview-document', payloads['preview-document'], handlers['preview-document'], log),
    'collect-files': task('collect-files', payloads['collect-files'], handlers['collect-files'], log),
    'rescan-documents': task('rescan-documents', payloads['rescan-documents'], handlers['rescan-documents'], log),
    'send-digests': task('send-digests', payloads['send-digests'], handlers['send-digests'], log),
    'deliver-webhook': task('deliver-webhook', payloads['deliver-webhook'], handlers['deliver-webhook'], log),
    'roll-up-reports': task('roll-up-reports', payloads['roll-up-reports'], handlers['roll-up-reports'], log),
  }
}

/** Checks the payload, hands it over, and lets nothing but the kind of a failure into log and queue. */
function task<P>(name: JobName, schema: ZodType<P>, handle: (payload: P, run: JobRun) => Promise<void>, log: Logger): Task {
  return async (payload: unknown, helpers: JobHelpers) => {
    const { id, attempts, max_attempts: maxAttempts } = helpers.job
    try {
      await handle(schema.parse(payload), { attempt: attempts, lastAttempt: attempts >= maxAttempts, signal: helpers.abortSignal })
    } catch (error) {
      const failure = failureOf(error)
      const words = attempts >= maxAttempts ? 'A job failed for the last time and waits for an operator' : 'A job failed and will be tried again'
      log.error({ job: id, task: name, attempt: attempts, maxAttempts, ...failure }, words)
      throw new Error(failure.error)
    }
  }
}

/** The queue's own words, save those on failed jobs, which are logged above. */
function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message, meta) => {
    if (meta.failure === true) return
    const text = message.split('\n')[0]
    if (level === 'error') log.error(text)
    else if (level === 'warning') log.warn(text)
    else log.debug(text)
  })
}
