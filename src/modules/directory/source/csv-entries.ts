import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { z } from 'zod'
import type { SourceEntry } from '../domain/directory-part.ts'
import { unreadable } from './directory-source.ts'

// A record longer than this is not one: a quote was opened and never closed.
const mostBytes = 1 << 20
const needed = ['record', 'nmls_id'] as const
const Row = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) })

/** Rows of a CSV file, each a part: its `record` column says which, `nmls_id` of which company (docs/directory.md). */
export async function* csvEntries(text: AsyncIterable<string>): AsyncGenerator<SourceEntry> {
  const parser = parse({ info: true, relax_column_count: true, max_record_size: mostBytes, record_delimiter: ['\r\n', '\n'] })
  const input = Readable.from(text)
  // What breaks the source must end the parser as well, whose iteration then throws it.
  input.on('error', (error) => parser.destroy(error)).pipe(parser)
  let names: string[] | null = null
  try {
    for await (const item of parser) {
      const { record, info } = Row.parse(item)
      if (record.every((cell) => cell.trim() === '')) continue
      if (names === null) {
        names = columnsOf(record)
        continue
      }
      yield entryOf(Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])), info.lines)
    }
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(`The file cannot be read as CSV: ${error.message}.`)
    throw error
  } finally {
    input.destroy()
  }
  if (names === null) throw unreadable('The file is empty.')
}

function columnsOf(cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase().replace(/[\s-]+/g, '_'))
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length > 0) throw unreadable(`The first line must name the columns; ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`)
  return names
}

function entryOf(cells: Readonly<Record<string, string>>, line: number): SourceEntry {
  return {
    line,
    part: (cells.record ?? '').trim().toLowerCase(),
    nmlsId: cells.nmls_id,
    ownNmlsId: cells.own_nmls_id,
    values: { ...cells, businessTypes: (cells.business_types ?? '').split(';') },
  }
}
