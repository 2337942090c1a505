import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { JobActor } from '../../../platform/ports.ts'
import type { FileStore } from '../../../platform/files/file-store.ts'
import { remarkOn, signatureBytes } from '../domain/file-signature.ts'
import { auditScope, findDocument, lockForChange, type DocumentDeps } from '../store.ts'

/**
 * After the last byte: makes the bytes durable, and the document stored. Done again, it changes nothing, so it
 * also mends an upload whose end was cut off. The checksum is of what lies in the store, not of what passed by:
 * an upload may come in many pieces and to several processes.
 */
export async function finishUpload(deps: DocumentDeps, actor: Actor | JobActor, id: string): Promise<void> {
  const document = await deps.transaction(actor, (tx) => findDocument(tx, id))
  if (document.state === 'stored') return
  if ((await deps.files.size(id)) !== document.size) throw new AppError('conflict', 'Not all bytes of this file have arrived yet.')
  await deps.files.flush(id)
  const sha256 = await deps.files.sha256(id)
  const remark = remarkOn(document.name, document.size, await readStart(deps.files, id, document.size))
  await deps.transaction(actor, async (tx) => {
    const held = await lockForChange(tx, id)
    if (held.state === 'stored') return
    const scan = deps.scanner === null ? 'not_scanned' : 'pending'
    await tx.db.updateTable('document').set({ state: 'stored', sha256, scan, remark, stored_at: tx.now }).where('id', '=', id).execute()
    await tx.audit({ action: 'document.added', ...auditScope(held), details: { purpose: held.purpose, size: held.size, sha256, remark } })
    if (scan === 'pending') await tx.enqueue('scan-document', { documentId: id }, { key: `scan-document:${id}` })
  })
}

async function readStart(files: FileStore, id: string, size: number): Promise<Uint8Array> {
  if (size === 0) return new Uint8Array()
  const chunks: Uint8Array[] = []
  for await (const chunk of files.read(id, { first: 0, last: Math.min(size, signatureBytes) - 1 })) {
    if (chunk instanceof Uint8Array) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
