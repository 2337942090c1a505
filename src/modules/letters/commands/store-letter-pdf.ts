import { newId } from '../../../platform/new-id.ts'
import type { JobActor } from '../../../platform/ports.ts'
import type { DocumentDeps } from '../../documents/index.ts'

const job: JobActor = { kind: 'job' }

export type LetterFile = { letterId: string; complaintId: string; agencyId: string; issuedBy: string; name: string; bytes: Buffer }

/** Stores the PDF of an issued letter as a document of its complaint. Done again, it changes nothing; cut off, it is finished. */
export async function storeLetterPdf(deps: DocumentDeps, file: LetterFile): Promise<void> {
  const { letterId, bytes } = file
  // The row before its bytes: what belongs to no row is cleared from the store.
  const row = await deps.transaction(job, async (tx) => {
    const values = { id: newId(), purpose: 'letter', complaint_id: file.complaintId, agency_id: file.agencyId, letter_id: letterId, side: 'agency', name: file.name, original_name: file.name, content_type: 'application/pdf', size: String(bytes.length), uploaded_by: file.issuedBy, created_at: tx.now }
    // One that was given up while the program stood still is begun anew.
    await tx.db.deleteFrom('document').where('letter_id', '=', letterId).where('removed_at', 'is not', null).execute()
    await tx.db.insertInto('document').values(values).onConflict((conflict) => conflict.column('letter_id').where('letter_id', 'is not', null).doNothing()).execute()
    return tx.db.selectFrom('document').select(['id', 'state']).where('letter_id', '=', letterId).executeTakeFirstOrThrow()
  })
  if (row.state === 'stored') return
  await deps.files.delete(row.id)
  await deps.files.write(row.id, once(bytes))
  await deps.files.flush(row.id)
  const sha256 = await deps.files.sha256(row.id)
  await deps.transaction(job, async (tx) => {
    const scan = deps.scanner === null ? 'not_scanned' : 'pending'
    const stored = await tx.db
      .updateTable('document')
      .set({ state: 'stored', sha256, scan, size: String(bytes.length), stored_at: tx.now })
      .where('id', '=', row.id)
      .where('state', '=', 'uploading')
      .where('removed_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (stored === undefined) throw new Error('The PDF of a letter was given up or finished meanwhile; it is looked at again.')
    await tx.audit({ action: 'document.added', audience: 'agency', agencyId: file.agencyId, complaintId: file.complaintId, about: { kind: 'document', id: row.id }, details: { purpose: 'letter', size: bytes.length, sha256 } })
    if (scan === 'pending') await tx.enqueue('scan-document', { documentId: row.id }, { key: `scan-document:${row.id}` })
  })
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
