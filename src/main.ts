import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { pino } from 'pino'
import { writeTrainingFiles } from '#training/files.ts'
import { seedTrainingWorld } from '#training/seed.ts'
import { composeApp, composeBounceReceiver, composeParts, composeWorker, version, type Parts } from './app.ts'
import { loadConfig, type Config } from './config.ts'
import { systemClock } from './kernel/clock.ts'
import { loadCodeSet } from './modules/complaints/index.ts'
import { loadCitations } from './modules/violations/index.ts'
import { prepareDatabase } from './platform/database/prepare-database.ts'
import { openDataFolder } from './platform/data-folder.ts'
import { createSecretBox } from './platform/secret-box.ts'
import { StartError } from './platform/start-error.ts'

/**
 * The program: each step in order, one line for each, and everything that was started stopped in the reverse order,
 * whether it ends by a signal, by a fault or by a step that failed.
 */
type Stop = { what: string; within: number; stop: () => Promise<unknown> }

const begun = performance.now()
const stops: Stop[] = []
let ending: Promise<void> | undefined
let starting: Promise<void> = Promise.resolve()

function say(line: string): void {
  console.log(`${((performance.now() - begun) / 1000).toFixed(2).padStart(6)} s  ${line}`)
}

function isEnding(): boolean {
  return ending !== undefined
}

/** Ends everything in order, each within its time, then the process. A step of the start in progress is waited for. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    await Promise.race([starting.catch(() => undefined), sleep(10_000, undefined, { ref: false })])
    for (const { what, within, stop } of stops.reverse()) {
      const outcome = await Promise.race([stop(), sleep(within, 'late', { ref: false })]).catch((error: unknown) => error)
      if (outcome === 'late') console.error(`${what} did not end within ${String(within / 1000)} seconds and is left behind.`)
      else if (outcome instanceof Error) console.error(`${what} could not be ended in order: ${outcome.message}`)
    }
    process.exit(code)
  })()
  return ending
}

function onSignal(): void {
  if (isEnding()) process.exit(1)
  say('Stopping')
  void end(0)
}

async function start(): Promise<void> {
  const config = loadConfig(process.env)
  const log = pino({ level: config.env === 'production' ? 'info' : 'warn', base: null, timestamp: pino.stdTimeFunctions.isoTime })
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ message: error instanceof Error ? error.message : String(error), stack: error instanceof Error ? error.stack : undefined }, 'unexpected fault; the program ends')
      void end(1)
    })
  }
  console.log(`State Examination System ${version}, ${config.env} environment`)

  const database = await openGround(config)
  if (isEnding()) return
  const parts = await composeParts({ config, databaseUrl: database, clock: systemClock, log })
  stops.push({ what: 'The database connections', within: 5_000, stop: () => parts.database.close() })

  if (config.env === 'training') await writeTrainingFiles(parts.deps)
  if (config.role !== 'web') await startWorking(parts)
  await startTakingReports(parts)
  if (config.role !== 'worker' && !isEnding()) await startListening(parts)
}

/** Data folder, PostgreSQL, migrations. */
async function openGround(config: Config): Promise<string> {
  // Several web servers and workers may share a folder; a process that does everything has it for itself.
  const folder = config.role === 'all' ? await openDataFolder(config.dataDir) : undefined
  if (folder !== undefined) stops.push({ what: 'The data folder', within: 2_000, stop: () => folder.release() })
  say(`Data folder: ${config.dataDir}`)
  const database = await prepareDatabase(config, folder, {
    say,
    onLost: (reason) => {
      if (isEnding()) return
      console.error(reason)
      void end(1)
    },
  })
  stops.push({ what: 'PostgreSQL', within: 30_000, stop: () => database.stop() })
  await fill(config, database.adminUrl)
  return database.url
}

/** What the program cannot work without: the code set of categories, the citations; in training, the training world. */
async function fill(config: Config, adminUrl: string): Promise<void> {
  if (config.env === 'training') {
    await seedTrainingWorld({ adminUrl, secrets: createSecretBox(config.secretsKey, config.secretsKeyOld), clock: systemClock, log: say })
  }
  const admin = new Client({ connectionString: adminUrl, application_name: 'ses-reference-data' })
  await admin.connect()
  try {
    if (config.env !== 'training') await loadCodeSet(admin)
    await loadCitations(admin)
  } finally {
    await admin.end()
  }
}

async function startWorking(parts: Parts): Promise<void> {
  const worker = await composeWorker(parts)
  stops.push({ what: 'The job worker', within: 20_000, stop: () => worker.stop() })
  say('Job worker: at work')
}

async function startTakingReports(parts: Parts): Promise<void> {
  const receiver = await composeBounceReceiver(parts)
  if (receiver === null) return
  stops.push({ what: 'The receiver of reports on e-mails', within: 10_000, stop: () => receiver.close() })
  say(`Reports on e-mails: taken on ${parts.config.mailBounces?.host ?? ''}:${String(receiver.port)}`)
}

async function startListening(parts: Parts): Promise<void> {
  const { config } = parts
  const app = await composeApp(parts)
  stops.push({
    what: 'The web server',
    within: 15_000,
    stop: async () => {
      // Requests in hand may finish; connections that only wait are closed at once, those that take too long later.
      const patience = setTimeout(() => app.server.closeAllConnections(), 10_000)
      await app.close()
      clearTimeout(patience)
    },
  })
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    throw explained(error, config)
  }
  const address = app.addresses()[0]
  say(`Web server: listening on ${config.host}:${String(typeof address === 'object' ? address.port : config.port)}`)
  say(`Open ${config.publicUrl}`)
}

function explained(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return new StartError(`Port ${String(port)} on ${host} is taken by another program. Stop that one, or choose another port with PORT.`)
  if (code === 'EACCES') return new StartError(`Port ${String(port)} may not be used by this user. Choose one above 1023 with PORT.`)
  if (code === 'EADDRNOTAVAIL') return new StartError(`HOST ${host} is no address of this machine.`)
  return error
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
starting = start()
// Written now rather than at the end: a process that is killed would leave nothing for the next start.
starting.then(() => flushCompileCache(), () => undefined)
starting.catch((error: unknown) => {
  if (isEnding()) return
  console.error(error instanceof StartError ? error.message : error)
  void end(1)
})
