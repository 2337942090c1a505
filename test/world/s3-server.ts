import { mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import S3rver from 's3rver'
import type { S3Settings } from '#src/platform/files/s3-store.ts'

export const testKeys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

export type S3Server = {
  settings: S3Settings
  /** The same server with an empty bucket. */
  newBucket(): Promise<S3Settings>
  /** Puts the time of an object's last change back by so many milliseconds; false where the server is another's, whose files are out of reach. */
  age(bucket: string, key: string, milliseconds: number): Promise<boolean>
  close(): Promise<void>
}

/**
 * An S3 server in this process, or the one that SES_TEST_S3 names (an address; its bucket "ses-test" must be there and
 * empty). s3rver knows no ListParts and no AbortMultipartUpload, which resuming needs: these two are answered here, from
 * the parts that it stored itself.
 */
export async function openS3Server(): Promise<S3Server> {
  const other = process.env['SES_TEST_S3']
  if (other !== undefined) return serverAt(other, async () => undefined, null)
  const directory = await mkdtemp(join(tmpdir(), 'ses-s3-'))
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false, configureBuckets: [{ name: 'ses-test' }] })
  server.middleware.unshift(async (context, next) => {
    const { uploadId } = context.query
    if (typeof uploadId !== 'string' || !/^[0-9a-f]{32}$/.test(uploadId) || (context.method !== 'GET' && context.method !== 'DELETE')) return next()
    const folder = join(directory, context.path.split('/')[1] ?? '', '._S3rver_uploads', uploadId)
    const parts = await partsIn(folder)
    context.type = 'application/xml'
    context.status = parts === null ? 404 : context.method === 'GET' ? 200 : 204
    if (parts === null) context.body = '<Error><Code>NoSuchUpload</Code><Message>There is no such upload.</Message></Error>'
    else if (context.method === 'GET') context.body = `<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`
    else await rm(folder, { recursive: true })
  })
  const { port } = await server.run()
  return serverAt(`http://127.0.0.1:${String(port)}`, async () => {
    await server.close()
    await rm(directory, { recursive: true, force: true })
  }, directory)
}

function serverAt(endpoint: string, close: () => Promise<void>, directory: string | null): S3Server {
  const settings = { bucket: 'ses-test', endpoint, region: 'us-east-1', keys: testKeys }
  const client = new S3Client({ endpoint, region: settings.region, credentials: testKeys, forcePathStyle: true })
  let buckets = 0
  return {
    settings,
    newBucket: async () => {
      const bucket = `ses-test-${String(process.pid)}-${String((buckets += 1))}`
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
      return { ...settings, bucket }
    },
    age: async (bucket, key, milliseconds) => {
      if (directory === null) return false
      const at = new Date(Date.now() - milliseconds)
      await utimes(join(directory, bucket, `${key}._S3rver_object`), at, at)
      return true
    },
    close,
  }
}

/** As ListParts tells them, in order; null where there is no such upload. */
async function partsIn(folder: string): Promise<string[] | null> {
  const names = await readdir(folder).catch(() => null)
  if (names === null) return null
  const parts: string[] = []
  for (const number of names.filter((name) => /^\d+$/.test(name) && names.includes(`${name}.md5`)).map(Number).sort((a, b) => a - b)) {
    const path = join(folder, String(number))
    const md5 = await readFile(`${path}.md5`, 'utf8')
    parts.push(`<Part><PartNumber>${String(number)}</PartNumber><ETag>&quot;${md5}&quot;</ETag><Size>${String((await stat(path)).size)}</Size></Part>`)
  }
  return parts
}
