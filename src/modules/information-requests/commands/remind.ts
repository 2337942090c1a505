import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { lockChosen, lockComplaint, readChosen, resultsOf, type BulkResults, type ChosenComplaint, type Decision } from '../../complaints/index.ts'
import { agencyOnly, findRequest, lockRequest } from '../store.ts'

type Open = { id: string; number: number; complaintId: string; agencyId: string; companyId: string; remindedToday: boolean }

/** Reminds the company of one request that it has, at most once a day (docs/rules.md 4). */
export async function remindOfRequest(deps: Deps, actor: Actor, id: string): Promise<void> {
  const sender = agencyOnly(actor)
  await deps.transaction(sender, async (tx) => {
    const found = await findRequest(tx, id)
    permit(sender, 'request.remind', { ownerAgencyId: found.agencyId })
    await lockComplaint(tx, found.complaintId)
    const request = await lockRequest(tx, id)
    if (request.status !== 'sent_to_company') throw new AppError('conflict', 'Only a request that is with the company can be reminded of.')
    const [open] = (await readOpen(tx, sender, [request.complaintId])).filter((one) => one.id === id)
    if (open === undefined || open.remindedToday) throw new AppError('conflict', 'The company was reminded of this request today already.')
    await store(tx, sender, [open])
  })
}

/** What reminding the companies of these complaints would do. Changes nothing. */
export async function previewReminders(deps: Deps, actor: Actor, ids: readonly string[]): Promise<BulkResults> {
  permit(actor, 'request.remind')
  const sender = agencyOnly(actor)
  return deps.transaction(sender, async (tx) => {
    const open = byComplaint(await readOpen(tx, sender, ids))
    return resultsOf(ids, await readChosen(tx, ids), (complaint) => decide(sender, complaint, open.get(complaint.id) ?? [], 'preview'))
  })
}

/**
 * Reminds the companies of all requests of these complaints that they have and were not reminded of today, in one
 * transaction, with one message for each complaint. What is refused is said for each complaint; the others go on.
 */
export async function remindOfComplaints(deps: Deps, actor: Actor, ids: readonly string[]): Promise<BulkResults> {
  permit(actor, 'request.remind')
  const sender = agencyOnly(actor)
  return deps.transaction(sender, async (tx) => {
    await lockChosen(tx, sender.agencyId, ids)
    const found = await readChosen(tx, ids)
    const open = byComplaint(await readOpen(tx, sender, ids))
    const results = resultsOf(ids, found, (complaint) => decide(sender, complaint, open.get(complaint.id) ?? [], 'done'))
    const due = results.items.flatMap(({ id, done }) => (done ? (open.get(id) ?? []).filter((request) => !request.remindedToday) : []))
    if (due.length > 0) await store(tx, sender, due)
    return results
  })
}

function decide(sender: AgencyActor, complaint: ChosenComplaint, open: readonly Open[], tense: 'preview' | 'done'): Decision {
  const refused = (what: string): Decision => ({ done: false, what })
  if (!may(sender, 'request.remind', { ownerAgencyId: complaint.agencyId })) return refused('It belongs to another agency.')
  if (open.length === 0) return refused('Nothing is with the company.')
  const due = open.filter((request) => !request.remindedToday)
  if (due.length === 0) return refused('The company was reminded today already.')
  const which = due.length === 1 ? displayId('request', due[0]?.number ?? 0) : `${String(due.length)} requests`
  const rest = due.length < open.length ? '; of the others it was reminded today already' : ''
  return { done: true, what: `The company ${tense === 'preview' ? 'is' : 'was'} reminded of ${which}${rest}.` }
}

/** The requests of these complaints that are with the company. Today is the agency's. */
async function readOpen(tx: Tx, sender: AgencyActor, complaintIds: readonly string[]): Promise<Open[]> {
  const midnight = sql<Date>`(${dateIn(sender.timeZone, tx.now)}::date::timestamp at time zone ${sender.timeZone})`
  const rows = await tx.db
    .selectFrom('information_request as r')
    .select((eb) => [
      'r.id', 'r.number', 'r.complaint_id', 'r.agency_id', 'r.company_id',
      eb.exists(eb.selectFrom('request_reminder as m').select('m.id').whereRef('m.request_id', '=', 'r.id').where('m.sent_at', '>=', midnight)).as('reminded_today'),
    ])
    .where('r.complaint_id', 'in', [...complaintIds])
    .where('r.agency_id', '=', sender.agencyId)
    .where('r.status', '=', 'sent_to_company')
    .orderBy('r.number')
    .execute()
  return rows.map((row) => ({ id: row.id, number: row.number, complaintId: row.complaint_id, agencyId: row.agency_id, companyId: row.company_id, remindedToday: Boolean(row.reminded_today) }))
}

async function store(tx: Tx, sender: AgencyActor, requests: readonly Open[]): Promise<void> {
  await tx.db
    .insertInto('request_reminder')
    .values(requests.map((request) => ({ id: newId(), request_id: request.id, complaint_id: request.complaintId, agency_id: request.agencyId, company_id: request.companyId, sent_by: sender.userId, sent_at: tx.now })))
    .execute()
  await tx.audit(
    ...requests.map((request) => ({
      action: 'information_request.reminded', audience: 'both' as const, agencyId: request.agencyId, companyId: request.companyId, complaintId: request.complaintId,
      about: { kind: 'information_request', id: request.id }, details: { number: displayId('request', request.number) },
    })),
  )
  await Promise.all(
    [...byComplaint(requests)].map(([complaintId, ofOne]) => tx.enqueue('notify', { eventId: newId(), event: 'request_reminded', complaintId, requestIds: ofOne.map(({ id }) => id), by: sender.userId })),
  )
}

function byComplaint(requests: readonly Open[]): Map<string, Open[]> {
  return Map.groupBy(requests, (request) => request.complaintId)
}
