import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../start-error.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** Nothing of our environment reaches PostgreSQL: PGDATA, PGPORT, LD_LIBRARY_PATH or a locale would change what it does. */
export const cleanEnvironment: NodeJS.ProcessEnv = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'], TEMP: process.env['TEMP'] } : {}),
}

/**
 * Makes the cluster unless it is there. It is made beside and renamed when whole, so that a kill leaves none or all.
 * Text sorts by code point whatever the machine's locale (the built-in C.UTF-8): the same order everywhere, for ever.
 */
export async function ensureCluster(base: string, binaries: Binaries, account: Account, options: { password: () => Promise<string>; durable: boolean }): Promise<string> {
  const cluster = join(base, 'cluster')
  if (existsSync(cluster)) {
    const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
    if (version !== binaries.major) {
      throw new StartError(`The database in ${cluster} is of PostgreSQL ${version}, this program brings PostgreSQL ${binaries.major}. Back it up with the release that made it and restore it here (docs/operations).`)
    }
    return cluster
  }
  const staged = join(base, 'cluster.new')
  rmSync(staged, { recursive: true, force: true })
  mkdirSync(staged, { mode: 0o700 })
  const passwordFile = join(staged, 'password')
  writeFileSync(passwordFile, await options.password(), { mode: 0o600 })
  if (account !== undefined) for (const path of [staged, passwordFile]) chownSync(path, account.uid, account.gid)
  await initdb(binaries, account, [
    `--pgdata=${join(staged, 'data')}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(options.durable ? [] : ['--no-sync']),
  ])
  renameSync(join(staged, 'data'), cluster)
  rmSync(staged, { recursive: true, force: true })
  return cluster
}

function initdb(binaries: Binaries, account: Account, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, args, { ...account, cwd: '/', env: cleanEnvironment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => {
      reject(new StartError(`The embedded PostgreSQL does not run on this system (${error.message}). Set DATABASE_URL to a PostgreSQL 15 or newer.`))
    })
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new StartError(`The embedded PostgreSQL could not make its database:\n${output.trimEnd()}\nCheck free disk space and the permissions of the data folder, or set DATABASE_URL.`))
    })
  })
}
