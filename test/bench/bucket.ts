import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@tus/server'
import { openS3Store } from '#src/platform/files/s3-store.ts'
import { newId } from '#src/platform/new-id.ts'
import { openS3Server, testKeys } from '#test/world/s3-server.ts'
import { median } from './measure.ts'
import type { Row } from './readings.ts'

const bytes = 256 * 2 ** 20
const tries = 3

/** What the store for buckets adds: an upload through it beside one PUT of the same bytes to the same server, in turn. */
export async function timeBucket(say: (line: string) => void): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-bench-bucket-'))
  const server = await openS3Server()
  try {
    const bucket = await server.newBucket()
    const store = await openS3Store(bucket, folder)
    const client = new S3Client({ endpoint: bucket.endpoint ?? '', region: bucket.region, credentials: testKeys, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' })
    const times: { store: number; put: number }[] = []
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const put = await timed(() => client.send(new PutObjectCommand({ Bucket: bucket.bucket, Key: newId(), Body: content(), ContentLength: bytes })))
      const id = newId()
      const through = await timed(async () => {
        await store.uploads.create(new Upload({ id, size: bytes, offset: 0 }))
        await store.uploads.write(content(), id, 0)
        await store.flush(id)
      })
      times.push({ store: through, put })
      say(`256 MB to a bucket: ${(through / 1000).toFixed(1)} s through the store, ${(put / 1000).toFixed(1)} s as one PUT`)
    }
    const seconds = (pick: 'store' | 'put') => (median(times.map((time) => time[pick])) / 1000).toFixed(1)
    return [{ work: 'bucket ratio', name: '256 MB into a bucket, of one PUT', figure: { value: median(times.map(({ store: through, put }) => through / put)), unit: '×' }, remark: `${seconds('store')} s and ${seconds('put')} s, to s3rver` }]
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function content(): Readable {
  const chunk = randomBytes(64 * 1024)
  return Readable.from((function* () {
    for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk
  })(), { objectMode: false })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
