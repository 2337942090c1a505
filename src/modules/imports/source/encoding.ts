import { AppError } from '../../../kernel/errors.ts'
import { headOf, type FileBytes } from './file-bytes.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'
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
 * where the zero bytes of its first line stand. Refuses, before anything is imported, what is neither UTF-8 nor UTF-16,
 * or no text at all.
 */
export async function detectText(bytes: FileBytes, options: { isChecked?: boolean } = {}): Promise<{ encoding: Encoding; delimiter: string }> {
  const head = await headOf(bytes, headBytes)
  const encoding = byMark(head) ?? byZeros(head)
  if (encoding === 'utf-8' && options.isChecked !== true) await requireUtf8(bytes)
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

/** Reads the whole file once: better than finding in the middle of an import that letters are lost. */
async function requireUtf8(bytes: FileBytes): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes.read()) {
      if (!(chunk instanceof Uint8Array)) continue
      decoder.decode(chunk, { stream: true })
    }
    decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw refusal('The letters of this file cannot be read for certain: it is neither UTF-8 nor UTF-16. In Excel, save it as “CSV UTF-8 (Comma delimited)” or as a workbook (.xlsx).')
  }
}

export function refusal(what: string): AppError {
  return new AppError('invalid', `${what} Nothing was imported.`)
}
