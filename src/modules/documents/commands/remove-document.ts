import type { Actor } from '../../../access/actor.ts'
import { auditScope, lockForChange, type DocumentDeps } from '../store.ts'

/** Takes a document away, an unfinished upload too. What was sent stays. A job deletes the bytes after the commit. */
export async function removeDocument(deps: DocumentDeps, actor: Actor, id: string): Promise<void> {
  await deps.transaction(actor, async (tx) => {
    const document = await lockForChange(tx, id)
    await tx.db.updateTable('document').set({ removed_at: tx.now }).where('id', '=', id).execute()
    if (document.state === 'stored') await tx.audit({ action: 'document.removed', ...auditScope(document), details: { purpose: document.purpose } })
    await tx.enqueue('expire-uploads', {}, { key: 'expire-uploads' })
  })
}
