import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { S3Store, type MetadataValue } from '@tus/s3-store'
import type { Upload } from '@tus/server'
import { isMissing } from './s3-errors.ts'

const partSize = 8 * 2 ** 20
const remembered = 1_000

type Part = { path: string; size: number }

/**
 * tus over a bucket: the parts of an S3 multipart upload, each gathered in a file of the data folder before it is sent.
 * Parts go one after the other, so that what is there never has a gap, and what came before a connection broke is kept.
 */
export class S3Uploads extends S3Store {
  readonly #folder: string

  constructor(bucket: string, settings: S3ClientConfig, folder: string) {
    super({ partSize, useTags: false, cache: new FewUploads(), s3ClientConfig: { ...settings, bucket } })
    this.#folder = folder
    // A file of unknown length could not be refused before its bytes, so that is not offered.
    this.extensions = ['creation', 'creation-with-upload', 'termination']
  }

  override async create(upload: Upload): Promise<Upload> {
    const created = await super.create(upload)
    // No bytes follow, so nobody else would make it a file.
    if (upload.size === 0) await this.complete(upload.id)
    return created
  }

  /** Bytes that arrived so far, null where there is no upload (any more). */
  async progress(id: string): Promise<number | null> {
    try {
      const parts = await this.retrieveParts(id)
      return parts.reduce((sum, part) => sum + (part.Size ?? 0), 0) + ((await this.getIncompletePartSize(id)) ?? 0)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  /** Makes one file of an upload whose bytes are all there. Done already, it changes nothing. */
  async complete(id: string): Promise<void> {
    const metadata = await this.getMetadata(id)
    try {
      await this.finishMultipartUpload(metadata, await this.retrieveParts(id))
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }

  /** All that an upload leaves besides its file; no error where there is nothing. */
  async forget(id: string): Promise<void> {
    await this.cache.delete(id)
    try {
      const { 'upload-id': uploadId } = await this.getMetadata(id)
      await this.client.abortMultipartUpload({ Bucket: this.bucket, Key: id, UploadId: uploadId })
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    for (const key of [this.partKey(id, true), this.infoKey(id)]) await this.client.deleteObject({ Bucket: this.bucket, Key: key })
    await this.cache.delete(id)
  }

  override async remove(id: string): Promise<void> {
    await this.forget(id)
    await this.client.deleteObject({ Bucket: this.bucket, Key: id })
  }

  protected override async uploadParts(metadata: MetadataValue, source: Readable, firstNumber: number, offset: number): Promise<number> {
    const { id, size } = metadata.file
    let number = firstNumber
    let stored = 0
    const send = async (part: Part) => {
      try {
        const isLast = offset + stored + part.size === size
        if (isLast || part.size >= this.minPartSize) await this.uploadPart(metadata, createReadStream(part.path), number++)
        else await this.uploadIncompletePart(id, createReadStream(part.path))
        stored += part.size
      } finally {
        await rm(part.path, { force: true })
      }
    }
    // While one part is sent the next is gathered.
    let sending = Promise.resolve()
    try {
      for await (const part of inParts(source, this.calcOptimalPartSize(size), () => this.#newPath())) {
        await sending.catch(async (error: unknown) => {
          await rm(part.path, { force: true })
          throw error
        })
        sending = send(part)
        sending.catch(() => undefined)
      }
    } finally {
      await sending
    }
    return stored
  }

  protected override async uniqueTmpFileName(): Promise<string> {
    return this.#newPath()
  }

  async #newPath(): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    return join(this.#folder, randomUUID())
  }
}

/** The bytes in files of `size`, the last one shorter. Where the bytes break off, those that came are given before the error. */
async function* inParts(source: Readable, size: number, newPath: () => Promise<string>): AsyncGenerator<Part> {
  const bytes = new Pieces(source, size)
  while (await bytes.more()) {
    const path = await newPath()
    const file = await open(path, 'wx', 0o600)
    let written = 0
    try {
      for await (const piece of bytes.next()) {
        await file.writeFile(piece)
        written += piece.length
      }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    } finally {
      await file.close()
    }
    yield { path, size: written }
  }
  bytes.throwIfBroken()
}

/** A stream cut into parts of at most `size` bytes. */
class Pieces {
  readonly #source: AsyncIterator<unknown>
  readonly #size: number
  #held: Buffer = Buffer.alloc(0)
  #broken: { why: unknown } | null = null

  constructor(source: Readable, size: number) {
    this.#source = source[Symbol.asyncIterator]()
    this.#size = size
  }

  /** Is there a byte that was not given yet? */
  async more(): Promise<boolean> {
    while (this.#held.length === 0 && this.#broken === null) {
      try {
        const next = await this.#source.next()
        if (next.done === true) return false
        if (next.value instanceof Uint8Array) this.#held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
      } catch (error) {
        this.#broken = { why: error }
      }
    }
    return this.#held.length > 0
  }

  async *next(): AsyncGenerator<Buffer> {
    for (let left = this.#size; left > 0 && (await this.more()); ) {
      const piece = this.#held.subarray(0, left)
      this.#held = this.#held.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  throwIfBroken(): void {
    if (this.#broken !== null) throw this.#broken.why
  }
}

/** What tus wrote of the latest uploads, so that each step need not read it again. It never changes while an upload lasts. */
class FewUploads {
  readonly #known = new Map<string, MetadataValue>()

  async get(id: string): Promise<MetadataValue | undefined> {
    return this.#known.get(id)
  }

  async set(id: string, value: MetadataValue): Promise<void> {
    this.#known.set(id, value)
    const [oldest] = this.#known.keys()
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest)
  }

  async delete(id: string): Promise<void> {
    this.#known.delete(id)
  }
}
