import type { AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Actor } from '../../../access/actor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { postsForPrint } from '../../discussion/index.ts'
import type { HistoryEntry } from '../history-contract.ts'
import type { PrintPart } from '../domain/print-parts.ts'
import { agencyOf, findDetailed } from '../store.ts'
import { readComplaint } from './read-complaint.ts'
import { historyPage, readHistory } from './read-history.ts'

/** More entries are not printed; the paper says so. */
export const printedHistoryAtMost = 5_000

export type RecordForPrint = Awaited<ReturnType<typeof readForPrint>>

/**
 * Everything of a complaint that was chosen and that this actor may see: every row comes through row-level security.
 * Not found for whoever sees basic information alone. With `export` the audit says that it was taken out; `outside`: to an
 * agency that does not take part, which gets nothing of the board.
 */
export async function readForPrint(deps: Deps, actor: Actor, id: string, input: { parts: readonly PrintPart[]; export: boolean; outside?: boolean }) {
  permit(actor, 'complaint.export')
  const reader = agencyOf(actor)
  const record = await readComplaint(deps, reader, id)
  if (record.detail === null) throw notFound('complaint')
  const has = (part: PrintPart) => input.parts.includes(part)
  const history = has('history') ? await wholeHistory(deps, reader, id, input.export) : []
  return deps.transaction(reader, async (tx) => {
    const [by] = await tx.db.selectFrom('person as p').innerJoin('agency as a', 'a.id', 'p.agency_id').select(['p.name', 'a.name as agency']).where('p.id', '=', reader.userId).execute()
    if (input.export) {
      await tx.audit({ action: 'complaint.exported', audience: 'agency', agencyId: record.agency.id, companyId: record.companyId, complaintId: id, details: { what: 'record', parts: [...input.parts] } })
    }
    const found = {
      record,
      history,
      zone: reader.timeZone,
      at: tx.now,
      by: { name: by?.name ?? '', agency: by?.agency ?? '' },
      requests: has('requests') ? await requestsOf(tx, id) : [],
      answers: has('requests') ? await answersOf(tx, id) : [],
      documents: has('documents') ? await filesOf(tx, id, input.outside ?? false) : [],
      research: has('research') ? await researchOf(tx, id) : [],
      violations: has('violations') ? await violationsOf(tx, id) : [],
      discussion: has('discussion') ? await discussionOf(tx, record.agency.id, id, input.export) : { posts: [], isCut: false },
      letters: has('letters') ? await lettersOf(tx, id) : [],
      cancellations: has('closures') ? await cancellationsOf(tx, id) : [],
      reopenings: has('closures') ? await reopeningsOf(tx, id) : [],
    }
    // Access that was taken away meanwhile would leave half of a record.
    await findDetailed(tx, id)
    return found
  })
}

/** What is taken out is one entry, which names the parts; what is only looked at is a reading of the history. */
async function wholeHistory(deps: Deps, actor: AgencyActor, id: string, isExport: boolean): Promise<HistoryEntry[]> {
  const items: HistoryEntry[] = []
  let cursor: string | undefined
  do {
    const input = { cursor, limit: 200 }
    const page = isExport ? await deps.transaction(actor, (tx) => historyPage(deps, tx, actor, id, input)) : await readHistory(deps, actor, id, input)
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && items.length < printedHistoryAtMost)
  return items.reverse()
}

function requestsOf(tx: Tx, id: string) {
  return tx.db
    .selectFrom('information_request as r')
    .leftJoin('person as p', 'p.id', 'r.sent_by')
    .select(['r.id', 'r.number', 'r.title', 'r.description', 'r.status', 'r.due_on', 'r.original_due_on', 'r.sent_at', 'r.answered_at', 'r.canceled_at', 'p.name as sent_by'])
    .where('r.complaint_id', '=', id)
    .orderBy('r.number')
    .execute()
}

function answersOf(tx: Tx, id: string) {
  return tx.db
    .selectFrom('response as a')
    .leftJoin('person as p', 'p.id', 'a.sent_by')
    .select(['a.request_id', 'a.round', 'a.text', 'a.links', 'a.restricted', 'a.sent_at', 'p.name as sent_by'])
    .where('a.complaint_id', '=', id)
    .where('a.status', '=', 'sent')
    .orderBy('a.request_id')
    .orderBy('a.round')
    .execute()
}

/** The documents that the actor may see, also those that cannot be opened; oldest first. Unfinished uploads are none yet. */
export function filesOf(tx: Tx, id: string, outside: boolean) {
  return tx.db
    .selectFrom('document as d')
    .innerJoin('person as p', 'p.id', 'd.uploaded_by')
    .leftJoin('information_request as r', 'r.id', 'd.request_id')
    .select(['d.id', 'd.purpose', 'd.name', 'd.original_name', 'd.size', 'd.sha256', 'd.state', 'd.scan', 'd.created_at', 'd.side', 'p.name as uploaded_by', 'r.number as request_number'])
    .where('d.complaint_id', '=', id)
    .where('d.removed_at', 'is', null)
    .where('d.state', '=', 'stored')
    .$if(outside, (query) => query.where('d.purpose', '<>', 'discussion'))
    .orderBy('d.created_at')
    .orderBy('d.id')
    .execute()
}

function researchOf(tx: Tx, id: string) {
  return tx.db
    .selectFrom('research_entry as e')
    .innerJoin('person as p', 'p.id', 'e.created_by')
    .select(['e.kind', 'e.channel', 'e.party', 'e.happened_on', 'e.with_whom', 'e.text', 'p.name as by'])
    .where('e.complaint_id', '=', id)
    .where('e.removed_at', 'is', null)
    .orderBy('e.happened_on')
    .orderBy('e.id')
    .execute()
}

function violationsOf(tx: Tx, id: string) {
  return tx.db
    .selectFrom('alleged_violation as v')
    .innerJoin('person as p', 'p.id', 'v.added_by')
    .select(['v.description', 'v.citation', 'v.standing', 'v.added_at', 'p.name as by'])
    .where('v.complaint_id', '=', id)
    .where('v.removed_at', 'is', null)
    .orderBy('v.added_at')
    .orderBy('v.id')
    .execute()
}

/** What is only looked at is a reading of the board; what is taken out names it among its parts. */
async function discussionOf(tx: Tx, agencyId: string, id: string, isExport: boolean) {
  const found = await postsForPrint(tx, id)
  if (!isExport && found.posts.length > 0) await tx.auditRead({ action: 'discussion.read', audience: 'agency', agencyId, complaintId: id })
  return found
}

function lettersOf(tx: Tx, id: string) {
  return tx.db
    .selectFrom('letter as l')
    .innerJoin('person as p', 'p.id', 'l.issued_by')
    .select(['l.addressee', 'l.subject', 'l.body', 'l.sent_via', 'l.issued_at', 'l.side', 'l.status', 'l.acknowledged_at', 'l.withdrawn_at', 'p.name as by'])
    .where('l.complaint_id', '=', id)
    .where('l.status', 'in', ['issued', 'acknowledged', 'withdrawn'])
    .orderBy('l.issued_at')
    .orderBy('l.id')
    .execute()
}

function cancellationsOf(tx: Tx, id: string) {
  return tx.db.selectFrom('cancellation as k').innerJoin('person as p', 'p.id', 'k.canceled_by').select(['k.reason', 'k.canceled_at as at', 'p.name as by']).where('k.complaint_id', '=', id).orderBy('k.canceled_at').execute()
}

function reopeningsOf(tx: Tx, id: string) {
  return tx.db.selectFrom('reopening as k').innerJoin('person as p', 'p.id', 'k.reopened_by').select(['k.reason', 'k.reopened_at as at', 'p.name as by']).where('k.complaint_id', '=', id).orderBy('k.reopened_at').execute()
}
