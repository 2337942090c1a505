import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Tx } from '../../../platform/ports.ts'
import { ensureDraft } from '../../information-requests/index.ts'
import type { UploadMetadata } from '../contract.ts'
import { displayName, safeName } from '../domain/file-name.ts'
import { sizeProblem } from '../domain/limits.ts'
import { findAgencyTarget, type DocumentDeps } from '../store.ts'

const mediaType = /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/i

/** Makes the row of a document whose bytes follow. Its ID is the upload's. Refuses before any byte is sent. */
export async function beginUpload(deps: DocumentDeps, actor: Actor, input: UploadMetadata, size: number): Promise<string> {
  permit(actor, input.purpose === 'response' ? 'response.attach' : 'document.add')
  const problem = sizeProblem(size)
  if (problem !== null) throw new AppError('too_large', problem, { fields: { file: problem } })
  return deps.transaction(actor, async (tx) => {
    const id = newId()
    const target = await findTarget(tx, actor, input)
    await tx.db
      .insertInto('document')
      .values({
        ...target,
        id,
        purpose: input.purpose,
        name: safeName(input.filename),
        original_name: displayName(input.filename),
        content_type: mediaType.test(input.filetype ?? '') ? (input.filetype ?? '').toLowerCase() : 'application/octet-stream',
        size: String(size),
        uploaded_by: actor.userId,
        created_at: tx.now,
      })
      .execute()
    return id
  })
}

async function findTarget(tx: Tx, actor: Actor, { purpose, targetId }: UploadMetadata) {
  if (actor.kind === 'company') {
    const draft = await ensureDraft(tx, actor, targetId)
    return { side: 'company', complaint_id: draft.complaintId, agency_id: draft.agencyId, company_id: draft.companyId, request_id: draft.requestId, response_id: draft.id, research_id: null, post_id: null, entity_id: null, round: null }
  }
  const target = await findAgencyTarget(tx, purpose, targetId)
  return { side: 'agency', complaint_id: target.complaintId, agency_id: target.agencyId, company_id: null, request_id: target.requestId, response_id: null, research_id: target.researchId, post_id: target.postId, entity_id: target.entityId, round: target.round }
}
