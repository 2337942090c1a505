import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import pg from 'pg'
import { systemClock } from '#src/kernel/clock.ts'
import { openDatabase, type Database } from '#src/platform/database/database.ts'
import { startEmbeddedPostgres } from '#src/platform/database/embedded-postgres.ts'
import { migrate, readMigrations } from '#src/platform/database/migrate.ts'
import { createCursorCodec } from '#src/platform/http/cursor.ts'
import type { Deps } from '#src/platform/ports.ts'
import { createSecretBox } from '#src/platform/secret-box.ts'
import { BareClients, Recorder } from './bare.ts'
import { populate } from './population.ts'

export const concurrency = 8

/** A PostgreSQL to measure on: the one of DATABASE_URL, or an embedded one with the settings of every day (fsync on). */
export type Server = { adminUrl: string; what: string; stop(): Promise<void> }

/**
 * @param kept a folder whose cluster stays and is used again; else one that goes with the bench. Of a server of
 *   DATABASE_URL the folder's last name only tells the databases apart.
 */
export async function openServer(kept?: string): Promise<Server> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return { adminUrl: given, what: `server of DATABASE_URL, ${await versionOf(given)}`, stop: () => Promise.resolve() }
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'ses-bench-')))
  const server = await startEmbeddedPostgres({ folder, log: () => undefined })
  return {
    adminUrl: server.adminUrl,
    what: `embedded, ${await versionOf(server.adminUrl)}`,
    stop: async () => {
      await server.stop()
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
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
  /** The database's processes that serve the program, those that read from disk for it included; none where the server is on another machine. */
  backends(): Promise<number[]>
  /** Reads past row-level security: to choose what to measure with. */
  admin: pg.Pool
  adminUrl: string
  appUrl: string
  close(): Promise<void>
}

export type Keeping = { ground?: string; rebuild: boolean; asIs: boolean }

export async function openGround(server: Server, size: number, keeping: Keeping, say: (line: string) => void): Promise<Ground> {
  const name = keeping.ground === undefined ? `ses_bench_${randomBytes(4).toString('hex')}` : `ses_bench_${basename(keeping.ground).toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}_${String(size)}`
  const password = randomBytes(12).toString('hex')
  const adminUrl = addressOf(server.adminUrl, name)
  if (keeping.ground === undefined || !(await isBuilt(server, name, keeping, say))) {
    await onServer(server, `create database ${name} encoding 'UTF8' template template0`)
    await migrate(adminUrl, { name: 'ses_bench_app', password })
    const begun = performance.now()
    await populate(adminUrl, size, say)
    await onServer(server, `comment on database ${name} is '${await fingerprint()}'`)
    say(`${size.toLocaleString('en-US')} complaints made in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  }
  await onServer(server, `alter role ses_bench_app password '${password}'`)
  const appUrl = addressOf(server.adminUrl, name, { name: 'ses_bench_app', password })
  const database = openDatabase(appUrl, systemClock, { connections: concurrency, onError: () => undefined })
  const recorder = new Recorder(database.pool)
  const secrets = createSecretBox(randomBytes(32))
  const deps: Deps = { clock: systemClock, secrets, cursors: createCursorCodec(secrets), transaction: (actor, work) => database.transaction(actor, work) }
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 })
  const bare = await BareClients.connect(appUrl, concurrency)
  return {
    size, database, deps, recorder, bare, admin, adminUrl, appUrl,
    backends: async () => (await admin.query<{ pid: number }>("select pid from pg_stat_activity where datname = $1 and application_name = 'ses' or backend_type = 'io worker'", [name])).rows.map(({ pid }) => pid),
    close: async () => {
      await Promise.all([database.close(), admin.end(), bare.close()])
      if (keeping.ground === undefined) await onServer(server, `drop database ${name} with (force)`)
    },
  }
}

/** Is the kept database there, finished, and of these migrations? One that never got finished is dropped. */
async function isBuilt(server: Server, name: string, { rebuild, asIs }: Keeping, say: (line: string) => void): Promise<boolean> {
  const [found] = await onServer<{ made_of: string | null }>(server, `select shobj_description(oid, 'pg_database') as made_of from pg_database where datname = '${name}'`)
  if (found === undefined) return false
  if (!rebuild && found.made_of !== null) {
    if (found.made_of === (await fingerprint())) return true
    if (asIs) {
      say(`${name} was made with other migrations and is used as it is.`)
      await followMigrations(addressOf(server.adminUrl, name))
      return true
    }
    throw new Error(`The kept database ${name} was made with other migrations. --rebuild makes it anew, --as-is uses it all the same.`)
  }
  await onServer(server, `drop database ${name} with (force)`)
  return false
}

/** The program starts on no database whose migrations are not its own. */
async function followMigrations(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    for (const { name, checksum } of await readMigrations()) await client.query('update schema_migration set checksum = $2 where name = $1', [name, checksum])
  } finally {
    await client.end()
  }
}

async function fingerprint(): Promise<string> {
  const migrations = await readMigrations()
  return createHash('sha256').update(migrations.map(({ checksum }) => checksum).join()).digest('hex').slice(0, 16)
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

async function onServer<R extends pg.QueryResultRow>(server: Server, statement: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: server.adminUrl })
  await client.connect()
  try {
    return (await client.query<R>(statement)).rows
  } finally {
    await client.end()
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ version: string; fsync: string }>("select split_part(version(), ' ', 2) as version, current_setting('fsync') as fsync")
  await client.end()
  return `PostgreSQL ${rows[0]?.version ?? ''}, fsync ${rows[0]?.fsync ?? ''}`
}
