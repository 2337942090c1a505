import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Pool } from 'pg'
import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../kernel/clock.ts'
import { openDatabase } from '../platform/database/database.ts'
import { prepareDatabase } from '../platform/database/prepare-database.ts'
import { openDataFolder } from '../platform/data-folder.ts'
import { createCursorCodec } from '../platform/http/cursor.ts'
import type { Deps } from '../platform/ports.ts'
import { createSecretBox } from '../platform/secret-box.ts'
import { StartError } from '../platform/start-error.ts'
import { runningDatabase } from './running-database.ts'

/** What a command works on: the database of the settings, reached as the program reaches it. */
export type Ground = {
  config: Config
  deps: Deps
  /** Of the program's own login: nothing is readable before a transaction has claimed an actor. */
  pool: Pool
  /** Of the login that migrates and owns. */
  adminUrl: string
  /** The command started the database itself, so that no program and no worker runs on it. */
  alone: boolean
}

/** What every command is given. */
export type CliContext = {
  /** A line for people on the terminal. */
  say: (line: string) => void
  /** A line about progress and faults, apart from a command's results. */
  note: (line: string) => void
  /** Opens the database for the work and closes it after, also on Ctrl-C. */
  onGround: <T>(work: (ground: Ground) => Promise<T>) => Promise<T>
}

export function cliContext(env: NodeJS.ProcessEnv): CliContext {
  const note = (line: string) => void process.stderr.write(`${line}\n`)
  return {
    say: (line) => void process.stdout.write(`${line}\n`),
    note,
    onGround: (work) => onGround(loadConfig(env), note, work),
  }
}

async function onGround<T>(config: Config, note: (line: string) => void, work: (ground: Ground) => Promise<T>): Promise<T> {
  const site = await openSite(config, note)
  const state = { closing: false }
  const onError = (error: Error) => {
    if (!state.closing) note(`A connection to the database was lost (${error.message}).`)
  }
  const database = openDatabase(site.url, systemClock, { connections: 6, onError })
  const secrets = createSecretBox(config.secretsKey, config.secretsKeyOld)
  const deps: Deps = { clock: systemClock, secrets, cursors: createCursorCodec(secrets), transaction: database.transaction }
  const close = once(async () => {
    state.closing = true
    await Promise.race([database.close(), sleep(3_000, undefined, { ref: false })])
    await site.close()
  })
  const interrupted = (signal: NodeJS.Signals) => {
    note('Stopped.')
    void close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143))
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  try {
    return await work({ config, deps, pool: database.pool, adminUrl: site.adminUrl, alone: site.alone })
  } finally {
    await close()
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
  }
}

type Site = { url: string; adminUrl: string; alone: boolean; close: () => Promise<void> }

/**
 * The PostgreSQL of DATABASE_URL; else the embedded one: that of the running program, or, where none runs, started
 * for as long as the command takes, with the data folder held, so that no program starts on it meanwhile.
 */
async function openSite(config: Config, note: (line: string) => void): Promise<Site> {
  if (config.databaseUrl !== undefined) {
    const adminUrl = config.migrationDatabaseUrl ?? config.databaseUrl
    await reach(config.databaseUrl)
    return { url: config.databaseUrl, adminUrl, alone: false, close: () => Promise.resolve() }
  }
  try {
    return await startSite(config, note)
  } catch (error) {
    const running = error instanceof StartError ? await runningDatabase(config.dataDir) : undefined
    if (running === undefined) throw error
    return { ...running, alone: false, close: () => Promise.resolve() }
  }
}

async function startSite(config: Config, note: (line: string) => void): Promise<Site> {
  const folder = await openDataFolder(config.dataDir)
  try {
    const database = await prepareDatabase(config, folder, { say: note, onLost: note })
    return {
      url: database.url,
      adminUrl: database.adminUrl,
      alone: true,
      close: async () => {
        await database.stop()
        await folder.release()
      },
    }
  } catch (error) {
    await folder.release()
    throw error
  }
}

async function reach(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
  } catch (error) {
    throw new StartError(`The database of DATABASE_URL cannot be reached (${error instanceof Error ? error.message : String(error)}).`)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= work())
}
