import type { JobActor } from '../../../platform/ports.ts'
import type { DocumentDeps } from '../store.ts'

const job: JobActor = { kind: 'job' }
const atOnce = 200
const minute = 60_000
/** A scan that was not even tried by then: its job was lost, or ran out of attempts. */
const patience = 10 * minute

/**
 * Asks the scanner again about documents that it could not answer for, each at its own growing distance
 * (scan-document.ts). Nothing here opens a document: only the scanner's answer does.
 */
export async function rescanDocuments(deps: DocumentDeps): Promise<void> {
  await deps.transaction(job, async (tx) => {
    const due = tx.db
      .selectFrom('document')
      .select('id')
      .where('scan', '=', 'pending')
      .where('state', '=', 'stored')
      .where('removed_at', 'is', null)
      .where((is) => is.or([is('scan_again_at', '<=', tx.now), is.and([is('scan_again_at', 'is', null), is('stored_at', '<=', new Date(tx.now.getTime() - patience))])]))
      .orderBy('scan_again_at', (order) => order.asc().nullsFirst())
      .orderBy('id')
      .limit(atOnce)
      .forUpdate()
      .skipLocked()
    // Not chosen again while it waits in the queue.
    const rows = await tx.db.updateTable('document').set({ scan_again_at: new Date(tx.now.getTime() + 60 * minute) }).where('id', 'in', due).returning('id').execute()
    for (const { id } of rows) await tx.enqueue('scan-document', { documentId: id }, { key: `scan-document:${id}` })
  })
}

/** How long after this many tries in vain the scanner is asked again, in milliseconds: 5, 10, 20, 40, then 60 minutes. */
export function nextScanAfter(tries: number): number {
  return Math.min(60, 5 * 2 ** Math.max(0, tries - 1)) * minute
}
