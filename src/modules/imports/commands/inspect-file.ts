import { createHash } from 'node:crypto'
import { AppError } from '../../../kernel/errors.ts'
import type { Tx } from '../../../platform/ports.ts'
import { ColumnMapping } from '../contract.ts'
import { readDate } from '../domain/dates.ts'
import { columnKey } from '../domain/fields.ts'
import { dateFields, guessMapping, isRejectedFile, nameOf, rejectedColumns } from '../domain/mapping.ts'
import type { Inspection } from '../run-store.ts'
import type { FileFormat } from '../source/encoding.ts'
import type { FileBytes } from '../source/file-bytes.ts'
import { openSource } from '../source/records.ts'
import { sheetNames } from '../source/workbook.ts'

const rowsLookedAt = 200
const samplesShown = 3
const sheetsTried = 8
const sampleLength = 80

export type Inspected = { inspection: Inspection; mapping: ColumnMapping; header: string[] }

/** What the file's first rows say of its columns; of a workbook's, the chosen sheet's or the first that holds a table. */
export async function inspectFile(bytes: FileBytes, format: FileFormat, sheet: string | null): Promise<Inspected> {
  const sheets = format === 'xlsx' ? await sheetNames(bytes) : []
  if (sheet !== null || sheets.length === 0) return inspectSheet(bytes, format, sheets, sheet)
  const problems: AppError[] = []
  for (const name of sheets.slice(0, sheetsTried)) {
    try {
      return await inspectSheet(bytes, format, sheets, name)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push(error)
    }
  }
  throw problems[0] ?? new AppError('invalid', 'The workbook has no sheet with rows. Nothing was imported.')
}

async function inspectSheet(bytes: FileBytes, format: FileFormat, sheets: string[], sheet: string | null): Promise<Inspected> {
  const { header, records, encoding } = await openSource(bytes, { format, sheet })
  const rows: string[][] = []
  for await (const { cells } of records) {
    rows.push(cells)
    if (rows.length >= rowsLookedAt) break
  }
  requireTable(header, rows)
  const guess = guessMapping(header, rows)
  return {
    header: [...header],
    mapping: { columns: guess.columns, dates: guess.dates },
    inspection: {
      sheets,
      sheet,
      columns: header.map((_name, position) => ({ name: nameOf(header, position), samples: samplesOf(guess.ambiguous.some((field) => guess.columns[position] === field) ? twoWaysFirst(rows, position) : rows, position) })),
      ambiguous: guess.ambiguous,
      isKept: false,
      encoding,
      isMended: false,
    },
  }
}

function requireTable(header: readonly string[], rows: readonly string[][]): void {
  if (header.length < 2) throw new AppError('invalid', 'The first line of this file has one column only. A CSV file has commas between its columns, and their names in the first line.')
  if (rows.length === 0) throw new AppError('invalid', 'The file has no rows after its first line, so there is nothing to import.')
}

function samplesOf(rows: readonly string[][], position: number): string[] {
  const samples = new Set<string>()
  for (const cells of rows) {
    const text = (cells[position] ?? '').toWellFormed().replace(/[\s\u0000]+/g, ' ').trim()
    if (text !== '') samples.add(text.length > sampleLength ? `${text.slice(0, sampleLength).toWellFormed()}…` : text)
    if (samples.size >= samplesShown) break
  }
  return [...samples]
}

/** A person is asked how these dates are written: what can be read in two ways is what they must see. */
function twoWaysFirst(rows: readonly string[][], position: number): readonly string[][] {
  const twoWays = rows.find((cells) => readDate(cells[position]?.trim() ?? '', 'mdy') !== readDate(cells[position]?.trim() ?? '', 'dmy'))
  return twoWays === undefined ? rows : [twoWays, ...rows]
}

/** In the guess's place: for mended rows the mapping of the run that rejected them, else the one that the agency keeps for this header. */
export async function withKeptMapping(tx: Tx, agencyId: string, inspected: Inspected): Promise<Inspected> {
  const mended = isRejectedFile(inspected.header) ? await mappingOfOrigin(tx, agencyId, inspected.header) : null
  if (mended !== null) return { ...inspected, mapping: mended, inspection: { ...inspected.inspection, ambiguous: [], isMended: true } }
  const row = await tx.db.selectFrom('import_mapping').select('mapping').where('agency_id', '=', agencyId).where('header_key', '=', headerKey(inspected.header)).executeTakeFirst()
  const kept = ColumnMapping.safeParse(row?.mapping)
  if (!kept.success || kept.data.columns.length !== inspected.header.length) return inspected
  // How dates are written is a matter of the file, unless its values leave it open.
  const dates = { ...inspected.mapping.dates }
  for (const field of dateFields) if (inspected.inspection.ambiguous.includes(field) || dates[field] === undefined) dates[field] = kept.data.dates[field] ?? dates[field]
  const ambiguous = inspected.inspection.ambiguous.filter((field) => kept.data.dates[field] === undefined)
  return { ...inspected, mapping: { columns: kept.data.columns, dates }, inspection: { ...inspected.inspection, ambiguous, isKept: true } }
}

const runsLookedAt = 50

/** How the latest import that rejected rows of this header read them, with the date order that was chosen there. */
async function mappingOfOrigin(tx: Tx, agencyId: string, header: readonly string[]): Promise<ColumnMapping | null> {
  const own = headerKey(header.slice(rejectedColumns.length))
  const runs = await tx.db
    .selectFrom('import_run')
    .select(['header', 'mapping'])
    .where('agency_id', '=', agencyId)
    .where('rows_rejected', '>', 0)
    .orderBy('started_at', 'desc')
    .limit(runsLookedAt)
    .execute()
  for (const run of runs) {
    // What was mended once may have been rejected again.
    const skipped = isRejectedFile(run.header) ? rejectedColumns.length : 0
    const mapping = ColumnMapping.safeParse(run.mapping)
    if (mapping.success && mapping.data.columns.length === run.header.length && headerKey(run.header.slice(skipped)) === own) return { columns: [...rejectedColumns.map(() => null), ...mapping.data.columns.slice(skipped)], dates: mapping.data.dates }
  }
  return null
}

export function headerKey(header: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(header.map(columnKey))).digest('hex')
}
