import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError } from '../../../kernel/errors.ts'
import { safeCell } from '../../../kernel/safe-cell.ts'
import { csvSheet } from '../../../platform/csv-sheet.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { AgencyRequestItem, ExportAgencyRequests } from '../request-list-contract.ts'
import { agencyOnly } from '../store.ts'
import { findAmong, readRequestPage, type Among } from './list-agency-requests.ts'

const pageSize = 500

const statusWords: Record<AgencyRequestItem['status'], string> = { ready_to_send: 'Ready to send', sent_to_company: 'With company', sent_to_agency: 'Answered', canceled: 'Canceled' }
const askWords: Record<AgencyRequestItem['asked'][number], string> = { send_back: 'to be sent back', more_time: 'more time' }

/** Days are written as days: an instant as the day on which it was in the agency's zone. */
const columns: readonly { head: string; width: number; cell: (item: AgencyRequestItem, timeZone: string) => string | number }[] = [
  { head: 'Request', width: 12, cell: (item) => item.number },
  { head: 'Title', width: 40, cell: (item) => item.title },
  { head: 'Status', width: 16, cell: (item) => statusWords[item.status] },
  { head: 'Round', width: 8, cell: (item) => item.round },
  { head: 'Due', width: 12, cell: (item) => item.dueOn ?? '' },
  { head: 'First due', width: 12, cell: (item) => item.originalDueOn ?? '' },
  { head: 'Company asks', width: 18, cell: (item) => item.asked.map((kind) => askWords[kind]).join(', ') },
  { head: 'Sent', width: 12, cell: (item, zone) => dayOf(item.sentAt, zone) },
  { head: 'Answered', width: 12, cell: (item, zone) => dayOf(item.answeredAt, zone) },
  { head: 'Quick Look', width: 11, cell: (item) => (item.quickLook ? 'complete' : '') },
  { head: 'Company', width: 32, cell: (item) => item.companyName },
  { head: 'Complaint', width: 12, cell: (item) => item.complaint.number },
  { head: 'Subject', width: 32, cell: (item) => item.complaint.subjectName },
  { head: 'Agency POC', width: 22, cell: (item) => item.complaint.agencyPoc?.name ?? '' },
  { head: 'Answered in complaint', width: 14, cell: (item) => item.complaint.answered },
  { head: 'Sent in complaint', width: 14, cell: (item) => item.complaint.sent },
]

/**
 * The list as CSV or Excel, with the same filters and order, streamed page by page. When reading fails, or the reader may
 * no longer read, the answer breaks off: a cut-off file must not look complete.
 */
export async function exportAgencyRequests(deps: Deps, actor: Actor, input: ExportAgencyRequests): Promise<Readable> {
  permit(actor, 'complaint.export')
  const exporter = agencyOnly(actor)
  const among = await deps.transaction(exporter, async (tx) => {
    await tx.audit({ action: 'information_request.exported', audience: 'agency', agencyId: exporter.agencyId, details: { view: input.view, format: input.format, byWords: input.words !== undefined } })
    return input.words === undefined ? null : (await findAmong(tx, input.words)).among
  })
  const pages = pagesOf(deps, exporter, input, among)
  return input.format === 'csv' ? csvSheet(columns.map(({ head }) => head), textsOf(pages, exporter.timeZone)) : writeWorkbook(pages, exporter.timeZone)
}

async function* pagesOf(deps: Deps, exporter: AgencyActor, { format: _format, words: _words, ...filters }: ExportAgencyRequests, among: Among): AsyncGenerator<AgencyRequestItem[]> {
  let cursor: string | undefined
  do {
    const page = await deps.transaction(exporter, async (tx) => {
      // A long export outlives the request's own check: whoever lost the role or was removed gets no further page.
      const standing = await tx.db.selectFrom('account').select('complaints_role').where('user_id', '=', exporter.userId).where('agency_id', '=', exporter.agencyId).where('standing', '=', 'active').executeTakeFirst()
      if (standing?.complaints_role !== exporter.complaintsRole) throw new AppError('forbidden', 'Your role does not allow this action.')
      return readRequestPage(tx, exporter, deps.cursors, { ...filters, limit: pageSize, cursor }, among)
    })
    yield page.items
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

async function* textsOf(pages: AsyncGenerator<AgencyRequestItem[]>, timeZone: string): AsyncGenerator<string[][]> {
  for await (const page of pages) yield page.map((item) => columns.map(({ cell }) => String(cell(item, timeZone))))
}

function writeWorkbook(pages: AsyncGenerator<AgencyRequestItem[]>, timeZone: string): Readable {
  const out = new PassThrough()
  fillWorkbook(pages, timeZone, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('The sheet could not be written.')))
  return out
}

async function fillWorkbook(pages: AsyncGenerator<AgencyRequestItem[]>, timeZone: string, out: PassThrough): Promise<void> {
  // Loaded by the first workbook: it takes 37 MB.
  const { default: excel } = await import('exceljs')
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const worksheet = workbook.addWorksheet('Information requests', { views: [{ state: 'frozen', ySplit: 1 }] })
  worksheet.columns = columns.map(({ head, width }) => ({ header: head, width }))
  worksheet.getRow(1).font = { bold: true }
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } }
  for await (const page of pages) {
    if (out.destroyed) return
    for (const item of page) worksheet.addRow(columns.map(({ cell }) => valueOf(cell(item, timeZone)))).commit()
    // The writer does not wait for a slow reader by itself.
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), once(out, 'close')])
  }
  worksheet.commit()
  await workbook.commit()
}

function valueOf(cell: string | number): string | number {
  return typeof cell === 'string' ? safeCell(cell) : cell
}

function dayOf(instant: string | null, timeZone: string): string {
  return instant === null ? '' : dateIn(timeZone, new Date(instant))
}
