import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { AppError } from '../../../kernel/errors.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/**
 * The encoding of a CSV file: by its byte order mark, else by where the zero bytes of its first line stand.
 * Refuses, before anything is imported, a file that is neither UTF-8 nor UTF-16, or no text at all.
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const head = await readHead(path)
  if (head.length === 0) throw refusal('The file is empty.')
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) {
    throw refusal('This is a workbook or ZIP archive, not a CSV file. Save it as “CSV UTF-8” first.')
  }
  const encoding = byMark(head) ?? byZeros(head)
  if (encoding === 'utf-8') await requireUtf8(path)
  return encoding
}

function byMark(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

/** The header is plain ASCII: in UTF-16 every second byte of it is zero. */
function byZeros(head: Buffer): Encoding {
  const sample = head.subarray(0, Math.min(head.length, 64))
  const zeros = (offset: number) => sample.filter((byte, index) => index % 2 === offset && byte === 0).length
  const most = Math.floor(sample.length / 2) * 0.8
  if (zeros(1) >= most && zeros(1) > zeros(0)) return 'utf-16le'
  if (zeros(0) >= most && zeros(0) > zeros(1)) return 'utf-16be'
  return 'utf-8'
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path).catch((cause: unknown) => {
    throw new AppError('not_found', `The file ${path} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`)
  })
  try {
    if (!(await file.stat()).isFile()) throw refusal('This is not a file.')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Reads the whole file once: better than finding in the middle of an import that letters are lost. */
async function requireUtf8(path: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      if (!(chunk instanceof Uint8Array)) continue
      decoder.decode(chunk, { stream: true })
      bytes += chunk.length
    }
    decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw refusal(`The file is neither UTF-8 nor UTF-16 (after ${bytes.toLocaleString('en-US')} bytes). Save it as “CSV UTF-8” first.`)
  }
}

function refusal(what: string): AppError {
  return new AppError('invalid', `${what} Nothing was imported.`)
}
