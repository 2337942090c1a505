import { Client } from 'pg'
import type { Config } from '../../config.ts'
import type { DataFolder } from '../data-folder.ts'
import { StartError } from '../start-error.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'

export type PreparedDatabase = {
  /** As the program connects: owning nothing, under row-level security. */
  url: string
  /** For migrations, seeding and operators' commands. */
  adminUrl: string
  stop(): Promise<void>
}

const name = 'ses'
const login = 'ses_app'

/** The database of the settings, else the embedded one in the data folder; migrated. */
export async function prepareDatabase(config: Config, folder: DataFolder | undefined, tell: { say: (line: string) => void; onLost: (reason: string) => void }): Promise<PreparedDatabase> {
  if (config.databaseUrl !== undefined) {
    const adminUrl = config.migrationDatabaseUrl ?? config.databaseUrl
    await migrated(adminUrl, { existing: decodeURIComponent(new URL(config.databaseUrl).username) }, tell.say)
    return { url: config.databaseUrl, adminUrl, stop: () => Promise.resolve() }
  }
  if (folder === undefined) throw new StartError('The embedded PostgreSQL needs a data folder of its own.')
  const server = await startEmbeddedPostgres({ folder: folder.postgres, log: tell.say, onExit: tell.onLost })
  try {
    tell.say('PostgreSQL: running, in the data folder')
    await createDatabase(server.adminUrl)
    const password = await folder.secret('database-password')
    const { url, adminUrl } = addressesOf(server.adminUrl, password)
    await migrated(adminUrl, { name: login, password }, tell.say)
    return { url, adminUrl, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function migrated(adminUrl: string, appLogin: Parameters<typeof migrate>[1], say: (line: string) => void): Promise<void> {
  const ran = await migrate(adminUrl, appLogin).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|28...|3D000)$/.test(code)) {
      throw new StartError(`The database of DATABASE_URL cannot be reached (${error instanceof Error ? error.message : code}). Check the address, the user and the password.`)
    }
    throw error
  })
  say(ran.length === 0 ? 'Database: up to date' : `Database: ${String(ran.length)} migrations ran`)
}

async function createDatabase(serverUrl: string): Promise<void> {
  const admin = new Client({ connectionString: serverUrl })
  await admin.connect()
  try {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await admin.query(`create database ${name} encoding 'UTF8' template template0`)
  } finally {
    await admin.end()
  }
}

/** The program's database on an embedded server: its owner's address and the program's own. */
export function addressesOf(serverAdminUrl: string, password: string): Pick<PreparedDatabase, 'url' | 'adminUrl'> {
  return { url: onDatabase(serverAdminUrl, { name: login, password }), adminUrl: onDatabase(serverAdminUrl) }
}

function onDatabase(serverUrl: string, user?: { name: string; password: string }): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  if (user !== undefined) {
    url.username = user.name
    url.password = encodeURIComponent(user.password)
  }
  return url.href
}
