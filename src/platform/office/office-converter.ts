import { spawn } from 'node:child_process'
import { accessSync, constants, createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
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
const memoryBytes = 4 * 2 ** 30
const writtenBytes = 512 * 2 ** 20

/**
 * LibreOffice without a window, in a folder of its own that is gone afterwards: its own profile, no settings of whoever
 * runs the program, limits of time, memory and written bytes, and killed with all that it started when the time is over.
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
        const args = ['--headless', '--norestore', '--nolockcheck', '--nodefault', '--nologo', '--nofirststartwizard', `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, '--convert-to', 'pdf', '--outdir', out, input]
        const done = await run(...limited(program, args, seconds), folder, seconds)
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

function limited(program: string, args: readonly string[], seconds: number): [string, string[]] {
  if (!isProgram(prlimit)) return [program, [...args]]
  return [prlimit, [`--as=${String(memoryBytes)}`, `--cpu=${String(seconds)}`, `--fsize=${String(writtenBytes)}`, '--core=0', '--', program, ...args]]
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

function run(program: string, args: readonly string[], folder: string, seconds: number): Promise<boolean> {
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
