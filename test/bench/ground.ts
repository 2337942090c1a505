import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { systemClock } from '#src/kernel/clock.ts'
import { openDatabase, type Database } from '#src/platform/database/database.ts'
import { startEmbeddedPostgres } from '#src/platform/database/embedded-postgres.ts'
import { migrate } from '#src/platform/database/migrate.ts'
import { createCursorCodec } from '#src/platform/http/cursor.ts'
import type { Deps } from '#src/platform/ports.ts'
import { createSecretBox } from '#src/platform/secret-box.ts'
import { BareClients, Recorder } from './bare.ts'
import { populate } from './population.ts'

export const concurrency = 8

/** A PostgreSQL to measure on: the one of DATABASE_URL, or an embedded one with the settings of every day (fsync on). */
export type Server = { adminUrl: string; what: string; stop(): Promise<void> }

export async function openServer(): Promise<Server> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return { adminUrl: given, what: `server of DATABASE_URL, ${await versionOf(given)}`, stop: () => Promise.resolve() }
  const folder = await mkdtemp(join(tmpdir(), 'ses-bench-'))
  const server = await startEmbeddedPostgres({ folder, log: () => undefined })
  return {
    adminUrl: server.adminUrl,
    what: `embedded, ${await versionOf(server.adminUrl)}`,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A database of one size, and the program's way to it beside the bare one. */
export type Ground = {
  size: number
  database: Database
  deps: Deps
  recorder: Recorder
  bare: BareClients
  /** The database's processes that serve the program; none where the server is on another machine. */
  backends(): Promise<number[]>
  /** Reads past row-level security: to choose what to measure with. */
  admin: pg.Pool
  adminUrl: string
  appUrl: string
  close(): Promise<void>
}

export async function openGround(server: Server, size: number, say: (line: string) => void): Promise<Ground> {
  const name = `ses_bench_${randomBytes(4).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await onServer(server, `create database ${name} encoding 'UTF8' template template0`)
  const adminUrl = addressOf(server.adminUrl, name)
  await migrate(adminUrl, { name: 'ses_bench_app', password })
  const begun = performance.now()
  await populate(adminUrl, size, say)
  say(`${size.toLocaleString('en-US')} complaints made in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  const appUrl = addressOf(server.adminUrl, name, { name: 'ses_bench_app', password })
  const database = openDatabase(appUrl, systemClock, { connections: concurrency, onError: () => undefined })
  const recorder = new Recorder(database.pool)
  const secrets = createSecretBox(randomBytes(32))
  const deps: Deps = { clock: systemClock, secrets, cursors: createCursorCodec(secrets), transaction: (actor, work) => database.transaction(actor, work) }
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 })
  const bare = await BareClients.connect(appUrl, concurrency)
  return {
    size, database, deps, recorder, bare, admin, adminUrl, appUrl,
    backends: async () => (await admin.query<{ pid: number }>("select pid from pg_stat_activity where datname = $1 and application_name = 'ses'", [name])).rows.map(({ pid }) => pid),
    close: async () => {
      await Promise.all([database.close(), admin.end(), bare.close()])
      await onServer(server, `drop database ${name} with (force)`)
    },
  }
}

function addressOf(serverUrl: string, database: string, login?: { name: string; password: string }): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  if (login !== undefined) {
    url.username = login.name
    url.password = login.password
  }
  return url.href
}

async function onServer(server: Server, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.adminUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ version: string; fsync: string }>("select split_part(version(), ' ', 2) as version, current_setting('fsync') as fsync")
  await client.end()
  return `PostgreSQL ${rows[0]?.version ?? ''}, fsync ${rows[0]?.fsync ?? ''}`
}
