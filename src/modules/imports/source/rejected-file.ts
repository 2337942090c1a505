import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AgencyActor } from '../../../access/actor.ts'
import { originalCell } from '../../../kernel/safe-cell.ts'
import { byteOrderMark, csvLines } from '../../../platform/csv-sheet.ts'
import type { Deps } from '../../../platform/ports.ts'
import { rejectedColumns } from '../domain/mapping.ts'
import { readRejections } from '../run-store.ts'

const rowsAtOnce = 500
export type RejectedFrom = { header: readonly string[]; isRejectedFile: boolean; isEscaped: boolean }

/**
 * The rows that were not imported, with reasons and row number before their own cells, as CSV in UTF-8 with a byte order
 * mark, which Excel needs; read from the database as they are asked for. Mended, the file can be imported itself.
 */
export async function* rejectedLines(deps: Pick<Deps, 'transaction'>, actor: AgencyActor, runId: string, from: RejectedFrom): AsyncGenerator<string> {
  // A mended file's own reasons give way to the new ones, and its cells were escaped when it was written.
  const own = (cells: readonly string[]) => (from.isRejectedFile ? cells.slice(rejectedColumns.length) : cells).map((cell) => (from.isEscaped ? originalCell(cell) : cell))
  yield byteOrderMark + csvLines([[...rejectedColumns, ...own(from.header)]])
  for (let after = 0; ; ) {
    const rows = await deps.transaction(actor, (tx) => readRejections(tx.db, runId, after, rowsAtOnce))
    if (rows.length > 0) yield csvLines(rows.map(({ row, reasons, cells }) => [reasons.join(' '), String(row), ...own(cells)]))
    if (rows.length < rowsAtOnce) return
    after = rows.at(-1)?.row ?? after
  }
}

/** On an operator's disk; null: there are none. */
export async function writeRejectedFile(path: string, lines: AsyncIterable<string> | null): Promise<void> {
  if (lines === null) await rm(path, { force: true })
  else await pipeline(Readable.from(lines), createWriteStream(path))
}
