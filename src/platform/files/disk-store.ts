import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FileConfigstore, FileStore as TusFileStore } from '@tus/file-store'
import type { Upload } from '@tus/server'
import { checkedKey, isKey, type FileStore } from './file-store.ts'

const keysAtOnce = 500
// Few large reads cost less time than many small ones, and still little memory.
const readSize = 1024 * 1024

/** Files in a folder of this machine's disk. Several processes may use it only if they share that disk. */
export async function openDiskStore(folder: string): Promise<FileStore> {
  const bytes = join(folder, 'bytes')
  const progress = join(folder, 'uploads')
  await makeFolders(bytes, progress)
  const path = (key: string) => join(bytes, checkedKey(key))
  const note = (key: string) => join(progress, `${checkedKey(key)}.json`)
  return {
    uploads: new DiskUploads(bytes, progress),
    write: async (key, source) => {
      await makeFolders(bytes)
      const target = (await open(path(key), 'wx', 0o600)).createWriteStream()
      try {
        await pipeline(source, target)
      } catch (error) {
        await rm(path(key), { force: true })
        throw error
      }
      return target.bytesWritten
    },
    size: async (key) => (await look(path(key)))?.size ?? null,
    read: (key, range) => createReadStream(path(key), { highWaterMark: readSize, ...(range && { start: range.first, end: range.last }) }),
    flush: async (key) => {
      await syncPath(path(key), 'r+')
      if (process.platform !== 'win32') await syncPath(bytes, 'r')
    },
    sha256: (key) => sha256Of(path(key)),
    delete: async (key) => {
      await rm(path(key), { force: true })
      await rm(note(key), { force: true })
    },
    keys: () => keysIn(bytes),
    changedAt: async (key) => (await look(path(key)))?.mtime ?? null,
  }
}

/** tus over the same folders, which it makes again where somebody emptied the data folder meanwhile. */
class DiskUploads extends TusFileStore {
  readonly #progress: string

  constructor(bytes: string, progress: string) {
    super({ directory: bytes, configstore: new FileConfigstore(progress) })
    this.#progress = progress
    // A file of unknown length could not be refused before its bytes, so that is not offered.
    this.extensions = ['creation', 'creation-with-upload', 'termination']
  }

  override async create(upload: Upload): Promise<Upload> {
    await makeFolders(this.directory, this.#progress)
    return super.create(upload)
  }
}

async function look(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function makeFolders(...folders: string[]): Promise<void> {
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 })
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function syncPath(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Through one buffer: a gigabyte of new ones would be many times the memory. */
async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(readSize)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
}

async function* keysIn(folder: string): AsyncGenerator<string[]> {
  let batch: string[] = []
  const entries = await opendir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  for await (const entry of entries) {
    if (isKey(entry.name)) batch.push(entry.name)
    if (batch.length < keysAtOnce) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
