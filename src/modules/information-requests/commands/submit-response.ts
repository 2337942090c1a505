import { sql } from 'kysely'
import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { documentsByParent } from '../../documents/index.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { SubmitResponses } from '../answer-contract.ts'
import type { SubmitResponse } from '../contract.ts'
import { moveRequest, requestStatuses } from '../domain/request-lifecycle.ts'
import { acknowledgment, isBlank, whyNotReady } from '../domain/submission.ts'
import { companyOnly, findDelivery, findReceivedRequest, permitActing, type Delivery } from '../store.ts'
import { ensureDraft } from './ensure-draft.ts'

type Item = SubmitResponses['items'][number]
type Ready = { requestId: string; number: number; draft: { id: string; blank: boolean }; documents: number }

/**
 * The one who acts as Company POC, and nobody else, sends answers to the agency: one, several or all of a complaint, in one
 * press with one receipt. All or nothing; a refusal names its requests in `current`. From then on nothing of them can be
 * changed (docs/rules.md 4).
 */
export async function submitResponses(deps: Deps, actor: Actor, complaintId: string, input: SubmitResponses): Promise<string> {
  const poc = companyOnly(actor)
  return deps.transaction(poc, async (tx) => submitItems(tx, poc, await findDelivery(tx, complaintId), input.items))
}

/** One answer: the same, under its request's own address. */
export async function submitResponse(deps: Deps, actor: Actor, requestId: string, input: SubmitResponse): Promise<string> {
  const poc = companyOnly(actor)
  return deps.transaction(poc, async (tx) => {
    const { complaintId } = await findReceivedRequest(tx, requestId)
    return submitItems(tx, poc, await findDelivery(tx, complaintId), [{ requestId, version: input.version }])
  })
}

async function submitItems(tx: Tx, poc: CompanyActor, found: Delivery, items: readonly Item[]): Promise<string> {
  const { complaintId, companyId } = found
  permit(poc, 'response.submit', { companyId, companyPocId: found.companyPocId })
  if (new Set(items.map((item) => item.requestId)).size < items.length) throw invalid({ items: 'A request stands in the list twice.' })
  // The complaint first, as the agency's commands do: its counters follow the request. Then who acts, who may just have changed.
  await tx.send(sql`select lock_complaint_as_company(${complaintId})`)
  const delivery = await permitActing(tx, poc, 'response.submit', complaintId)
  const ready = await checkAll(tx, poc, complaintId, items)
  const id = newId()
  const actedFor = delivery.assignedPocId === poc.userId ? null : delivery.assignedPocId
  await tx.send(
    tx.db.insertInto('response_submission').values({ id, complaint_id: complaintId, agency_id: delivery.agencyId, company_id: companyId, submitted_by: poc.userId, acted_for: actedFor, submitted_at: tx.now, answers: ready.length }),
  )
  const drafts = ready.map(({ draft }) => draft.id)
  const blank = ready.filter(({ draft }) => draft.blank).map(({ draft }) => draft.id)
  if (blank.length > 0) await tx.send(tx.db.updateTable('response').set({ text: acknowledgment, saved_by: poc.userId, saved_at: tx.now }).where('id', 'in', blank))
  await tx.send(
    tx.db.updateTable('response').set((is) => ({ status: 'sent', sent_by: poc.userId, sent_at: tx.now, submission_id: id, version: is('version', '+', 1) })).where('id', 'in', drafts),
  )
  const requests = ready.map(({ requestId }) => requestId)
  await tx.send(
    tx.db.updateTable('information_request').set((is) => ({ status: 'sent_to_agency', answered_by: poc.userId, answered_at: tx.now, version: is('version', '+', 1) })).where('id', 'in', requests),
  )
  // Nothing is left of a wish for more time.
  await tx.send(
    tx.db.updateTable('request_ask').set((is) => ({ state: 'overtaken', decided_at: tx.now, version: is('version', '+', 1) })).where('request_id', 'in', requests).where('kind', '=', 'more_time').where('state', '=', 'waiting'),
  )
  for (const draftId of drafts) await tx.send(sql`select index_response(${draftId})`)
  for (const requestId of requests) await finishTasks(tx, { requestId })
  await tx.audit(
    ...ready.map(({ draft, number, documents }) => ({
      action: 'response.submitted', audience: 'both' as const, agencyId: delivery.agencyId, companyId, complaintId, about: { kind: 'response', id: draft.id },
      details: { number: displayId('request', number), documents, submission: id },
    })),
  )
  await tx.enqueue('notify', { eventId: id, event: 'response_submitted', complaintId, requestIds: requests, by: poc.userId })
  return id
}

type Checked = { ready: Ready } | { requestId: string; number: number | null; error: AppError }

async function checkAll(tx: Tx, poc: CompanyActor, complaintId: string, items: readonly Item[]): Promise<Ready[]> {
  const ids = items.map((item) => item.requestId)
  const requests = await tx.db.selectFrom('information_request').select(['id', 'number', 'status', 'round', 'acknowledge_only']).where('complaint_id', '=', complaintId).where('id', 'in', ids).execute()
  // What asks for no more than "received" is answered with one click; its answer may not have been begun.
  for (const request of requests.filter((one) => one.acknowledge_only && one.status === 'sent_to_company' && items.some((item) => item.requestId === one.id && item.version === 0))) await ensureDraft(tx, poc, request.id)
  const drafts = await tx.db
    .selectFrom('response as s')
    .innerJoin('information_request as r', (join) => join.onRef('r.id', '=', 's.request_id').onRef('r.round', '=', 's.round'))
    .select(['s.id', 's.request_id', 's.version', 's.text', 's.links'])
    .where('s.request_id', 'in', ids)
    .where('s.status', '<>', 'sent')
    // Always in the same order, so that two submissions never wait for each other.
    .orderBy('s.id')
    .forUpdate('s')
    .execute()
  const documents = await documentsByParent(tx, 'response', drafts.map((draft) => draft.id))
  const checked = items.map((item): Checked => {
    const request = requests.find((one) => one.id === item.requestId)
    const refuse = (error: AppError) => ({ requestId: item.requestId, number: request?.number ?? null, error })
    if (request === undefined) return refuse(new AppError('not_found', 'This request was not found.'))
    const draft = drafts.find((one) => one.request_id === item.requestId)
    try {
      moveRequest(oneOf(requestStatuses, request.status), 'sent_to_agency')
    } catch (error) {
      if (error instanceof AppError) return refuse(error)
      throw error
    }
    if (draft === undefined) return refuse(new AppError('not_found', 'This draft was not found.'))
    const content = { text: draft.text, links: draft.links, documents: documents.get(draft.id) ?? [], acknowledgeOnly: request.acknowledge_only }
    const blank = isBlank(content)
    if (draft.version !== item.version && !(item.version === 0 && request.acknowledge_only && blank)) {
      return refuse(new AppError('stale_version', 'Somebody else changed this since you opened it. Look at what is there now, then save again.'))
    }
    const [problem] = whyNotReady(content)
    if (problem !== undefined) return refuse(problem.field === 'text' ? invalid({ text: problem.sentence }) : new AppError('conflict', problem.sentence))
    return { ready: { requestId: request.id, number: request.number, draft: { id: draft.id, blank }, documents: content.documents.length } }
  })
  const refused = checked.flatMap((one) => ('error' in one ? [one] : []))
  const [first] = refused
  if (first !== undefined) throw items.length === 1 ? first.error : allRefused(refused)
  return checked.flatMap((one) => ('ready' in one ? [one.ready] : []))
}

/** All or nothing: which of several could not be sent, and why. */
function allRefused(refused: readonly Extract<Checked, { error: AppError }>[]): AppError {
  const named = refused.map(({ requestId, number, error }) => ({ requestId, number: number === null ? 'A request' : displayId('request', number), sentence: error.message }))
  const code = refused.every(({ error }) => error.code === 'stale_version') ? 'stale_version' : 'conflict'
  return new AppError(code, `Nothing was submitted. ${named.map(({ number, sentence }) => `${number}: ${sentence}`).join(' ')}`, { current: { refused: named } })
}
