import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { safeCell } from '../kernel/safe-cell.ts'

export type CsvRow = readonly string[]

// CRLF between rows, and every line break inside a cell quoted: left to itself the writer, told of CRLF, quotes no other
// break. Some programs part lines at U+0085, U+2028 and U+2029 too, or drop space around a cell.
const dialect = { record_delimiter: 'windows', quoted_match: /[^\S ]|\u0085|^ | $/ } as const

/**
 * Rows as lines of CSV (RFC 4180). Every CSV that people download is written by this: each cell passes `safeCell`, and any
 * text in it is read back as it was, by `originalCell`.
 */
export function csvLines(rows: readonly CsvRow[]): string {
  return stringify(rows.map((row) => row.map(safeCell)), dialect)
}

/** Before the first line, so that Excel reads the file as UTF-8. */
export const byteOrderMark = '\uFEFF'

/**
 * A sheet with its header, streamed as rows come, many at a time. When reading them fails it breaks off with that error: a
 * cut-off file must not look complete. When nobody reads it any more, the rows are ended.
 */
export function csvSheet(header: CsvRow, rows: AsyncIterable<readonly CsvRow[]>): Readable {
  const lines = async function* () {
    yield byteOrderMark + csvLines([header])
    for await (const some of rows) if (some.length > 0) yield csvLines(some)
  }
  return Readable.from(lines(), { objectMode: false })
}
