import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../../start-error.ts'
import type { Account } from './account.ts'
import { may } from './account.ts'
import { stopOrphan } from './postmaster.ts'

/** A folder of root's through which the account may pass, for what it cannot reach where it is. */
export function reachablePlace(account: Account): string {
  const candidates = ['/var/lib/ses-postgres', '/var/tmp/ses-postgres', join(tmpdir(), 'ses-postgres')]
  const found = candidates.find((path) => made(path) && may(account, '-x', path))
  if (found !== undefined) return found
  throw new StartError(
    'PostgreSQL does not run as root, and no folder was found that another user can reach. Start as an ordinary user, or set DATABASE_URL.',
  )
}

/** Makes it where it is missing; one that somebody else made there is not used. */
function made(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true })
    if (isRootsOwn(path)) chmodSync(path, 0o755)
    return isRootsOwn(path)
  } catch {
    return false
  }
}

/** A folder of root's that nobody else may change: what lies in it can be trusted. */
export function isRootsOwn(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found !== undefined && found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0
}

/**
 * Where the cluster lies: in the data folder, or, where root's PostgreSQL account cannot pass through the folders above
 * it, in a place of its own. A number in the data folder and a note in that place name each other, so that a data
 * folder which was deleted and made anew starts empty, and one that was moved finds its cluster.
 */
export async function clusterBase(folder: string, account: Account, log: (line: string) => void): Promise<string> {
  const pointer = join(folder, 'elsewhere')
  if (account === undefined) return folder
  chmodSync(folder, 0o711)
  const known = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : ''
  if (known === '' && may(account, '-x', folder)) return folder
  if (existsSync(join(folder, 'cluster'))) {
    throw new StartError(
      `PostgreSQL does not run as root, and user ${String(account.uid)}, who owns the database in ${folder}, cannot pass through the folders above it. Move the data folder to a reachable place (SES_DATA_DIR).`,
    )
  }
  const place = reachablePlace(account)
  await disposeOfForerunners(place, folder, known, log)
  const existing = join(place, `cluster-${known}`)
  if (known !== '' && existsSync(existing)) return claimed(existing, folder, known)
  const id = known === '' ? randomUUID() : known
  writeFileSync(pointer, id, { mode: 0o600 })
  const base = join(place, `cluster-${id}`)
  mkdirSync(base, { mode: 0o711 })
  writeFileSync(join(base, 'data-folder'), folder, { mode: 0o600 })
  return base
}

/** A cluster belongs to one data folder: a copy of the folder must not stop the server of the original. */
function claimed(base: string, folder: string, id: string): string {
  const note = join(base, 'data-folder')
  const owner = existsSync(note) ? readFileSync(note, 'utf8') : folder
  const pointer = join(owner, 'elsewhere')
  if (owner !== folder && existsSync(pointer) && readFileSync(pointer, 'utf8').trim() === id) {
    throw new StartError(`The database of ${folder} lies in ${base} and belongs to ${owner}, of which this folder is a copy. Use npm run ses -- backup and restore to copy a database.`)
  }
  writeFileSync(note, folder, { mode: 0o600 })
  return base
}

/** Clusters of a data folder that stood at this path before and was deleted; their servers may still run. */
async function disposeOfForerunners(place: string, folder: string, id: string, log: (line: string) => void): Promise<void> {
  for (const name of readdirSync(place)) {
    const base = join(place, name)
    const note = join(base, 'data-folder')
    if (!name.startsWith('cluster-') || name === `cluster-${id}` || !existsSync(note)) continue
    if (readFileSync(note, 'utf8') !== folder) continue
    await stopOrphan(join(base, 'cluster'), log)
    rmSync(base, { recursive: true, force: true })
  }
}
