import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, startOf } from './process-identity.ts'
import { StartError } from './start-error.ts'

/** The folder that holds everything which must outlive the process; held by one process at a time. */
export type DataFolder = {
  readonly path: string
  readonly postgres: string
  readonly files: string
  readonly secrets: string
  /** A secret made once and kept in a file that only the owner may read. */
  secret(name: string, make?: () => string): Promise<string>
  release(): Promise<void>
}

export async function openDataFolder(dir: string): Promise<DataFolder> {
  const path = resolve(dir)
  const folders = { postgres: join(path, 'postgres'), files: join(path, 'files'), secrets: join(path, 'secrets'), lock: join(path, 'lock') }
  await prepare(path, folders)
  const release = await lock(path, folders.lock)
  return {
    path,
    postgres: folders.postgres,
    files: folders.files,
    secrets: folders.secrets,
    secret: (name, make = () => randomBytes(32).toString('base64')) => secret(join(folders.secrets, name), make),
    release,
  }
}

/** Reads a 0600 file, or makes it; whoever makes it first decides, and a kill leaves the whole secret or none. */
export async function secret(file: string, make: () => string): Promise<string> {
  const existing = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  if (existing !== '') return existing
  const staged = `${file}.${String(process.pid)}.${randomBytes(4).toString('hex')}`
  const value = make()
  const handle = await open(staged, 'wx', 0o600)
  try {
    await handle.writeFile(value)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(staged, file)
  return value
}

async function prepare(path: string, folders: Record<'postgres' | 'files' | 'secrets' | 'lock', string>): Promise<void> {
  const asRoot = process.getuid?.() === 0
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const { mode, uid } = await stat(path)
    // PostgreSQL runs as another user when we are root, and must be able to pass through to its own folder.
    if (asRoot) await chmod(path, (mode & 0o777) | 0o711)
    else if (uid === process.getuid?.()) await chmod(path, 0o700)
    for (const folder of [folders.files, folders.secrets, folders.lock]) await mkdir(folder, { recursive: true, mode: 0o700 })
    await mkdir(folders.postgres, { recursive: true, mode: asRoot ? 0o711 : 0o700 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(`The data folder ${path} cannot be used (${reason}). Make it writable for this user, or name another with SES_DATA_DIR.`)
  }
}

/**
 * A claim is a file named after its process. Each start writes its claim before it looks at the others', so two that
 * start together always see each other: never do both go on. Claims of dead processes, those killed with -9 included,
 * count for nothing and are removed.
 */
async function lock(path: string, folder: string): Promise<() => Promise<void>> {
  const mine = `${String(process.pid)}.${await startOf(process.pid)}.${randomBytes(4).toString('hex')}`
  const claim = join(folder, mine)
  for (let attempt = 1; ; attempt++) {
    await writeFile(claim, '', { flag: 'wx', mode: 0o600 })
    const other = await livingClaim(folder, mine)
    if (other === undefined) return () => rm(claim, { force: true })
    await rm(claim, { force: true })
    if (attempt === 4) {
      throw new StartError(
        `Another SES (process ${other}) is already running on this data folder (${path}). Stop it first, or start this one with another SES_DATA_DIR and PORT.`,
      )
    }
    await sleep(50 + Math.random() * 200)
  }
}

async function livingClaim(folder: string, mine: string): Promise<string | undefined> {
  for (const name of await readdir(folder)) {
    if (name === mine) continue
    const [pid = '', start = ''] = name.split('.')
    if (isAlive(Number(pid)) && (await startOf(Number(pid))) === start) return pid
    await rm(join(folder, name), { force: true })
  }
  return undefined
}
