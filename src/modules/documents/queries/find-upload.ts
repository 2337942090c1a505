import type { Actor } from '../../../access/actor.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { findDocument, requireChangeable, requirePermission, type DocumentDeps, type DocumentState } from '../store.ts'

/**
 * The upload, for whoever may go on with it: its uploader, or for a response whoever may change the draft.
 * To everybody else it does not exist.
 */
export async function findUpload(deps: DocumentDeps, actor: Actor, id: string): Promise<Pick<DocumentState, 'id' | 'size' | 'state'>> {
  return deps.transaction(actor, async (tx) => {
    const document = await findDocument(tx, id)
    if (document.side !== actor.kind) throw notFound('document')
    if (document.side === 'agency' && document.uploaded_by !== actor.userId) throw notFound('document')
    try {
      requirePermission(tx, document)
    } catch (error) {
      throw error instanceof AppError ? notFound('document') : error
    }
    if (document.state === 'uploading') await requireChangeable(tx, document)
    return document
  })
}
