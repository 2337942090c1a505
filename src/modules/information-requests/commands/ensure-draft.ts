import type { CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Tx } from '../../../platform/ports.ts'
import { findDelivery } from '../store.ts'

export type DraftPlace = { id: string; requestId: string; round: number; complaintId: string; agencyId: string; companyId: string }

/**
 * The draft of the present round that answers this request, begun if there is none. Two users at once begin one. One that
 * was handed to the Company POC is changed by nobody else until it is given or taken back.
 */
export async function ensureDraft(tx: Tx, actor: CompanyActor, requestId: string): Promise<DraftPlace> {
  const request = await tx.db
    .selectFrom('information_request')
    .select(['id', 'complaint_id', 'agency_id', 'company_id', 'status', 'round'])
    .where('id', '=', requestId)
    .executeTakeFirst()
  if (request === undefined) throw notFound('request')
  permit(actor, 'response.draft', { companyId: request.company_id })
  if (request.status !== 'sent_to_company') throw new AppError('conflict', 'This request is not waiting for an answer.')
  const known = await findDraft(tx, requestId, request.round)
  const draft = known ?? (await beginDraft(tx, actor, request), await findDraft(tx, requestId, request.round))
  if (draft === undefined) throw new AppError('conflict', 'A colleague has begun a restricted response to this request. Ask the Company POC.')
  if (draft.status === 'sent') throw new AppError('conflict', 'The response was sent already and can no longer be changed.')
  if (draft.status === 'in_review' && (await findDelivery(tx, request.complaint_id)).companyPocId !== actor.userId) {
    throw new AppError('conflict', 'This answer was handed to the Company POC, who alone can change it now. What you typed was not saved; copy it if you need it.')
  }
  return { id: draft.id, requestId, round: request.round, complaintId: request.complaint_id, agencyId: request.agency_id, companyId: request.company_id }
}

async function findDraft(tx: Tx, requestId: string, round: number) {
  return tx.db.selectFrom('response').select(['id', 'status']).where('request_id', '=', requestId).where('round', '=', round).executeTakeFirst()
}

type Asked = { id: string; complaint_id: string; agency_id: string; company_id: string; round: number }

async function beginDraft(tx: Tx, actor: CompanyActor, request: Asked): Promise<void> {
  const id = newId()
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('response')
    .values({
      id,
      request_id: request.id,
      round: request.round,
      complaint_id: request.complaint_id,
      agency_id: request.agency_id,
      company_id: request.company_id,
      status: 'draft',
      author_id: actor.userId,
      created_at: tx.now,
      saved_by: actor.userId,
      saved_at: tx.now,
    })
    // Where a colleague was faster, or began one that this user may not read: theirs stays.
    .onConflict((conflict) => conflict.columns(['request_id', 'round']).doNothing())
    .executeTakeFirst()
  if (Number(numInsertedOrUpdatedRows ?? 0) === 0) return
  await tx.audit({
    action: 'response.drafted', audience: 'company', agencyId: request.agency_id, companyId: request.company_id, complaintId: request.complaint_id,
    about: { kind: 'response', id },
  })
}
