import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { safeCell } from '../../../kernel/safe-cell.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ComplaintItem, ListComplaints } from '../contract.ts'
import { agencyOf } from '../store.ts'
import { listComplaints } from './list-complaints.ts'

const header = ['Complaint ID', 'Status', 'Agency', 'Subject', 'Product', 'Issue', 'Waiting for', 'Requests sent', 'Requests answered', 'Next due', 'Received', 'Closed', 'Days open', 'Agency POC']
const pageSize = 200

/**
 * The list as CSV, with the same filters and order, streamed page by page: memory does not grow with its length.
 * Begins with a byte order mark, so that Excel reads it as UTF-8.
 */
export async function exportComplaints(deps: Deps, actor: Actor, input: Omit<ListComplaints, 'cursor' | 'limit'>): Promise<Readable> {
  permit(actor, 'complaint.export')
  const exporter = agencyOf(actor)
  await deps.transaction(exporter, (tx) => tx.audit({ action: 'complaints.exported', audience: 'agency', agencyId: exporter.agencyId, details: { view: input.view } }))
  const sheet = stringify({ header: true, columns: header, bom: true, record_delimiter: 'windows' })
  const rows = Readable.from(lines(deps, exporter, input), { objectMode: true })
  // A failure while reading ends the answer too: a cut-off file must not look complete.
  rows.on('error', (error) => sheet.destroy(error))
  sheet.on('close', () => rows.destroy())
  return rows.pipe(sheet)
}

async function* lines(deps: Deps, actor: Actor, input: Omit<ListComplaints, 'cursor' | 'limit'>): AsyncGenerator<string[]> {
  let cursor: string | undefined
  do {
    const page = await listComplaints(deps, actor, { ...input, limit: pageSize, cursor })
    for (const item of page.items) yield line(item)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

function line(item: ComplaintItem): string[] {
  return [
    item.number,
    item.status.replaceAll('_', ' '),
    item.agency.name,
    item.subjectName,
    item.product ?? '',
    item.issue ?? '',
    item.waitingFor === null ? '' : item.waitingFor === 'agency' ? item.agency.shortName : 'Company',
    String(item.requestsSent),
    String(item.requestsAnswered),
    item.nextDue ?? '',
    item.receivedOn ?? '',
    item.closedAt?.slice(0, 10) ?? '',
    item.daysOpen === null ? '' : String(item.daysOpen),
    item.agencyPoc?.name ?? '',
  ].map(safeCell)
}
