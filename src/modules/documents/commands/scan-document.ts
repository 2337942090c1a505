import { JobFailed } from '../../../platform/job-failed.ts'
import { newId } from '../../../platform/new-id.ts'
import type { JobActor } from '../../../platform/ports.ts'
import type { DocumentDeps } from '../store.ts'
import { nextScanAfter } from './rescan-documents.ts'

const job: JobActor = { kind: 'job' }

/**
 * Has a stored document scanned; until then nobody can open it. Safe to run again. Malware stays where it is, closed to
 * everybody until the complaint is disposed of: it is evidence too.
 * @throws JobFailed when the scanner gives no answer; the document then waits, and is asked about again
 */
export async function scanDocument(deps: DocumentDeps, id: string): Promise<void> {
  const waiting = await deps.transaction(job, (tx) =>
    tx.db.selectFrom('document').select('id').where('id', '=', id).where('state', '=', 'stored').where('scan', '=', 'pending').where('removed_at', 'is', null).executeTakeFirst())
  if (waiting === undefined) return
  try {
    await settle(deps, id, deps.scanner === null ? 'not_scanned' : await deps.scanner.scan(deps.files.read(id)))
  } catch (cause) {
    await askAgainLater(deps, id)
    throw new JobFailed(`Document ${id} could not be scanned; it stays closed and is tried again.`, { cause })
  }
}

async function settle(deps: DocumentDeps, id: string, scan: 'clean' | 'infected' | 'not_scanned'): Promise<void> {
  await deps.transaction(job, async (tx) => {
    const document = await tx.db
      .updateTable('document')
      .set({ scan, scan_again_at: null })
      .where('id', '=', id)
      .where('scan', '=', 'pending')
      .returning(['agency_id', 'company_id', 'complaint_id', 'side'])
      .executeTakeFirst()
    if (document === undefined) return
    await tx.audit({
      action: scan === 'infected' ? 'document.infected' : 'document.scanned', audience: document.side === 'company' ? 'company' : 'agency', agencyId: document.agency_id, companyId: document.company_id,
      complaintId: document.complaint_id, about: { kind: 'document', id }, details: { result: scan },
    })
    if (scan === 'infected') await tx.enqueue('notify-organisation', { eventId: newId(), event: 'document_infected', documentId: id, by: null })
  })
}

async function askAgainLater(deps: DocumentDeps, id: string): Promise<void> {
  await deps.transaction(job, async (tx) => {
    const row = await tx.db.selectFrom('document').select('scan_tries').where('id', '=', id).where('scan', '=', 'pending').forUpdate().executeTakeFirst()
    if (row === undefined) return
    const tries = row.scan_tries + 1
    await tx.db.updateTable('document').set({ scan_tries: tries, scan_again_at: new Date(tx.now.getTime() + nextScanAfter(tries)) }).where('id', '=', id).execute()
  })
}
