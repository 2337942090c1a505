import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './program.ts'

const program = '/usr/sbin/clamd'

/** Which scanner `openClamd` offers here, for the names of tests. */
export const scannerHere = existsSync(program) ? 'clamd itself' : 'a stand-in that speaks clamd’s protocol'

// Put together here, so that no scanner takes this file for the test virus.
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join('')

/** Sizes in MB. `tells`: says so when a file is larger than what it scans. */
type Limits = { stream: number; file: number; tells: boolean }
const ample: Limits = { stream: 1_100, file: 1_100, tells: true }

export type Clamd = { address: { host: string; port: number }; close(): Promise<void> }

/** clamd where this machine has it, knowing one signature: the test virus. Else a server that speaks its INSTREAM. */
export async function openClamd(limits: Partial<Limits> = {}): Promise<Clamd> {
  return existsSync(program) ? realClamd({ ...ample, ...limits }) : standIn({ ...ample, ...limits })
}

async function realClamd({ stream, file, tells }: Limits): Promise<Clamd> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-clamd-'))
  const port = await freePort()
  const signatures = join(folder, 'signatures')
  await mkdir(signatures)
  await chmod(folder, 0o755)
  await writeFile(join(signatures, 'test.ndb'), `Test.Virus:0:*:${Buffer.from(eicar).toString('hex')}\n`)
  const settings = ['Foreground yes', 'TCPAddr 127.0.0.1', `TCPSocket ${String(port)}`, `DatabaseDirectory ${signatures}`, `TemporaryDirectory ${folder}`, 'Bytecode no', `StreamMaxLength ${String(stream)}M`, `MaxFileSize ${String(file)}M`, 'MaxScanSize 1100M', `AlertExceedsMax ${tells ? 'yes' : 'no'}`, 'MaxThreads 2']
  await writeFile(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`)
  const child = spawn(program, ['--config-file', join(folder, 'clamd.conf')], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = { host: '127.0.0.1', port }
  const until = performance.now() + 60_000
  while (!(await answers(address))) {
    await sleep(50)
    if (child.exitCode !== null || performance.now() > until) throw new Error(`clamd did not start: ${said}`)
  }
  return {
    address,
    close: async () => {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function answers(address: Clamd['address']): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.write('zPING\0')
    socket.setTimeout(2_000, () => socket.destroy())
    socket.on('data', (data) => {
      resolve(data.toString().startsWith('PONG'))
      socket.destroy()
    })
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(false))
  })
}

/** Speaks INSTREAM as its manual says. */
async function standIn(limits: Limits): Promise<Clamd> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let pending = Buffer.alloc(0)
    let content = Buffer.alloc(0)
    let greeted = false
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk])
      if (!greeted) {
        if (pending.subarray(0, 10).toString() !== 'zINSTREAM\0') return
        greeted = true
        pending = pending.subarray(10)
      }
      while (pending.length >= 4) {
        const length = pending.readUInt32BE(0)
        if (length === 0) {
          socket.end(`${standInAnswer(content, limits)}\0`)
          return
        }
        if (pending.length < 4 + length) return
        content = Buffer.concat([content, pending.subarray(4, 4 + length)])
        pending = pending.subarray(4 + length)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: { host: '127.0.0.1', port: portOf(server) },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

function standInAnswer(content: Buffer, { stream, file, tells }: Limits): string {
  const megabytes = content.length / 2 ** 20
  if (megabytes > stream) return 'INSTREAM size limit exceeded. ERROR'
  const isDeep = content.toString('latin1').split('PK\u0003\u0004').length > 17
  if (megabytes > file || isDeep) return tells ? `stream: Heuristics.Limits.Exceeded.${isDeep ? 'MaxRecursion' : 'MaxFileSize'} FOUND` : 'stream: OK'
  return content.includes(eicar) ? 'stream: Test.Virus.UNOFFICIAL FOUND' : 'stream: OK'
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}
