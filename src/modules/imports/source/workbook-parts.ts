import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import type { FileBytes } from './file-bytes.ts'
import { refusal } from './encoding.ts'

/** Unpacked, as the archive declares it and as it is held to. Shared texts are held in memory while the sheet is read. */
const most = { entries: 5_000, sheet: 2 ** 30, sharedStrings: 2 ** 28, others: 2 ** 24 }
/** No cell of a workbook is this long; so much without a tag is no workbook. */
const mostUntagged = 8 << 20

export type Sheet = { name: string; path: string }
export type Workbook = { sheets: Sheet[]; entry(path: string): Entry | undefined; open(entry: Entry): Promise<AsyncIterable<Buffer>>; close(): void }

class RangeReader extends RandomAccessReader {
  readonly #bytes: FileBytes
  constructor(bytes: FileBytes) {
    super()
    this.#bytes = bytes
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return this.#bytes.read({ first: start, last: end - 1 })
  }
}

/** Opens the archive and finds its visible sheets. Refuses other archives, and those that are larger inside than a workbook for people is. */
export async function openParts(bytes: FileBytes): Promise<Workbook> {
  const zip = await openZip(bytes)
  const entries = new Map<string, Entry>()
  try {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry)
      if (entries.size > most.entries) zip.emit('error', new Error('too many entries'))
      else zip.readEntry()
    })
    const ended = once(zip, 'end')
    zip.readEntry()
    await ended
  } catch {
    zip.close()
    throw unreadable()
  }
  const open = async (entry: Entry) => guarded(await openEntry(zip, entry), limitOf(entry.fileName))
  const text = async (path: string) => {
    const entry = entries.get(path)
    return entry === undefined ? '' : textOf(await open(entry))
  }
  try {
    for (const entry of entries.values()) if (isNeeded(entry.fileName) && entry.uncompressedSize > limitOf(entry.fileName)) throw tooLarge()
    if (!entries.has('xl/workbook.xml')) throw refusal('This is a ZIP archive and no Excel workbook (.xlsx) that can be read. Unpack it, or save the workbook as .xlsx or “CSV UTF-8”.')
    const sheets = sheetsIn(await text('xl/workbook.xml'), await text('xl/_rels/workbook.xml.rels')).filter(({ path }) => entries.has(path))
    if (sheets.length === 0) throw refusal('The workbook has no sheet with rows.')
    return { sheets, entry: (path) => entries.get(path), open, close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

function openZip(bytes: FileBytes): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new RangeReader(bytes), bytes.size, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(unreadable())
      else resolve(zip)
    })
  })
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(unreadable())
      else resolve(stream)
    })
  })
}

/** Passes on what the archive unpacks, and stops at what no workbook holds. */
async function* guarded(stream: Readable, limit: number): AsyncGenerator<Buffer> {
  let [read, untagged] = [0, 0]
  try {
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue
      read += chunk.length
      const tag = chunk.lastIndexOf(0x3c)
      untagged = tag < 0 ? untagged + chunk.length : chunk.length - tag
      if (read > limit || untagged > mostUntagged) throw tooLarge()
      yield chunk
    }
  } catch (error) {
    throw error instanceof Error && error.name === 'AppError' ? error : unreadable()
  }
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts).toString('utf8')
}

function isNeeded(path: string): boolean {
  return /^xl\/(workbook|styles|sharedStrings)\.xml$|^xl\/worksheets\//.test(path)
}

function limitOf(path: string): number {
  if (path === 'xl/sharedStrings.xml') return most.sharedStrings
  return path.startsWith('xl/worksheets/') ? most.sheet : most.others
}

/** Names and places of the sheets that people see, in their order. */
function sheetsIn(workbook: string, relations: string): Sheet[] {
  const targets = new Map([...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target')]))
  return [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].flatMap(([tag]) => {
    const target = targets.get(attribute(tag, 'r:id') || attribute(tag, 'id'))
    if (target === undefined || target === '' || /hidden/i.test(attribute(tag, 'state'))) return []
    return [{ name: attribute(tag, 'name'), path: target.startsWith('/') ? target.slice(1) : `xl/${target}` }]
  })
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return (found?.[1] ?? found?.[2] ?? '').replace(/&(lt|gt|quot|apos|amp|#\d+|#x[0-9a-f]+);/gi, (whole, code: string) => named[code.toLowerCase()] ?? numbered(code) ?? whole)
}
const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function numbered(code: string): string | null {
  const point = code[1]?.toLowerCase() === 'x' ? parseInt(code.slice(2), 16) : Number(code.slice(1))
  return Number.isInteger(point) && point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : null
}

function tooLarge() {
  return refusal('The workbook is too large inside to be read. Save the sheet as “CSV UTF-8”, which may have any number of rows.')
}

export function unreadable() {
  return refusal('This is a workbook or ZIP archive that cannot be opened: it is damaged, or has a password. Save it anew as .xlsx without a password, or as “CSV UTF-8”.')
}
