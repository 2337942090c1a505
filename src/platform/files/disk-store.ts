import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FileConfigstore, FileStore as TusFileStore } from '@tus/file-store'
import type { FileStore } from './file-store.ts'

const keysAtOnce = 500
// Few large reads cost less time than many small ones, and still little memory.
const readSize = 1024 * 1024

/** Files in a folder of this machine's disk. Several processes may use it only if they share that disk. */
export async function openDiskStore(folder: string): Promise<FileStore> {
  const bytes = join(folder, 'bytes')
  const progress = join(folder, 'uploads')
  await mkdir(bytes, { recursive: true, mode: 0o700 })
  await mkdir(progress, { recursive: true, mode: 0o700 })
  const path = (key: string) => join(bytes, checked(key))
  const note = (key: string) => join(progress, `${checked(key)}.json`)
  return {
    uploads: uploadsTo(bytes, progress),
    size: async (key) => {
      try {
        return (await stat(path(key))).size
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
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
  }
}

/** tus over the same folder. A file of unknown length could not be refused before its bytes, so that is not offered. */
function uploadsTo(bytes: string, progress: string): TusFileStore {
  const uploads = new TusFileStore({ directory: bytes, configstore: new FileConfigstore(progress) })
  uploads.extensions = ['creation', 'creation-with-upload', 'termination']
  return uploads
}

// Keys are IDs that this program made.
const keyShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Nothing but a key may name a path. */
function checked(key: string): string {
  if (!keyShape.test(key)) throw new Error('This is not a key of the file store.')
  return key
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
  for await (const entry of await opendir(folder)) {
    if (keyShape.test(entry.name)) batch.push(entry.name)
    if (batch.length < keysAtOnce) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
