import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { isAlive } from '#src/platform/process-identity.ts'

const root = join(import.meta.dirname, '../..')
// A test run that is itself killed leaves no program behind.
const stopWithParent = pathToFileURL(join(root, 'scripts', 'stop-with-parent.mjs')).href

export type ProgramOptions = {
  dataDir: string
  /** Further settings. Nothing of the caller's own SES_* settings or DATABASE_URL reaches the program. */
  env?: Readonly<Record<string, string>>
  /** None: the embedded one, in the data folder. */
  database?: { appUrl: string; adminUrl: string }
  /** None: any free one. */
  port?: number
  /** How long it may take until it is ready, seeding included. */
  patience?: number
}

/** The real program, in processes of its own. */
export type Program = {
  /** Without a slash at its end. */
  url: string
  port: number
  pid: number
  /** Milliseconds from its start until it was ready. */
  readyAfter: number
  /** A superuser's address of its database. */
  adminUrl(): string
  /** All that it printed so far. */
  output(): string
  /** Asks it to stop; resolves to its exit code when every process of it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number>
  /** kill -9: of everything, of Node alone, or of the PostgreSQL server alone. Resolves when the killed ones are gone. */
  kill9(what?: 'all' | 'node' | 'postgres'): Promise<void>
  /** Its exit code, once it has ended. */
  ended: Promise<number>
  /** It and everything that it has started so far and that still lives. */
  processes(): number[]
}

/** The program ended instead of becoming ready. */
export class ProgramEnded extends Error {
  override name = 'ProgramEnded'
  readonly code: number
  readonly output: string

  constructor(code: number, output: string) {
    super(`The program ended with exit code ${String(code)}:\n${output}`)
    this.code = code
    this.output = output
  }
}

/**
 * Starts src/main.ts on the data folder and waits until it is ready.
 * @throws ProgramEnded when it ends before
 */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${String(port)}`
  const begun = performance.now()
  // As npm start runs it.
  const child = spawn(process.execPath, ['--max-semi-space-size=4', '--import', stopWithParent, join(root, 'src', 'main.ts')], {
    cwd: root,
    env: {
      ...cleanEnvironment(),
      NODE_ENV: 'production', SES_ENV: 'training', PORT: String(port), PUBLIC_URL: url, SES_DATA_DIR: options.dataDir,
      ...(options.database !== undefined && { DATABASE_URL: options.database.appUrl, MIGRATION_DATABASE_URL: options.database.adminUrl }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  const pid = child.pid ?? 0
  const output = collect(child)
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
    child.once('error', () => resolve(1))
  })
  await ready({ url, serves: options.env?.['SES_ROLE'] !== 'worker' }, child, ended, output, options.patience ?? 240_000)
  const readyAfter = performance.now() - begun
  return {
    url, port, pid, ended, output, readyAfter,
    adminUrl: () => options.database?.adminUrl ?? embeddedAdminUrl(options.dataDir),
    processes: () => familyOf(pid),
    stop: async (signal = 'SIGTERM') => {
      const family = familyOf(pid)
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      const code = await ended
      await gone(family)
      return code
    },
    kill9: async (what = 'all') => {
      const family = familyOf(pid)
      const server = family.filter((one) => isPostmaster(one, pid))
      const killed = what === 'all' ? family : what === 'node' ? [pid] : server
      for (const one of killed) kill(one)
      await gone(killed)
      if (killed.includes(pid)) await ended
    },
  }
}

/** The address under which a superuser reads the embedded database, while it runs. */
function embeddedAdminUrl(dataDir: string): string {
  const read = (name: string) => readFileSync(join(dataDir, 'postgres', name), 'utf8').trim()
  return `postgres://postgres:${read('password')}@127.0.0.1:${read('port')}/ses`
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}

/** The caller's environment without what would be a setting of the program or belongs to the test run. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(SES_|DATABASE_URL|MIGRATION_DATABASE_URL|VITEST|NODE_OPTIONS|SECRETS_KEY|SMTP_URL|S3_|CLAMD_|OIDC_|PORT$|HOST$|PUBLIC_URL|npm_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  return () => chunks.join('')
}

async function ready({ url, serves }: { url: string; serves: boolean }, child: ChildProcess, ended: Promise<number>, output: () => string, patience: number): Promise<void> {
  const until = performance.now() + patience
  const end: { code?: number } = {}
  void ended.then((code) => (end.code = code))
  for (;;) {
    if (end.code !== undefined) {
      // Its last words may still be on their way.
      await sleep(50)
      throw new ProgramEnded(end.code, output())
    }
    // Another program may answer on a port that ours was refused: asked only once ours says that it listens.
    if (serves ? output().includes('Web server: listening') && (await isReady(url)) : output().includes('Job worker: at work')) return
    await sleep(20)
    if (performance.now() > until) {
      for (const pid of familyOf(child.pid ?? 0)) kill(pid)
      throw new Error(`The program was not ready within ${String(patience / 1000)} seconds:\n${output()}`)
    }
  }
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  return answer?.ok === true
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function gone(pids: readonly number[]): Promise<void> {
  const until = performance.now() + 120_000
  while (pids.some(isAlive)) {
    if (performance.now() > until) throw new Error(`These processes did not end: ${pids.filter(isAlive).join(', ')}`)
    await sleep(10)
  }
}

/** The program's only direct child is its database server; the server's own children follow it by themselves. */
function isPostmaster(pid: number, program: number): boolean {
  return parents().get(pid) === program
}

/** A process and all that descend from it, itself included, as long as they live. */
function familyOf(pid: number): number[] {
  const parentOf = parents()
  const family = new Set([pid])
  for (let grown = true; grown; ) {
    grown = false
    for (const [child, parent] of parentOf) {
      if (!family.has(parent) || family.has(child)) continue
      family.add(child)
      grown = true
    }
  }
  return [...family].filter(isAlive)
}

/** Every process and its parent. */
function parents(): Map<number, number> {
  try {
    const pids = readdirSync('/proc').map(Number).filter((pid) => pid > 0)
    return new Map(pids.flatMap((pid) => parentFromProc(pid)))
  } catch {
    const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
    return new Map(lines.map((line) => line.trim().split(/\s+/)).map(([pid, parent]) => [Number(pid), Number(parent)]))
  }
}

function parentFromProc(pid: number): [number, number][] {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    return [[pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]]
  } catch {
    return []
  }
}
