import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Upload } from '@tus/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openS3Server, type S3Server } from '#test/world/s3-server.ts'
import { openDiskStore } from './disk-store.ts'
import type { FileStore } from './file-store.ts'
import { openS3Store } from './s3-store.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const megabyte = 2 ** 20

let folder: string
let server: S3Server
const parts = () => join(folder, 'parts')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-store-'))
  server = await openS3Server()
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** Bytes that differ from place to place. */
function bytes(count: number): Buffer {
  const block = Buffer.from(Array.from({ length: 4099 }, (_, at) => (at * 31 + (at >> 5)) & 0xff))
  return Buffer.alloc(count, block)
}

async function all(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

async function keys(store: FileStore): Promise<string[]> {
  const found: string[] = []
  for await (const batch of store.keys()) found.push(...batch)
  return found
}

async function begin(store: FileStore, size: number): Promise<string> {
  const id = randomUUID()
  await store.uploads.create(new Upload({ id, size, offset: 0 }))
  return id
}

async function* brokenAfter(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += megabyte) {
    yield content.subarray(at, at + megabyte)
    await sleep(5)
  }
  throw new Error('The connection was lost.')
}

const kinds = [
  ['on disk', () => openDiskStore(join(folder, 'files'))],
  ['in a bucket', () => openS3Store(server.settings, parts())],
] as const

describe.for(kinds)('%s', ([, open]) => {
  let store: FileStore

  beforeAll(async () => {
    store = await open()
  })

  test('what was written is read as it was, whole and in part', async () => {
    const content = bytes(3 * megabyte + 17)
    const key = randomUUID()
    expect(await store.write(key, Readable.from([content.subarray(0, 100), content.subarray(100)]))).toBe(content.length)
    await store.flush(key)
    expect(await store.size(key)).toBe(content.length)
    expect(await store.sha256(key)).toBe(sha256(content))
    expect((await all(store.read(key))).equals(content)).toBe(true)
    expect((await all(store.read(key, { first: 1000, last: 1999 }))).equals(content.subarray(1000, 2000))).toBe(true)
    expect((await all(store.read(key, { first: content.length - 1, last: content.length - 1 }))).equals(content.subarray(-1))).toBe(true)
    await expect(store.write(key, Readable.from([content]))).rejects.toThrow()
    expect(await store.sha256(key), 'a taken key is not overwritten').toBe(sha256(content))
  })

  test('an upload in pieces of any size is one file in the end, and says at each moment how far it is', async () => {
    const content = bytes(20 * megabyte + 5)
    const id = await begin(store, content.length)
    expect(await store.size(id)).toBe(0)
    let at = 0
    for (const piece of [1, 3 * megabyte, 6 * megabyte, 9 * megabyte, content.length]) {
      const end = Math.min(at + piece, content.length)
      await store.uploads.write(Readable.from([content.subarray(at, end)]), id, at)
      at = end
      expect([(await store.uploads.getUpload(id)).offset, await store.size(id)]).toEqual([at, at])
    }
    await store.flush(id)
    expect([await store.size(id), await store.sha256(id)]).toEqual([content.length, sha256(content)])
    expect((await store.uploads.getUpload(id)).offset).toBe(content.length)
  })

  test('what came before the connection broke is kept, and the rest follows', async () => {
    const content = bytes(11 * megabyte)
    const id = await begin(store, content.length)
    await expect(store.uploads.write(Readable.from(brokenAfter(content.subarray(0, 10 * megabyte))), id, 0)).rejects.toThrow()
    const { offset } = await store.uploads.getUpload(id)
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(10 * megabyte)
    await store.uploads.write(Readable.from([content.subarray(offset)]), id, offset)
    await store.flush(id)
    expect(await store.sha256(id)).toBe(sha256(content))
  })

  test('a file of no bytes is a file', async () => {
    const id = await begin(store, 0)
    await store.flush(id)
    expect([await store.size(id), await store.sha256(id), (await all(store.read(id))).length]).toEqual([0, sha256(Buffer.alloc(0)), 0])
  })

  test('a source that breaks off leaves nothing', async () => {
    const key = randomUUID()
    await expect(store.write(key, brokenAfter(bytes(12 * megabyte)))).rejects.toThrow('The connection was lost.')
    expect([await store.size(key), (await keys(store)).includes(key)]).toEqual([null, false])
  })

  test('deleting takes everything away, finished or not, and may be done again', async () => {
    const [finished, halfway] = [await begin(store, 4), await begin(store, 9)]
    await store.uploads.write(Readable.from([Buffer.from('done')]), finished, 0)
    await store.uploads.write(Readable.from([Buffer.from('half')]), halfway, 0)
    expect(await keys(store)).toEqual(expect.arrayContaining([finished, halfway]))
    for (const key of [finished, halfway, halfway, randomUUID()]) await store.delete(key)
    for (const key of [finished, halfway]) expect([await store.size(key), await store.changedAt(key)]).toEqual([null, null])
    const left = await keys(store)
    expect([left.includes(finished), left.includes(halfway)]).toEqual([false, false])
  })

  test('every key is told once, and when it was written', async () => {
    const before = Date.now()
    const made = new Set<string>()
    for (let at = 0; at < 30; at += 1) made.add(await begin(store, 1))
    const told = await keys(store)
    expect(new Set(told).size).toBe(told.length)
    expect(told.filter((key) => made.has(key))).toHaveLength(30)
    const changed = await store.changedAt([...made][0] ?? '')
    expect(Math.abs((changed?.getTime() ?? 0) - before)).toBeLessThan(60_000)
  })

  test('a name that is no key reaches neither paths nor objects', async () => {
    await expect(store.size('../../etc/passwd')).rejects.toThrow('not a key')
    await expect(store.delete('..')).rejects.toThrow('not a key')
    expect(() => store.read('../secrets/secrets-key')).toThrow('not a key')
  })
})

test('no part on its way is left in the data folder', async () => {
  expect(await readdir(parts())).toEqual([])
})

test('a start with a bucket that cannot be used says why, in a sentence that names the setting', async () => {
  await expect(openS3Store({ ...server.settings, bucket: 'not-there' }, parts())).rejects.toThrow(/^The bucket not-there does not exist at the S3 server at http.*S3_BUCKET/)
  await expect(openS3Store({ ...server.settings, keys: { accessKeyId: 'nobody', secretAccessKey: 'wrong' } }, parts())).rejects.toThrow(/may not be read and written with these keys.*S3_ACCESS_KEY/)
  await expect(openS3Store({ ...server.settings, endpoint: 'http://127.0.0.1:9' }, parts())).rejects.toThrow(/cannot be used .*S3_ENDPOINT/)
}, 30_000)
