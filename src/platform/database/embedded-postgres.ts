import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { secret } from '../data-folder.ts'
import { StartError } from '../start-error.ts'
import { accountFor } from './embedded/account.ts'
import type { Account } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import type { Binaries } from './embedded/binaries.ts'
import { cleanEnvironment, ensureCluster } from './embedded/cluster.ts'
import { clusterBase } from './embedded/places.ts'
import { anyFree, choosePort } from './embedded/port.ts'
import { endStragglers, readPidFile, stopOrphan, stopProcess } from './embedded/postmaster.ts'
import { ServerLog } from './embedded/server-log.ts'
import { serverSettings } from './embedded/settings.ts'

export type EmbeddedPostgres = {
  /** A superuser's address, of the database `postgres`. */
  readonly adminUrl: string
  readonly host: string
  readonly port: number
  readonly pid: number
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** A folder of its own; what it holds (cluster, password, log, port) outlives the process. */
  readonly folder: string
  readonly log: (line: string) => void
  /** Called once when the server ends without having been stopped. */
  readonly onExit?: (reason: string) => void
  /** Overrides of server settings, for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

const host = '127.0.0.1'

/**
 * Starts the PostgreSQL of the npm package on a cluster in the folder, made when missing. Recovers by itself from
 * kill -9 of the program, of the server, or of both.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const folder = realpathSync(options.folder)
  const account = accountFor(join(folder, 'cluster'))
  const binaries = findBinaries(account)
  const base = await clusterBase(folder, account, options.log)
  const passwordFile = join(folder, 'password')
  if (existsSync(join(base, 'cluster')) && !existsSync(passwordFile)) {
    throw new StartError(`The password of the embedded PostgreSQL (${passwordFile}) is missing. Restore the file, or the whole data folder, from a backup.`)
  }
  const password = () => secret(passwordFile, () => randomBytes(24).toString('hex'))
  const cluster = await ensureCluster(base, binaries, account, { password, durable: options.settings?.['fsync'] !== 'off' })
  await stopOrphan(cluster, options.log)
  const log = new ServerLog(join(folder, 'server.log'))
  const server = await launch({ folder, cluster, binaries, account, log, settings: options.settings ?? {} })
  const adminUrl = `postgres://postgres:${await password()}@${host}:${String(server.port)}/postgres`
  const stop = guard(server.child, log, options.onExit)
  try {
    await answers(adminUrl)
  } catch (error) {
    await stop()
    throw error
  }
  return { adminUrl, host, port: server.port, pid: server.pid, stop }
}

type Launch = {
  readonly folder: string
  readonly cluster: string
  readonly binaries: Binaries
  readonly account: Account
  readonly log: ServerLog
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Starts until it stands: after kill -9 of a server its children hold the shared memory for some moments more, and a
 * port that was free a moment ago may be taken.
 */
async function launch(at: Launch): Promise<{ child: ChildProcess; pid: number; port: number }> {
  const until = Date.now() + 20_000
  let port = await choosePort(join(at.folder, 'port'))
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(at, port)
    if (typeof outcome !== 'string') {
      writeFileSync(join(at.folder, 'port'), String(port), { mode: 0o600 })
      return { ...outcome, port }
    }
    const passing = /shared memory block|lock file "postmaster.pid"|could not bind|Address already in use|could not create any TCP/i.test(outcome)
    if (!passing || Date.now() > until) {
      throw new StartError(`The embedded PostgreSQL did not start:\n${outcome}\nIts log is ${join(at.folder, 'server.log')}.`)
    }
    if (/could not bind|Address already in use|could not create any TCP/i.test(outcome)) port = await anyFree()
    if (attempt >= 10) endStragglers(at.cluster)
    await sleep(200)
  }
}

/** One start; resolves when the server is ready, or to what it said when it ended. */
async function tryOnce({ binaries, cluster, account, log, settings }: Launch, port: number): Promise<{ child: ChildProcess; pid: number } | string> {
  const output = log.open()
  const before = log.size()
  const child = spawn(binaries.postgres, ['-D', cluster, ...serverSettings(port, settings)], {
    ...account,
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['ignore', output, output],
    // A session of its own: Ctrl-C in the terminal must not reach it before our orderly stop does.
    detached: true,
  })
  log.close(output)
  let ended: string | undefined
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', () => {
    ended ??= log.since(before)
  })
  for (;;) {
    if (ended !== undefined) return ended
    const state = readPidFile(cluster)
    // No deadline: after a crash the server first replays its log, which may take its time.
    if (child.pid !== undefined && state?.pid === child.pid && state.ready) return { child, pid: child.pid }
    await sleep(10)
  }
}

/** Watches the server; the returned function stops it for good. */
function guard(child: ChildProcess, log: ServerLog, onExit: ((reason: string) => void) | undefined): () => Promise<void> {
  let stopping: Promise<void> | undefined
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', lastResort)
      log.stop()
      resolve()
      if (stopping === undefined) onExit?.(`The embedded PostgreSQL has ended by itself (${signal ?? `exit code ${String(code)}`}).`)
    })
  })
  // Where the program ends without stopping it, at least no server stays behind.
  const lastResort = () => {
    child.kill('SIGINT')
  }
  process.once('exit', lastResort)
  return () => {
    stopping ??= (child.exitCode ?? child.signalCode) !== null || child.pid === undefined ? Promise.resolve() : stopProcess(child.pid).then(() => exited)
    return stopping
  }
}

async function answers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query('select 1')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(`The embedded PostgreSQL runs but cannot be used: ${reason}.`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
