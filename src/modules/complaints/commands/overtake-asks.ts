import type { Tx } from '../../../platform/ports.ts'

/** What the company asked about requests and nobody decided ends: the request was canceled, or its complaint closed or canceled. */
export async function overtakeAsks(tx: Tx, about: { complaintId: string } | { requestId: string }): Promise<void> {
  await tx.db
    .updateTable('request_ask')
    .set((eb) => ({ state: 'overtaken', decided_at: tx.now, version: eb('version', '+', 1) }))
    .where('complaintId' in about ? 'complaint_id' : 'request_id', '=', 'complaintId' in about ? about.complaintId : about.requestId)
    .where('state', '=', 'waiting')
    .execute()
}
