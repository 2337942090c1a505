import { pipeline, Transform } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { z } from 'zod'
import { AppError } from '../../../kernel/errors.ts'
import type { Encoding } from '../domain/encodings.ts'
import { detectText, type FileFormat } from './encoding.ts'
import type { FileBytes } from './file-bytes.ts'
import { openWorkbook } from './workbook.ts'

/** A record of the file. `row` counts as a spreadsheet does: the header is row 1. */
export type SourceRecord = { row: number; cells: string[] }
export type Source = {
  header: readonly string[]
  /** Of a CSV file. */
  encoding: Encoding | null
  /** How much of the file was read, 0 to 1. */
  share(): number
  /** After the header. Ending the iteration early closes the file. */
  records: AsyncIterable<SourceRecord>
}
export type SourceOptions = {
  format: FileFormat
  /** Of a workbook; left out, its first. */
  sheet?: string | null | undefined
  /** As it was found when the whole file was checked; left out, it is looked for. */
  encoding?: Encoding | null | undefined
}

// A record longer than this is not one: a quote was opened and never closed.
const mostBytes = 8 << 20
const Cells = z.array(z.string())
const Parsed = z.object({ records: z.number() })

/** Reads a file record by record, in constant memory. Blank lines are passed over. */
export async function openSource(bytes: FileBytes, options: SourceOptions): Promise<Source> {
  const { share, records, encoding } = options.format === 'xlsx' ? { ...(await openWorkbook(bytes, options.sheet)), encoding: null } : await openText(bytes, options.encoding)
  const iterator = records[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done === true) throw new AppError('invalid', 'The file is empty. Nothing was imported.')
  return { header: first.value.cells, encoding, share, records: { [Symbol.asyncIterator]: () => iterator } }
}

async function openText(bytes: FileBytes, known: Encoding | null | undefined): Promise<Omit<Source, 'header'>> {
  const { encoding, delimiter } = await detectText(bytes, known)
  let read = 0
  const counted = new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      read += chunk.length
      done(null, chunk)
    },
  })
  return { encoding, share: () => read / Math.max(1, bytes.size), records: recordsOf(bytes, counted, encoding, delimiter) }
}

async function* recordsOf(bytes: FileBytes, counted: Transform, encoding: string, delimiter: string): AsyncGenerator<SourceRecord> {
  const parser = parse({ delimiter, relax_column_count: true, relax_quotes: true, max_record_size: mostBytes, record_delimiter: ['\r\n', '\n'] })
  // An error of any part destroys the parser, whose iteration then throws it.
  pipeline(bytes.read(), counted, iconv.decodeStream(encoding), parser, () => undefined)
  let row = 0
  try {
    for await (const record of parser) {
      row += 1
      const cells = Cells.parse(record)
      if (cells.length > 1 || cells[0]?.trim() !== '') yield { row, cells }
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error
  }
}

function unreadable(error: CsvError): AppError {
  // The parser runs ahead of its reader: it alone knows how far it came.
  const row = Parsed.parse(error).records + 1
  const why = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE' ? 'a quotation mark is opened and never closed' : error.message
  return new AppError('invalid', `From row ${row.toLocaleString('en-US')} on the file cannot be read: ${why}. Mend it and import the file again; rows with a CFPB ID that are imported already are passed over.`)
}
