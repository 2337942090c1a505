import type { Readable } from 'node:stream'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { csvSheet } from '../../../platform/csv-sheet.ts'
import { workbookSheet } from '../../../platform/workbook-sheet.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AccessRequest, ExportAccess } from '../access-contract.ts'
import type { ExportReferrals, Referral } from '../contract.ts'
import { accessStateWords, referralStateWords } from '../domain/sharing-words.ts'
import { accessPage, sharingReader } from './list-access.ts'
import { referralPage } from './list-referrals.ts'

const pageSize = 200
type Column<Item> = { head: string; width: number; cell: (item: Item, at: (instant: string | null) => string) => string }

const accessColumns: readonly Column<AccessRequest>[] = [
  { head: 'Complaint', width: 12, cell: (item) => item.complaint.number },
  { head: 'Subject', width: 36, cell: (item) => item.complaint.subjectName },
  { head: 'Owner', width: 28, cell: (item) => item.owner.name },
  { head: 'Requesting agency', width: 28, cell: (item) => item.requester.name },
  { head: 'State', width: 14, cell: (item) => accessStateWords[item.state] },
  { head: 'Requested by', width: 22, cell: (item) => item.requestedBy?.name ?? '' },
  { head: 'Requested on', width: 18, cell: (item, at) => at(item.requestedAt) },
  { head: 'Comments', width: 50, cell: (item) => item.comments },
  { head: 'Decided by', width: 22, cell: (item) => item.decidedBy?.name ?? '' },
  { head: 'Decided on', width: 18, cell: (item, at) => at(item.decidedAt) },
  { head: 'Comments of the decision', width: 50, cell: (item) => item.decisionComments },
  { head: 'Ended by', width: 22, cell: (item) => (item.endedByReferral ? 'Referral to another agency' : (item.endedBy?.name ?? '')) },
  { head: 'Ended on', width: 18, cell: (item, at) => at(item.endedAt) },
  { head: 'Comments of the removal', width: 50, cell: (item) => item.endComments },
]

const referralColumns: readonly Column<Referral>[] = [
  { head: 'Complaint', width: 12, cell: (item) => item.complaint.number },
  { head: 'Subject', width: 36, cell: (item) => item.complaint.subjectName },
  { head: 'From', width: 28, cell: (item) => item.from.name },
  { head: 'To', width: 28, cell: (item) => item.to.name },
  { head: 'State', width: 14, cell: (item) => referralStateWords[item.state] },
  { head: 'Sent by', width: 22, cell: (item) => item.sentBy.name },
  { head: 'Sent on', width: 18, cell: (item, at) => at(item.sentAt) },
  { head: 'Comments', width: 50, cell: (item) => item.comments },
  { head: 'Decided by', width: 22, cell: (item) => item.decidedBy?.name ?? '' },
  { head: 'Decided on', width: 18, cell: (item, at) => at(item.decidedAt) },
  { head: 'Comments of the decision', width: 50, cell: (item) => item.decisionComments },
]

/** One tab of the report on access as a sheet, page by page. */
export function exportAccess(deps: Deps, actor: Actor, { format, ...asked }: ExportAccess): Promise<Readable> {
  return exportSheet(deps, actor, { what: 'access requests', tab: asked.tab, format, columns: accessColumns }, (tx, reader, cursor) => accessPage(tx, reader, deps.cursors, { ...asked, limit: pageSize, cursor }))
}

/** One tab of the report on referrals as a sheet, page by page. */
export function exportReferrals(deps: Deps, actor: Actor, { format, ...asked }: ExportReferrals): Promise<Readable> {
  return exportSheet(deps, actor, { what: 'referrals', tab: asked.tab, format, columns: referralColumns }, (tx, reader, cursor) => referralPage(tx, reader, deps.cursors, { ...asked, limit: pageSize, cursor }))
}

type Sheet<Item> = { what: string; tab: string; format: 'csv' | 'xlsx'; columns: readonly Column<Item>[] }
type Read<Item> = (tx: Tx, reader: AgencyActor, cursor: string | undefined) => Promise<{ items: Item[]; next: string | null }>

async function exportSheet<Item>(deps: Deps, actor: Actor, { what, tab, format, columns }: Sheet<Item>, read: Read<Item>): Promise<Readable> {
  permit(actor, 'complaint.export')
  const reader = sharingReader(actor)
  await deps.transaction(reader, (tx) => tx.audit({ action: 'sharing.exported', audience: 'agency', agencyId: reader.agencyId, details: { what, tab, format } }))
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: reader.timeZone, dateStyle: 'short', timeStyle: 'short' })
  const at = (instant: string | null) => (instant === null ? '' : local.format(new Date(instant)))
  const rows = async function* () {
    let cursor: string | undefined
    do {
      const here = cursor
      const page = await deps.transaction(reader, async (tx) => {
        await requireStanding(tx, reader)
        return read(tx, reader, here)
      })
      yield page.items.map((item) => columns.map(({ cell }) => cell(item, at)))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
  }
  return format === 'csv' ? csvSheet(columns.map(({ head }) => head), rows()) : workbookSheet(what, columns, rows())
}

/** A long export outlives the request's own check: whoever lost the role or was removed gets no further page. */
async function requireStanding(tx: Tx, reader: AgencyActor): Promise<void> {
  const standing = await tx.db.selectFrom('account').select('complaints_role').where('user_id', '=', reader.userId).where('agency_id', '=', reader.agencyId).where('standing', '=', 'active').executeTakeFirst()
  if (standing?.complaints_role !== reader.complaintsRole) throw new AppError('forbidden', 'Your role does not allow this action.')
}
