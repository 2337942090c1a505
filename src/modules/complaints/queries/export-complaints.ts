import { PassThrough, type Readable } from 'node:stream'
import { once } from 'node:events'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { safeCell } from '../../../kernel/safe-cell.ts'
import { csvSheet } from '../../../platform/csv-sheet.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ComplaintItem } from '../contract.ts'
import { listColumnNames, type ExportComplaints, type ListColumn } from '../list-contract.ts'
import { agencyOf } from '../store.ts'
import { sheetColumn, type Cell } from './export-columns.ts'
import { findByWords, mostInFile } from './find-by-words.ts'
import { readPage } from './list-complaints.ts'

const pageSize = 500

type Input = Omit<ExportComplaints, 'format'> & { format?: ExportComplaints['format'] }
type Sheet = { columns: readonly ListColumn[]; pages: AsyncGenerator<ComplaintItem[]>; timeZone: string }

/**
 * The list as CSV or Excel, with the same filters and order, streamed page by page: memory does not grow with its length.
 * When reading fails, or the reader may no longer read, the answer breaks off: a cut-off file must not look complete.
 */
export async function exportComplaints(deps: Deps, actor: Actor, input: Input): Promise<Readable> {
  permit(actor, 'complaint.export')
  const exporter = agencyOf(actor)
  const format = input.format ?? 'csv'
  const begun = deps.clock.now()
  const among = await deps.transaction(exporter, async (tx) => {
    await tx.audit({ action: 'complaints.exported', audience: 'agency', agencyId: exporter.agencyId, details: { view: input.view, format, chosen: input.ids?.length ?? null, byWords: input.words !== undefined } })
    if (input.words === undefined) return input.ids ?? null
    const found = await findByWords(tx, input.words, { everywhere: input.view === 'all_agencies' || input.view === 'shared', most: mostInFile })
    return input.ids === undefined ? found.ids : found.ids.filter((id) => input.ids?.includes(id))
  })
  const sheet: Sheet = { columns: input.columns ?? listColumnNames, pages: pagesOf(deps, exporter, input, { among, begun }), timeZone: exporter.timeZone }
  return format === 'csv' ? writeCsv(sheet) : writeWorkbook(sheet)
}

async function* pagesOf(deps: Deps, exporter: AgencyActor, input: Input, { among, begun }: { among: readonly string[] | null; begun: Date }): AsyncGenerator<ComplaintItem[]> {
  const { format: _format, words: _words, ids: _ids, columns: _columns, ...filters } = input
  let cursor: string | undefined
  do {
    const page = await deps.transaction(exporter, async (tx) => {
      // A long export outlives the request's own check: whoever lost the role or was removed gets no further page.
      const standing = await tx.db.selectFrom('account').select('complaints_role').where('user_id', '=', exporter.userId).where('agency_id', '=', exporter.agencyId).where('standing', '=', 'active').executeTakeFirst()
      if (standing?.complaints_role !== exporter.complaintsRole) throw new AppError('forbidden', 'Your role does not allow this action.')
      if (input.view === 'shared' || input.view === 'all_agencies') await requireSameAccess(tx, exporter, begun)
      return readPage(tx, exporter, deps.cursors, { ...filters, limit: pageSize, cursor }, among)
    })
    yield page.items
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

/** What was written holds more than the reader may see now, and what follows would hold less: the file is no use. */
async function requireSameAccess(tx: Tx, exporter: AgencyActor, begun: Date): Promise<void> {
  const ended = await tx.db.selectFrom('complaint_access').select('id').where('requesting_agency_id', '=', exporter.agencyId).where('state', '=', 'revoked').where('changed_at', '>=', begun).where('ended_at', '>=', begun).limit(1).executeTakeFirst()
  if (ended !== undefined) throw new AppError('not_found', 'Access to a complaint of this list was taken away. Start the download again.')
}

function writeCsv({ columns, pages, timeZone }: Sheet): Readable {
  const rows = async function* () {
    for await (const page of pages) yield page.map((item) => columns.map((name) => textOf(sheetColumn(name).cell(item, timeZone))))
  }
  return csvSheet(columns.map((name) => sheetColumn(name).head), rows())
}

function textOf(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? cell.day : String(cell)
}

function writeWorkbook(sheet: Sheet): Readable {
  const out = new PassThrough()
  fillWorkbook(sheet, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('The sheet could not be written.')))
  return out
}

async function fillWorkbook({ columns, pages, timeZone }: Sheet, out: PassThrough): Promise<void> {
  // Loaded by the first workbook: it takes 37 MB.
  const { default: excel } = await import('exceljs')
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const worksheet = workbook.addWorksheet('Complaints', { views: [{ state: 'frozen', ySplit: 1 }] })
  worksheet.columns = columns.map((name) => ({ header: sheetColumn(name).head, width: sheetColumn(name).width, ...(sheetColumn(name).isDay ? { style: { numFmt: 'yyyy-mm-dd' } } : {}) }))
  worksheet.getRow(1).font = { bold: true }
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } }
  for await (const page of pages) {
    if (out.destroyed) return
    for (const item of page) worksheet.addRow(columns.map((name) => valueOf(sheetColumn(name).cell(item, timeZone)))).commit()
    // The writer does not wait for a slow reader by itself.
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), once(out, 'close')])
  }
  worksheet.commit()
  await workbook.commit()
}

/** Excel keeps a day as a moment without a zone. Texts are none of its formulas, but would be once it saves them as CSV. */
function valueOf(cell: Cell): string | number | Date | null {
  if (typeof cell === 'string') return safeCell(cell)
  return cell !== null && typeof cell === 'object' ? new Date(`${cell.day}T00:00:00Z`) : cell
}
