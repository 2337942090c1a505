import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '#src/platform/database/embedded-postgres.ts'
import { stopOrphan } from '#src/platform/database/embedded/postmaster.ts'
import { isAlive } from '#src/platform/process-identity.ts'
import { migrate } from '#src/platform/database/migrate.ts'

const prefix = 'ses-test-postgres-'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's address of the server that this run's tests use. */
    adminUrl: string
    /** A migrated database from which each test file clones its own. */
    template: string
    /** The program's login on that server. */
    appPassword: string
    /** SECRETS_KEY of every program that runs on a clone of the training world. */
    secretsKey: string
  }
}

export const appLogin = 'ses_test_app'

/**
 * One server for the whole run: the one of DATABASE_URL, or an embedded one that lasts as long as the run;
 * on it, a migrated template.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await serverForTests()
  // Programs that tests start compile the sources once, not each anew.
  const compiled = await mkdtemp(join(tmpdir(), 'ses-test-compiled-'))
  process.env['NODE_COMPILE_CACHE'] = compiled
  const template = `ses_test_${randomBytes(4).toString('hex')}`
  const teardown = async () => {
    await dropAll(server.adminUrl, template)
    await server.stop()
    // A program that a test has just killed may still be writing there.
    await rm(compiled, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  try {
    const appPassword = randomBytes(12).toString('hex')
    await makeTemplate(server.adminUrl, template, appPassword)
    project.provide('adminUrl', server.adminUrl)
    project.provide('template', template)
    project.provide('appPassword', appPassword)
    project.provide('secretsKey', randomBytes(32).toString('base64'))
    return teardown
  } catch (error) {
    // Vitest tears down only what was set up.
    await teardown()
    throw error
  }
}

async function makeTemplate(serverUrl: string, template: string, appPassword: string): Promise<void> {
  const admin = new Client({ connectionString: serverUrl })
  await admin.connect()
  await admin.query(`create database ${template}`)
  await admin.end()
  const templateUrl = new URL(serverUrl)
  templateUrl.pathname = `/${template}`
  await migrate(templateUrl.href, { name: appLogin, password: appPassword })
}

async function serverForTests(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return { adminUrl: given, stop: () => Promise.resolve() }
  await clearKilledRuns()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${String(process.pid)}-`))
  const server = await startEmbeddedPostgres({
    folder,
    log: () => undefined,
    // Nothing of a test run outlives it: durability would only cost time.
    // Cleaning up databases that are gone in a minute would as well, and would stand in the way of cloning.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', max_connections: '200', max_wal_size: '4GB' },
  })
  return {
    adminUrl: server.adminUrl,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** On a server that outlives the run, nothing is left behind. */
async function dropAll(adminUrl: string, template: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  const { rows } = await admin.query<{ datname: string }>('select datname from pg_database where datname = $1 or datname like $2', [template, `${template}\\_%`])
  for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`)
  await admin.end()
}

/** Servers of runs that were killed before they could stop them. */
async function clearKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : NaN)
    if (!(pid > 0) || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    if ((await stat(folder)).uid !== process.getuid?.()) continue
    await stopOrphan(join(folder, 'cluster'), () => undefined)
    await rm(folder, { recursive: true, force: true })
  }
}
