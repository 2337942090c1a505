import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, copyFile, mkdtemp, open, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { signIn, trainingAccounts, type ApiClient } from '#test/world/api-client.ts'
import { startProgram } from '#test/world/program.ts'
import { median } from './measure.ts'
import { watchMemory } from './memory.ts'
import type { Row } from './readings.ts'

const bytes = 2 ** 30
const tries = 3
// What a server does at the least: it takes the bytes as they come and writes them to disk, nothing else.
const rawServer = `
  import { createServer } from 'node:http'; import { createWriteStream } from 'node:fs'; import { pipeline } from 'node:stream/promises'
  createServer(async (request, response) => { await pipeline(request, createWriteStream(process.argv[1], { flush: true })); response.writeHead(204).end() })
    .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

/** 1 GB by tus into the program, hashed and recorded, beside the same bytes in a raw streamed PUT to a bare server. */
export async function timeUpload(say: (line: string) => void): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-bench-upload-'))
  // Root's PostgreSQL runs as another user, who must be able to pass; else its cluster lies elsewhere and stays behind.
  await chmod(folder, 0o711)
  // Started anew, so that what making the training world took is not counted.
  await (await startProgram({ dataDir: join(folder, 'data') })).stop()
  const program = await startProgram({ dataDir: join(folder, 'data') })
  const raw = spawn(process.execPath, ['--input-type=module', '-e', rawServer, join(folder, 'raw')], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const port = await new Promise<number>((resolve) => raw.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))))
    const { client, complaintId } = await anyComplaint(program.url)
    const times: { tus: number; raw: number; copy: number }[] = []
    const memory = watchMemory(program.pid)
    const before = memory.now()
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const rawTime = await timed(() => send('PUT', `http://127.0.0.1:${String(port)}/`, {}))
      const tusTime = await timed(() => uploadByTus(client, complaintId, attempt))
      const copyTime = await timed(() => copy(join(folder, 'raw'), join(folder, 'copy')))
      times.push({ raw: rawTime, tus: tusTime, copy: copyTime })
      say(`1 GB: ${(tusTime / 1000).toFixed(1)} s by tus, ${(rawTime / 1000).toFixed(1)} s raw, ${(copyTime / 1000).toFixed(1)} s copied`)
    }
    const after = memory.stop()
    return [
      { work: 'upload ratio', name: '1 GB by tus, of a raw streamed PUT', figure: { value: median(times.map(({ tus, raw: bare }) => tus / bare)), unit: '×' }, remark: `${(median(times.map(({ tus }) => tus)) / 1000).toFixed(1)} s and ${(median(times.map(({ raw: bare }) => bare)) / 1000).toFixed(1)} s; a copy of the file on the same disk takes ${(median(times.map(({ copy: copied }) => copied)) / 1000).toFixed(1)} s` },
      ...(after === null ? [] : [{ work: 'upload memory' as const, name: 'peak of the server', figure: { value: after.peak, unit: 'MB' }, remark: `${(before?.peak ?? 0).toFixed(0)} MB before` }]),
    ]
  } finally {
    raw.kill()
    await program.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function anyComplaint(url: string): Promise<{ client: ApiClient; complaintId: string }> {
  const account = (await trainingAccounts(url)).find(({ kind, roles }) => kind === 'agency' && roles.includes('Complaint Supervisor'))
  if (account === undefined) throw new Error('The training world has no Complaint Supervisor.')
  const client = await signIn(url, account)
  const list = z.object({ items: z.array(z.object({ id: z.string() })) }).parse((await client.get('/complaints?view=open&limit=1')).body)
  const complaintId = list.items[0]?.id
  if (complaintId === undefined) throw new Error('The training world has no open complaint.')
  return { client, complaintId }
}

async function uploadByTus(client: ApiClient, complaintId: string, attempt: number): Promise<void> {
  const metadata = Object.entries({ purpose: 'complaint', targetId: complaintId, filename: `recording-${String(attempt)}.bin` })
  const created = await client.upload('POST', '/uploads', {
    'upload-length': String(bytes),
    'upload-metadata': metadata.map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(','),
  })
  const location = created.headers.get('location')
  if (created.status !== 201 || location === null) throw new Error(`The upload was refused: ${String(created.status)} ${await created.text()}`)
  await send('PATCH', client.url + location, { ...client.headers, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' })
}

/** A gigabyte as one body, made as it goes. */
async function send(method: string, url: string, headers: Record<string, string>): Promise<void> {
  const chunk = randomBytes(2 ** 20)
  const outgoing = request(url, { method, headers: { ...headers, 'content-length': String(bytes) } })
  const answered = new Promise<number>((resolve, reject) => {
    outgoing.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    outgoing.once('error', reject)
  })
  await pipeline(Readable.from((function* () {
    for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk
  })()), outgoing)
  const status = await answered
  if (status !== 204) throw new Error(`The upload ended with status ${String(status)}.`)
}

/** As cp does it, to the disk and not only to memory. */
async function copy(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  const file = await open(to, 'r+')
  await file.sync()
  await file.close()
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
