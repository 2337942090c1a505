import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { checkedKey, isKey, type ByteRange, type FileStore } from './file-store.ts'
import { explainStart, isMissing } from './s3-errors.ts'
import { S3Uploads } from './s3-uploads.ts'

export type S3Settings = {
  bucket: string
  /** None: Amazon's own. */
  endpoint?: string | undefined
  region: string
  /** None: what the machine is allowed to do by itself (an instance's role). */
  keys?: { accessKeyId: string; secretAccessKey: string } | undefined
}

const staleAfter = 24 * 60 * 60_000

/**
 * Files as objects of a bucket. Any number of processes may use it; `folder`, of this process's own machine, holds parts
 * on their way.
 * @throws StartError with a sentence when the bucket cannot be written
 */
export async function openS3Store(settings: S3Settings, folder: string): Promise<FileStore> {
  const config: S3ClientConfig = {
    region: settings.region,
    ...(settings.endpoint !== undefined && { endpoint: settings.endpoint, forcePathStyle: true }),
    ...(settings.keys !== undefined && { credentials: settings.keys }),
    // Servers other than Amazon's know no trailing checksums; what lies in the store is hashed anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 120_000, httpAgent: { maxSockets: 200 }, httpsAgent: { maxSockets: 200 } },
  }
  const client = new S3Client(config)
  const Bucket = settings.bucket
  await requireBucket(client, settings)
  await clearLeftovers(folder)
  const uploads = new S3Uploads(Bucket, config, folder)

  /** Size and time of the object itself, null where it is not (yet) a file. */
  async function look(key: string) {
    try {
      return await client.send(new HeadObjectCommand({ Bucket, Key: key }))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  function read(key: string, range?: ByteRange): Readable {
    const Range = range && `bytes=${String(range.first)}-${String(range.last)}`
    return Readable.from(bytesOf(client, new GetObjectCommand({ Bucket, Key: checkedKey(key), Range })), { objectMode: false })
  }

  return {
    uploads,
    write: async (key, source) => {
      if ((await look(checkedKey(key))) !== null) throw new Error('This key of the file store is taken.')
      let count = 0
      const counted = async function* () {
        for await (const piece of source) {
          count += piece.length
          yield piece
        }
      }
      // It takes away the parts that it sent when the source breaks off.
      await new Upload({ client, params: { Bucket, Key: key, Body: Readable.from(counted(), { objectMode: false }) }, queueSize: 2 }).done()
      return count
    },
    size: async (key) => (await look(checkedKey(key)))?.ContentLength ?? (await uploads.progress(key)),
    read,
    flush: async (key) => {
      if ((await look(checkedKey(key))) === null) await uploads.complete(key)
    },
    sha256: async (key) => {
      const hash = createHash('sha256')
      for await (const piece of read(key)) if (piece instanceof Uint8Array) hash.update(piece)
      return hash.digest('hex')
    },
    delete: async (key) => {
      await uploads.forget(checkedKey(key))
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }))
    },
    keys: () => keysIn(client, Bucket),
    changedAt: async (key) => (await look(checkedKey(key)))?.LastModified ?? (await look(`${key}.info`))?.LastModified ?? null,
  }
}

async function* bytesOf(client: S3Client, command: GetObjectCommand): AsyncGenerator<Uint8Array> {
  const { Body } = await client.send(command)
  if (Body instanceof Readable) for await (const piece of Body) if (piece instanceof Uint8Array) yield piece
}

/** Pages of the listing; what tus keeps beside a file belongs to the same key, and follows it in the listing. */
async function* keysIn(client: S3Client, bucket: string): AsyncGenerator<string[]> {
  let token: string | undefined
  let last = ''
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }))
    const batch: string[] = []
    for (const { Key = '' } of page.Contents ?? []) {
      const key = Key.replace(/\.(info|part)$/, '')
      if (key === last || !isKey(key)) continue
      last = key
      batch.push(key)
    }
    if (batch.length > 0) yield batch
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

/** Asked at start: is the bucket there, and may it be written? */
async function requireBucket(client: S3Client, settings: S3Settings): Promise<void> {
  const probe = { Bucket: settings.bucket, Key: 'ses-start-check' }
  try {
    await client.send(new HeadBucketCommand({ Bucket: settings.bucket }))
    await client.send(new PutObjectCommand({ ...probe, Body: 'Written at each start and deleted at once.' }))
    await client.send(new DeleteObjectCommand(probe))
  } catch (error) {
    throw explainStart(error, settings)
  }
}

/** Parts that a killed process left behind. Others of this machine may be at work: theirs are younger. */
async function clearLeftovers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const age = Date.now() - (await stat(path).catch(() => null) ?? { mtimeMs: Date.now() }).mtimeMs
    if (age > staleAfter) await rm(path, { force: true })
  }
}
