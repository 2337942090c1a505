import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { z } from 'zod'
import { AppError } from '../../../kernel/errors.ts'
import { detectEncoding } from './encoding.ts'

/** A record of the file. `row` counts as a spreadsheet does: the header is row 1. */
export type SourceRecord = { row: number; cells: string[] }
export type Source = {
  bytes: number
  bytesRead(): number
  records: AsyncIterable<SourceRecord>
}

// A record longer than this is not one: a quote was opened and never closed.
const mostBytes = 8 << 20
const Cells = z.array(z.string())
const Parsed = z.object({ records: z.number() })

/** Reads a CSV file record by record, in constant memory, whatever its encoding and line ends. Blank lines are passed over. */
export async function openSource(path: string): Promise<Source> {
  const encoding = await detectEncoding(path)
  const { size } = await stat(path)
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  return { bytes: size, bytesRead: () => file.bytesRead, records: recordsOf(file, encoding) }
}

async function* recordsOf(file: ReturnType<typeof createReadStream>, encoding: string): AsyncGenerator<SourceRecord> {
  const parser = parse({ relax_column_count: true, relax_quotes: true, max_record_size: mostBytes, record_delimiter: ['\r\n', '\n'] })
  // An error of any part destroys the parser, whose iteration then throws it.
  pipeline(file, iconv.decodeStream(encoding), parser, () => undefined)
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
  return new AppError('invalid', `From row ${row.toLocaleString('en-US')} on the file cannot be read: ${why}. Mend it and import the file again; what is imported already is passed over.`)
}
