import { displayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { ComplaintState } from '../store.ts'

/** A complaint that ends takes its unsent requests with it; its history says which they were (docs/rules.md 3). */
export async function removeUnsent(tx: Tx, { id: complaintId, agencyId }: ComplaintState): Promise<void> {
  const removed = await tx.db.deleteFrom('information_request').where('complaint_id', '=', complaintId).where('status', '=', 'ready_to_send').returning(['id', 'number']).execute()
  await tx.audit(
    ...removed
      .toSorted((one, other) => one.number - other.number)
      .map((request) => ({
        action: 'information_request.removed', audience: 'agency' as const, agencyId, complaintId, about: { kind: 'information_request', id: request.id }, details: { number: displayId('request', request.number) },
      })),
  )
}
