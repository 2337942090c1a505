import { AppError } from '../../../kernel/errors.ts'
import type { Encoding } from '../domain/encodings.ts'
import { headOf, type FileBytes } from './file-bytes.ts'

export type FileFormat = 'csv' | 'xlsx'
const headBytes = 65_536

/** What the file is, by its first bytes. Refuses an empty file and other kinds, naming the way on. */
export async function detectFormat(bytes: FileBytes): Promise<FileFormat> {
  const head = await headOf(bytes, 16)
  if (head.length === 0) throw refusal('The file is empty.')
  if (starts(head, 0x50, 0x4b)) return 'xlsx'
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) throw refusal('This is a workbook of the old kind (.xls), or one with a password. Save it as .xlsx without a password, or as “CSV UTF-8”.')
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') throw refusal('This is a PDF file. Import a CSV file or an Excel workbook (.xlsx).')
  if (starts(head, 0x1f, 0x8b) || starts(head, 0x89, 0x50, 0x4e, 0x47) || starts(head, 0xff, 0xd8, 0xff)) throw refusal('This is neither a CSV file nor an Excel workbook (.xlsx).')
  return 'csv'
}

/**
 * The encoding of a CSV file and the character between its columns. The encoding shows in its byte order mark, else in
 * where the zero bytes of its first line stand. What is no UTF-8 may be Windows-1252, as Excel saves a plain CSV: then it is
 * read so, and a person is asked to check its names. Refuses, before anything is imported, what is none of these.
 * @param known found by an earlier look at the whole file
 */
export async function detectText(bytes: FileBytes, known?: Encoding | null): Promise<{ encoding: Encoding; delimiter: string }> {
  const head = await headOf(bytes, headBytes)
  const byHead = byMark(head)
  const first = byHead ?? byZeros(head)
  const encoding = known ?? (first === 'utf-8' ? await wholeText(bytes, byHead !== null) : first)
  return { encoding, delimiter: delimiterOf(new TextDecoder(encoding).decode(head)) }
}

function starts(head: Buffer, ...bytes: number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte)
}

function byMark(head: Buffer): Encoding | null {
  if (starts(head, 0xef, 0xbb, 0xbf)) return 'utf-8'
  if (starts(head, 0xff, 0xfe)) return 'utf-16le'
  if (starts(head, 0xfe, 0xff)) return 'utf-16be'
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

/** Of comma, semicolon and tab, the one that parts the first line most often, outside of quotation marks. */
function delimiterOf(text: string): string {
  const firstLine = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0].replace(/"(?:[^"]|"")*"/g, '') ?? ''
  const count = (mark: string) => firstLine.split(mark).length - 1
  return [';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

/** Reads the whole file before: better than finding in the middle of an import that letters are lost. */
async function wholeText(bytes: FileBytes, isMarked: boolean): Promise<'utf-8' | 'windows-1252'> {
  if (await isUtf8(bytes)) return 'utf-8'
  if (!isMarked && (await isWindows(bytes))) return 'windows-1252'
  throw refusal('The letters of this file cannot be read for certain: it is neither UTF-8 nor UTF-16 nor Windows-1252. In Excel, save it as “CSV UTF-8 (Comma delimited)” or as a workbook (.xlsx).')
}

async function isUtf8(bytes: FileBytes): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes.read()) {
      if (!(chunk instanceof Uint8Array)) continue
      decoder.decode(chunk, { stream: true })
    }
    decoder.decode()
    return true
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return false
  }
}

/** Windows-1252 has no letter for five bytes, and a text has none of the control characters but tab and line breaks. */
async function isWindows(bytes: FileBytes): Promise<boolean> {
  for await (const chunk of bytes.read()) {
    if (chunk instanceof Uint8Array && chunk.some((byte) => noLetters.has(byte))) return false
  }
  return true
}
const noLetters = new Set([...Array.from({ length: 0x20 }, (_, byte) => byte).filter((byte) => byte !== 0x09 && byte !== 0x0a && byte !== 0x0d), 0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d])

export function refusal(what: string): AppError {
  return new AppError('invalid', `${what} Nothing was imported.`)
}
