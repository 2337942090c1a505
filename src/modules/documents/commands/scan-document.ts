import type { DocumentDeps } from '../store.ts'

/** Has a stored document scanned; until then nobody can open it. Safe to run again. */
export async function scanDocument(deps: DocumentDeps, id: string): Promise<void> {
  const job = { kind: 'job' } as const
  const waiting = await deps.transaction(job, (tx) =>
    tx.db.selectFrom('document').select('id').where('id', '=', id).where('state', '=', 'stored').where('scan', '=', 'pending').where('removed_at', 'is', null).executeTakeFirst())
  if (waiting === undefined) return
  const scan = deps.scanner === null ? 'not_scanned' : await deps.scanner.scan(deps.files.read(id))
  await deps.transaction(job, async (tx) => {
    const document = await tx.db
      .updateTable('document')
      .set({ scan })
      .where('id', '=', id)
      .where('scan', '=', 'pending')
      .returning(['agency_id', 'company_id', 'complaint_id', 'side'])
      .executeTakeFirst()
    if (document === undefined) return
    await tx.audit({
      action: 'document.scanned', audience: document.side === 'company' ? 'company' : 'agency', agencyId: document.agency_id, companyId: document.company_id,
      complaintId: document.complaint_id, about: { kind: 'document', id }, details: { result: scan },
    })
  })
}
