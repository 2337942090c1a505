import { newId } from '../../../platform/new-id.ts'
import type { JobActor, Tx } from '../../../platform/ports.ts'
import type { DocumentDeps } from '../../documents/index.ts'

const job: JobActor = { kind: 'job' }

export type LetterFile = { letterId: string; complaintId: string; agencyId: string; /** Null: a letter to the complainant. */ companyId: string | null; issuedBy: string; name: string; bytes: Buffer }

/** Stores the PDF of an issued letter as a document of its complaint; one to the company is handed over together with it, never without. Done again, it changes nothing; cut off, it is finished. */
export async function storeLetterPdf(deps: DocumentDeps, file: LetterFile): Promise<void> {
  const { letterId, bytes } = file
  // The row before its bytes: what belongs to no row is cleared from the store.
  const row = await deps.transaction(job, async (tx) => {
    const values = { id: newId(), purpose: 'letter', complaint_id: file.complaintId, agency_id: file.agencyId, letter_id: letterId, side: 'agency', company_id: file.companyId, name: file.name, original_name: file.name, content_type: 'application/pdf', size: String(bytes.length), uploaded_by: file.issuedBy, created_at: tx.now }
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
    if (file.companyId !== null) await handOver(tx, file, file.companyId, row.id)
    if (scan === 'pending') await tx.enqueue('scan-document', { documentId: row.id }, { key: `scan-document:${row.id}` })
  })
}

/** From now on the company sees the letter and its PDF, and is told. Of one that was withdrawn meanwhile it sees neither. */
async function handOver(tx: Tx, { letterId, complaintId, agencyId, issuedBy }: LetterFile, companyId: string, documentId: string): Promise<void> {
  const delivered = await tx.db.updateTable('letter').set({ delivered_at: tx.now }).where('id', '=', letterId).where('status', '=', 'issued').where('delivered_at', 'is', null).returning('id').executeTakeFirst()
  const letter = await tx.db.selectFrom('letter').select('delivered_at').where('id', '=', letterId).executeTakeFirstOrThrow()
  if (letter.delivered_at !== null) await tx.db.updateTable('document').set({ shared: true }).where('id', '=', documentId).execute()
  if (delivered === undefined) return
  await tx.audit({ action: 'letter.received', audience: 'company', agencyId, companyId, complaintId, about: { kind: 'letter', id: letterId } })
  await tx.enqueue('notify', { eventId: newId(), event: 'letter_issued', complaintId, letterId, by: issuedBy })
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
