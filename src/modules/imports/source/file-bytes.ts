import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { AppError } from '../../../kernel/errors.ts'
import type { ByteRange, FileStore } from '../../../platform/files/file-store.ts'

/** The bytes of a file, wherever it lies: an operator's disk or the file store. */
export type FileBytes = { size: number; read(range?: ByteRange): Readable }

export async function bytesOnDisk(path: string): Promise<FileBytes> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('not_found', `The file ${path} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`)
  })
  if (!found.isFile()) throw new AppError('invalid', 'This is not a file. Nothing was imported.')
  return { size: found.size, read: (range) => createReadStream(path, { highWaterMark: 1 << 18, ...(range && { start: range.first, end: range.last }) }) }
}

export async function bytesInStore(files: FileStore, key: string): Promise<FileBytes> {
  const size = await files.size(key)
  if (size === null) throw new AppError('conflict', 'The file is not there any more. Upload it again.')
  return { size, read: (range) => files.read(key, range) }
}

/** The first bytes, at most `most`. */
export async function headOf(bytes: FileBytes, most: number): Promise<Buffer> {
  if (bytes.size === 0) return Buffer.alloc(0)
  const parts: Buffer[] = []
  for await (const part of bytes.read({ first: 0, last: Math.min(bytes.size, most) - 1 })) if (part instanceof Uint8Array) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}
