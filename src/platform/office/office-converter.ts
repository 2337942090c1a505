import { spawn } from 'node:child_process'
import { accessSync, constants, createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import type { Readable } from 'node:stream'

/** Makes a PDF of an Office file. */
export type OfficeConverter = {
  /** Hands the PDF to `take`, and true; false where the program could not, or took too long. The file is gone afterwards. */
  convert(bytes: Readable, extension: string, take: (pdf: Readable) => Promise<void>): Promise<boolean>
}

export type ConverterOptions = {
  /** Of `soffice` (LibreOffice), or a program that takes the same arguments. */
  program: string
  /** Seconds until it is killed. */
  seconds?: number
}

const prlimit = '/usr/bin/prlimit'
const unshare = '/usr/bin/unshare'
const memoryBytes = 4 * 2 ** 30
const writtenBytes = 512 * 2 ** 20

/**
 * LibreOffice without a window, in a folder of its own that is gone afterwards: its own profile, no settings of whoever
 * runs the program, nothing fetched for it, limits of time, memory and written bytes, and killed with all that it started when the time is over.
 */
export function officeConverter({ program, seconds = 60 }: ConverterOptions): OfficeConverter {
  return {
    convert: async (bytes, extension, take) => {
      const folder = await mkdtemp(join(tmpdir(), 'ses-office-'))
      try {
        const input = join(folder, `document.${extension.replace(/[^a-z0-9]/g, '')}`)
        const out = join(folder, 'out')
        await mkdir(out)
        await pipeline(bytes, createWriteStream(input, { mode: 0o600 }))
        await forbidReaching(join(folder, 'profile'))
        const args = ['--headless', '--norestore', '--nolockcheck', '--nodefault', '--nologo', '--nofirststartwizard', `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, '--convert-to', 'pdf', '--outdir', out, input]
        const done = await run(await withoutNetwork(limited(program, args, seconds), folder), folder, seconds)
        const made = (await readdir(out)).find((name) => name.endsWith('.pdf'))
        if (!done || made === undefined) return false
        await take(createReadStream(join(out, made)))
        return true
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/**
 * A document may name pictures and texts elsewhere: LibreOffice would fetch them from the network, and from this machine's
 * disk into the PDF. So nothing that a document links to is loaded, and no macro runs.
 */
async function forbidReaching(profile: string): Promise<void> {
  await mkdir(join(profile, 'user'), { recursive: true })
  const security = '/org.openoffice.Office.Common/Security/Scripting'
  const items = [['BlockUntrustedRefererLinks', 'true'], ['DisableMacrosExecution', 'true'], ['MacroSecurityLevel', '3']].map(([name, value]) => `<item oor:path="${security}"><prop oor:name="${name ?? ''}" oor:op="fuse"><value>${value ?? ''}</value></prop></item>`)
  await writeFile(join(profile, 'user', 'registrymodifications.xcu'), `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${items.join('')}</oor:items>`)
}

type CommandLine = [program: string, ...args: string[]]

function limited(program: string, args: readonly string[], seconds: number): CommandLine {
  if (!isProgram(prlimit)) return [program, ...args]
  return [prlimit, `--as=${String(memoryBytes)}`, `--cpu=${String(seconds)}`, `--fsize=${String(writtenBytes)}`, '--core=0', '--', program, ...args]
}

let canUnshare: Promise<boolean> | undefined

/** In a network of its own, which reaches nothing, where the system lets this process make one. */
async function withoutNetwork(command: CommandLine, folder: string): Promise<CommandLine> {
  const alone: CommandLine = [unshare, '--map-root-user', '--net', '--']
  canUnshare ??= isProgram(unshare) ? run([...alone, '/bin/true'], folder, 10) : Promise.resolve(false)
  return (await canUnshare) ? [...alone, ...command] : command
}

/** Whether this file is there and may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function run([program, ...args]: CommandLine, folder: string, seconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    // A group of its own, so that what it starts is ended with it. Nothing of this process's environment: it holds secrets.
    const child = spawn(program, args, { cwd: folder, detached: true, stdio: 'ignore', env: { PATH: '/usr/bin:/bin', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' } })
    const timer = setTimeout(() => end(child.pid), seconds * 1000)
    child.on('error', () => {
      clearTimeout(timer)
      resolve(false)
    })
    child.on('exit', (code) => {
      clearTimeout(timer)
      end(child.pid)
      resolve(code === 0)
    })
  })
}

function end(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
