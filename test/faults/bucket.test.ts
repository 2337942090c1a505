import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import yauzl from 'yauzl'
import { z } from 'zod'
import type { S3Settings } from '#src/platform/files/s3-store.ts'
import { newId } from '#src/platform/new-id.ts'
import { DocumentItem } from '#src/modules/documents/contract.ts'
import { signIn, trainingAccounts, type ApiClient } from '#test/world/api-client.ts'
import { startProgram, type Program } from '#test/world/program.ts'
import { openS3Server, testKeys, type S3Server } from '#test/world/s3-server.ts'
import { trainingDatabase } from '#test/world/training-program.ts'
import { bytesOf, idIn, locationOf } from '#test/world/tus.ts'

const megabyte = 2 ** 20
const dataDir = await mkdtemp(join(tmpdir(), 'ses-bucket-'))

let server: S3Server
let bucket: S3Settings
let program: Program
let client: ApiClient
let complaintId: string

let ground: Awaited<ReturnType<typeof trainingDatabase>>
const start = () =>
  startProgram({ dataDir, database: ground.database, env: { ...ground.env, S3_BUCKET: bucket.bucket, S3_ENDPOINT: bucket.endpoint ?? '', S3_ACCESS_KEY: testKeys.accessKeyId, S3_SECRET_KEY: testKeys.secretAccessKey } })

beforeAll(async () => {
  server = await openS3Server()
  bucket = await server.newBucket()
  ground = await trainingDatabase()
  program = await start()
  const account = (await trainingAccounts(program.url)).find(({ kind, roles }) => kind === 'agency' && roles.includes('Complaint Supervisor'))
  if (account === undefined) throw new Error('The training world has no Complaint Supervisor.')
  client = await signIn(program.url, account)
  const list = z.object({ items: z.array(z.object({ id: z.string() })) }).parse((await client.get('/complaints?view=open&limit=1')).body)
  complaintId = list.items[0]?.id ?? ''
})

afterAll(async () => {
  await program.stop()
  await ground.drop()
  await server.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function create(name: string, size: number): Promise<string> {
  const metadata = Object.entries({ purpose: 'complaint', targetId: complaintId, filename: name })
  return locationOf(await client.upload('POST', '/uploads', { 'upload-length': String(size), 'upload-metadata': metadata.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',') }))
}

async function patch(location: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const response = await client.upload('PATCH', location, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, bytes)
  if (response.status !== 204) throw new Error(`A piece was refused with ${String(response.status)}: ${await response.text()}`)
  return Number(response.headers.get('upload-offset'))
}

async function upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const location = await create(name, bytes.length)
  await patch(location, 0, bytes)
  return idIn(location)
}

/** A request whose body never ends by itself: what was sent so far arrives, the rest does not. */
function sendAndHold(location: string, offset: number, all: number, bytes: Uint8Array): void {
  const held = request(client.url + location, {
    method: 'PATCH',
    headers: { ...client.headers, 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', 'content-length': String(all) },
  })
  held.on('error', () => undefined)
  held.write(bytes)
}

const content = (id: string, headers: Record<string, string> = {}) => fetch(`${client.url}/api/v1/documents/${id}/content`, { headers: { ...client.headers, ...headers } })
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const bytesIn = async (response: Response) => new Uint8Array(await response.arrayBuffer())

async function unzipped(zip: Uint8Array): Promise<Map<string, Buffer>> {
  const archive = await yauzl.fromBufferPromise(Buffer.from(zip))
  const files = new Map<string, Buffer>()
  for await (const entry of archive.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await archive.openReadStreamPromise(entry)) if (chunk instanceof Buffer) chunks.push(chunk)
    files.set(entry.fileName, Buffer.concat(chunks))
  }
  return files
}

test('the whole program on a bucket: an upload in pieces outlives kill -9, and is there as a file, in parts, in a ZIP and as a preview', async () => {
  const bytes = new Uint8Array(randomBytes(40 * megabyte))
  const location = await create('recording.wav', bytes.length)
  const first = await patch(location, 0, bytes.slice(0, 6 * megabyte))
  expect(first).toBe(6 * megabyte)
  // In the middle of the next piece, once a whole part of it lies in the bucket and more is on its way.
  const parts = join(dataDir, 'upload-parts')
  sendAndHold(location, first, bytes.length - first, bytes.subarray(first, 30 * megabyte))
  const seen = new Set<string>()
  await expect.poll(async () => {
    for (const name of await readdir(parts)) seen.add(name)
    return seen.size
  }, { interval: 5, timeout: 60_000 }).toBeGreaterThan(2)
  await program.kill9()

  program = await start()
  client.url = program.url
  const kept = Number((await client.upload('HEAD', location, {})).headers.get('upload-offset'))
  expect(kept, 'nothing acknowledged is lost').toBeGreaterThanOrEqual(first)
  expect(kept).toBeLessThan(bytes.length)
  const more = await patch(location, kept, bytes.slice(kept, kept + 3 * megabyte))
  expect(await patch(location, more, bytes.slice(more))).toBe(bytes.length)

  const id = idIn(location)
  expect(DocumentItem.parse((await client.get(`/documents/${id}`)).body)).toMatchObject({ state: 'stored', size: bytes.length, sha256: hashOf(bytes) })
  expect(hashOf(await bytesIn(await content(id)))).toBe(hashOf(bytes))
  // Across the border of two parts.
  const [from, to] = [8 * megabyte - 5, 8 * megabyte + 4]
  const part = await content(id, { range: `bytes=${String(from)}-${String(to)}` })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${String(from)}-${String(to)}/${String(bytes.length)}`])
  expect(await bytesIn(part)).toEqual(bytes.slice(from, to + 1))
  expect((await content(id, { range: `bytes=${String(bytes.length)}-` })).status).toBe(416)

  const note = await upload('note.txt', bytesOf('Seen at the branch.'))
  expect((await client.get(`/documents/${note}/preview`)).body).toEqual({ kind: 'text', text: 'Seen at the branch.', truncated: false })
  const zip = await fetch(`${client.url}/api/v1/documents/selections`, { method: 'POST', headers: { ...client.headers, 'content-type': 'application/json' }, body: JSON.stringify({ ids: [id, note] }) })
  const files = await unzipped(await bytesIn(zip))
  expect([...files.keys()].toSorted()).toEqual(['Documents/note.txt', 'Documents/recording.wav', 'manifest.csv'])
  expect([hashOf(files.get('Documents/recording.wav') ?? new Uint8Array()), files.get('Documents/note.txt')?.toString()]).toEqual([hashOf(bytes), 'Seen at the branch.'])
})

test('a file in the bucket that belongs to nothing is collected when it is old; what belongs to something or to others stays', async () => {
  const kept = await upload('kept.txt', bytesOf('kept'))
  const s3 = new S3Client({ endpoint: bucket.endpoint ?? '', region: bucket.region, credentials: testKeys, forcePathStyle: true })
  const [old, young, foreign] = [newId(), newId(), 'readme.txt']
  for (const Key of [old, young, foreign]) await s3.send(new PutObjectCommand({ Bucket: bucket.bucket, Key, Body: 'left behind' }))
  const aged = await server.age(bucket.bucket, old, 25 * 60 * 60_000)
  for (const key of [kept, foreign]) await server.age(bucket.bucket, key, 25 * 60 * 60_000)
  await collect()
  const keys = async () => ((await s3.send(new ListObjectsV2Command({ Bucket: bucket.bucket }))).Contents ?? []).map(({ Key }) => Key)
  if (aged) expect(await keys()).not.toContain(old)
  expect(await keys()).toEqual(expect.arrayContaining([young, foreign, kept]))
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.bucket, Key: kept }))
  expect(await Body?.transformToString()).toBe('kept')
})

/** The daily job, now; resolves when the worker is through with it. */
async function collect(): Promise<void> {
  const database = new Client({ connectionString: program.adminUrl() })
  await database.connect()
  try {
    await database.query(`select graphile_worker.add_job('collect-files', '{}'::json, job_key => 'collect-now')`)
    await expect.poll(async () => (await database.query(`select 1 from graphile_worker.jobs where key = 'collect-now'`)).rowCount, { timeout: 60_000 }).toBe(0)
  } finally {
    await database.end()
  }
}
