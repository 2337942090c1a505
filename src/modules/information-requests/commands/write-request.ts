import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findComplaint, indexForSearch, lockComplaint, requireVersion, targetOf } from '../../complaints/index.ts'
import { statusWords, takesRequests, type Status } from '../../complaints/domain/lifecycle.ts'
import type { AddRequest, UpdateRequest } from '../contract.ts'
import { dueDateProblem } from '../domain/request-lifecycle.ts'
import { agencyOnly, findRequest, lockRequest, type RequestState } from '../store.ts'

/** Writes a request, not yet sent. Returns its ID. Not for Non-NMLS entities (docs/rules.md 4). */
export async function addRequest(deps: Deps, actor: Actor, complaintId: string, input: AddRequest): Promise<string> {
  const author = agencyOnly(actor)
  return deps.transaction(author, async (tx) => {
    permit(author, 'request.add', targetOf(await findComplaint(tx, complaintId)))
    const complaint = await lockComplaint(tx, complaintId)
    const companyId = requireTakingRequests(complaint)
    if (input.dueOn) requireFuture(input.dueOn, dateIn(author.timeZone, tx.now))
    const id = newId()
    const { number } = await tx.db
      .insertInto('information_request')
      .values({
        id,
        complaint_id: complaintId,
        agency_id: complaint.agencyId,
        company_id: companyId,
        title: input.title.trim(),
        description: input.description,
        status: 'ready_to_send',
        due_on: input.dueOn ?? null,
        acknowledge_only: input.acknowledgeOnly ?? false,
        template_id: await knownTemplate(tx, input.templateId),
        created_by: author.userId,
        created_at: tx.now,
      })
      .returning('number')
      .executeTakeFirstOrThrow()
    await indexForSearch(tx, complaintId)
    await tx.audit({ action: 'information_request.added', audience: 'agency', agencyId: complaint.agencyId, complaintId, about: { kind: 'information_request', id }, details: { number: displayId('request', number) } })
    return id
  })
}

/** Changes a request that was not sent. */
export async function updateRequest(deps: Deps, actor: Actor, id: string, input: UpdateRequest): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const request = await lockUnsent(tx, author, id)
    requireVersion(request, input.version)
    if (input.dueOn) requireFuture(input.dueOn, dateIn(author.timeZone, tx.now))
    await tx.db
      .updateTable('information_request')
      .set({
        ...(input.title === undefined ? {} : { title: input.title.trim() }),
        ...(input.description === undefined ? {} : { description: input.description }),
        ...(input.dueOn === undefined ? {} : { due_on: input.dueOn }),
        ...(input.acknowledgeOnly === undefined ? {} : { acknowledge_only: input.acknowledgeOnly }),
        ...(input.templateId === undefined ? {} : { template_id: await knownTemplate(tx, input.templateId) }),
        version: request.version + 1,
      })
      .where('id', '=', id)
      .execute()
    await indexForSearch(tx, request.complaintId)
    await tx.audit({ action: 'information_request.updated', audience: 'agency', agencyId: request.agencyId, complaintId: request.complaintId, about: { kind: 'information_request', id }, details: { number: displayId('request', request.number) } })
  })
}

/** Removes a request that was not sent. */
export async function removeRequest(deps: Deps, actor: Actor, id: string): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const request = await lockUnsent(tx, author, id)
    await tx.db.deleteFrom('information_request').where('id', '=', id).execute()
    await indexForSearch(tx, request.complaintId)
    await tx.audit({ action: 'information_request.removed', audience: 'agency', agencyId: request.agencyId, complaintId: request.complaintId, about: { kind: 'information_request', id }, details: { number: displayId('request', request.number) } })
  })
}

/** Removes several that were not sent, of one complaint: all of them, or none. */
export async function removeRequests(deps: Deps, actor: Actor, complaintId: string, ids: readonly string[]): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const complaint = await findComplaint(tx, complaintId)
    permit(author, 'request.update', targetOf(complaint))
    await lockComplaint(tx, complaintId)
    const wanted = [...new Set(ids)]
    const removed = await tx.db.deleteFrom('information_request').where('complaint_id', '=', complaintId).where('id', 'in', wanted).where('status', '=', 'ready_to_send').returning(['id', 'number']).execute()
    if (removed.length !== wanted.length) throw new AppError('conflict', 'Some of these requests were sent or removed meanwhile. Nothing was removed; look at the list again.')
    await indexForSearch(tx, complaintId)
    await tx.audit(...removed.map((row) => ({ action: 'information_request.removed', audience: 'agency' as const, agencyId: complaint.agencyId, complaintId, about: { kind: 'information_request', id: row.id }, details: { number: displayId('request', row.number) } })))
  })
}

/** Refuses a complaint that takes no requests; else its company (docs/rules.md 4). */
export function requireTakingRequests({ status, companyId }: { status: Status; companyId: string | null }): string {
  if (!takesRequests(status)) throw new AppError('conflict', `A complaint that is ${statusWords(status)} takes no information requests.`)
  if (companyId === null) throw new AppError('conflict', 'Information requests go to companies. This complaint is about an entity that is not in NMLS.')
  return companyId
}

async function lockUnsent(tx: Tx, author: Actor, id: string): Promise<RequestState> {
  const found = await findRequest(tx, id)
  permit(author, 'request.update', { ownerAgencyId: found.agencyId })
  const request = await lockRequest(tx, id)
  if (request.status !== 'ready_to_send') throw new AppError('conflict', 'This request was sent. Its text can no longer be changed.')
  return request
}

/** Only its agency's templates are visible; a request may outlive the choice of one that is retired. */
async function knownTemplate(tx: Tx, id: string | null | undefined): Promise<string | null> {
  if (id === null || id === undefined) return null
  const row = await tx.db.selectFrom('request_template').select('id').where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw invalid({ templateId: 'Choose a template of your agency.' })
  return row.id
}

function requireFuture(dueOn: string, today: string): void {
  const problem = dueDateProblem(dueOn, today)
  if (problem !== null) throw invalid({ dueOn: problem })
}
