import { Readable } from 'node:stream'
import type exceljs from 'exceljs'
import { AppError } from '../../../kernel/errors.ts'
import { readDate } from '../domain/dates.ts'
import { refusal } from './encoding.ts'
import type { FileBytes } from './file-bytes.ts'
import { openParts, unreadable, type Sheet, type Workbook } from './workbook-parts.ts'
import type { Source, SourceRecord } from './records.ts'

const mostColumns = 300
/** A title above the table fills one cell of its row. */
const mostTitleRows = 10

/** Names of the visible sheets of a workbook. */
export async function sheetNames(bytes: FileBytes): Promise<string[]> {
  const workbook = await openParts(bytes)
  workbook.close()
  return workbook.sheets.map((sheet) => sheet.name)
}

/**
 * A sheet, row by row. The reader is given the needed parts alone, in the order that it can read as they come: texts and
 * styles before the one sheet, none larger than is declared and allowed.
 */
export async function openWorkbook(bytes: FileBytes, sheetName: string | null | undefined): Promise<Omit<Source, 'header' | 'encoding'>> {
  const workbook = await openParts(bytes)
  const sheet = sheetName === null || sheetName === undefined ? workbook.sheets[0] : workbook.sheets.find(({ name }) => name === sheetName)
  if (sheet === undefined) {
    workbook.close()
    throw refusal('The workbook has no such sheet. Choose one again.')
  }
  const size = workbook.entry(sheet.path)?.uncompressedSize ?? 1
  const progress = { read: 0 }
  return { share: () => Math.min(1, progress.read / Math.max(1, size)), records: rowsOf(workbook, sheet, progress) }
}

async function* rowsOf(workbook: Workbook, sheet: Sheet, progress: { read: number }): AsyncGenerator<SourceRecord> {
  const input = Readable.from(plainArchive(workbook, sheet, progress), { objectMode: false, highWaterMark: 1 << 18 })
  const rows = sheetRows(input)
  // The reader does not hear that its input failed, and would wait for more for ever.
  const broken: { error: Error | null; tell: (error: Error) => void } = { error: null, tell: () => undefined }
  input.on('error', (error) => {
    broken.error = error
    broken.tell(error)
  })
  const next = () =>
    new Promise<IteratorResult<SourceRecord>>((resolve, reject) => {
      broken.tell = reject
      if (broken.error === null) rows.next().then(resolve, reject)
      else reject(broken.error)
    })
  try {
    for (let found = await next(); found.done !== true; found = await next()) yield found.value
    if (broken.error !== null) throw broken.error
  } catch (error) {
    // What the reader throws of a sheet that is no sheet says nothing to people.
    const cause = broken.error ?? error
    throw cause instanceof AppError ? cause : unreadable()
  } finally {
    input.destroy()
    workbook.close()
  }
}

async function* sheetRows(input: Readable): AsyncGenerator<SourceRecord> {
  // Loaded by the first workbook: it takes 37 MB.
  const { default: excel } = await import('exceljs')
  const reader = new excel.stream.xlsx.WorkbookReader(input, { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' })
  let width: number | null = null
  for await (const worksheet of reader) {
    for await (const row of worksheet) {
      const cells = cellsOf(row)
      if (cells.every((cell) => cell.trim() === '')) continue
      if (width === null && row.number <= mostTitleRows && cells.filter((cell) => cell.trim() !== '').length < 2) continue
      if (cells.length > mostColumns) throw refusal(`The sheet has more than ${String(mostColumns)} columns.`)
      width ??= cells.length
      while (cells.length < width) cells.push('')
      yield { row: row.number, cells }
    }
  }
}

/** The parts as an archive without compression, as the reader takes it from a stream. */
async function* plainArchive(workbook: Workbook, sheet: Sheet, progress: { read: number }): AsyncGenerator<Buffer> {
  const parts = ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/sharedStrings.xml', sheet.path]
  for (const path of parts) {
    const entry = workbook.entry(path)
    if (entry === undefined) {
      if (path === 'xl/sharedStrings.xml') yield* plainEntry(path, noTexts)
      continue
    }
    const isSheet = path === sheet.path
    yield localHeader(isSheet ? 'xl/worksheets/sheet1.xml' : path, entry.uncompressedSize, entry.crc32)
    for await (const chunk of await workbook.open(entry)) {
      if (isSheet) progress.read += chunk.length
      yield chunk
    }
  }
  // The end of an archive, without which the reader waits for more.
  yield endOfArchive
}

// Without a table of texts the reader would keep the sheet for later.
const noTexts = Buffer.from('<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>')

const endOfArchive = Buffer.concat([Buffer.from([0x50, 0x4b, 5, 6]), Buffer.alloc(18)])

function* plainEntry(path: string, content: Buffer): Generator<Buffer> {
  yield localHeader(path, content.length, 0)
  yield content
}

/** The header before an entry that is stored as it is (PKWARE's APPNOTE 4.3.7). */
function localHeader(path: string, size: number, crc32: number): Buffer {
  const name = Buffer.from(path)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt32LE(crc32, 14)
  header.writeUInt32LE(size, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

/** The row's cells as texts, up to the last that holds something. */
function cellsOf(row: exceljs.Row): string[] {
  const cells: string[] = []
  row.eachCell((cell, column) => {
    const text = shownIn(cell)
    if (text === '') return
    while (cells.length < column - 1) cells.push('')
    cells[column - 1] = text
  })
  return cells
}

/** The result of a formula is a number even where it is shown as a date. */
function shownIn(cell: exceljs.Cell): string {
  const text = textOf(cell.value)
  const isFormula = typeof cell.value === 'object' && cell.value !== null && 'formula' in cell.value
  return isFormula && cell.numFmt && /[ymd]/i.test(cell.numFmt.replace(/\[[^\]]*\]|"[^"]*"|General/gi, '')) ? (readDate(text, 'excel') ?? text) : text
}

/** What people see in the cell: a formula's result, a date as YYYY-MM-DD, a number without noise. */
function textOf(value: exceljs.CellValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return unescaped(value)
  if (typeof value === 'number') return numberOf(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if ('richText' in value) return unescaped(value.richText.map(({ text }) => text).join(''))
  if ('error' in value) return value.error === '#N/A' ? '' : value.error
  if ('hyperlink' in value) return unescaped(value.text)
  return 'result' in value ? textOf(value.result) : ''
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) return ''
  const exact = Number(value.toPrecision(15))
  return Number.isInteger(exact) && Math.abs(exact) < 1e21 ? BigInt(exact).toString() : String(exact)
}

/** Workbooks write characters that XML cannot hold as _x000D_, and an underscore that could be taken for such as _x005F_. */
function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x(00[01][0-9A-Fa-f]|005[fF])_/g, (_whole, code: string) => String.fromCharCode(parseInt(code, 16))) : text
}
