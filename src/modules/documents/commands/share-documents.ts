import type { AgencyActor } from '../../../access/actor.ts'
import { invalid } from '../../../kernel/errors.ts'
import type { Tx } from '../../../platform/ports.ts'

export type Recipient = { complaintId: string; companyId: string; closureId?: string }

/** Lets the company read these documents of the agency: part of sending, or of closing. All of them, or none. */
export async function shareDocuments(tx: Tx, actor: AgencyActor, ids: readonly string[], recipient: Recipient): Promise<void> {
  await shareAll(tx, share(tx, actor, recipient).where('purpose', 'in', ['complaint', 'introduction', 'request', 'closure']), ids)
}

async function shareAll(tx: Tx, sharing: ReturnType<typeof share>, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const shared = await sharing.where('id', 'in', wanted).returning('id').execute()
  if (shared.length === wanted.length) return
  const missing = wanted.filter((id) => !shared.some((one) => one.id === id))
  const [infected] = await tx.db.selectFrom('document').select('original_name').where('id', 'in', missing).where('scan', '=', 'infected').where('removed_at', 'is', null).orderBy('id').limit(1).execute()
  if (infected !== undefined) throw invalid({ documentIds: `Malware was found in ${infected.original_name}. Remove it; nobody could open it.` })
  throw invalid({ documentIds: 'Some of the chosen files were removed, or are still being uploaded. Look at the list again.' })
}

/** As `shareDocuments`, for everything that belongs to these requests, when they are sent. */
export async function shareDocumentsOfRequests(tx: Tx, actor: AgencyActor, requestIds: readonly string[], recipient: Recipient): Promise<void> {
  if (requestIds.length === 0) return
  const documents = await tx.db
    .selectFrom('document')
    .select('id')
    .where('request_id', 'in', [...requestIds])
    .where('purpose', '=', 'request')
    .where('removed_at', 'is', null)
    .execute()
  await shareDocuments(tx, actor, documents.map((document) => document.id), recipient)
}

/** As `shareDocuments`, for what was uploaded to go back with a request in the round that begins now. */
export async function shareDocumentsOfRound(tx: Tx, actor: AgencyActor, ids: readonly string[], { requestId, round, ...recipient }: Recipient & { requestId: string; round: number }): Promise<void> {
  await shareAll(tx, share(tx, actor, recipient).set({ round }).where('request_id', '=', requestId).where('purpose', '=', 'send_back').where('shared', '=', false), ids)
}

/**
 * A file that waits for its scan may be sent, as nobody can open it before it proved clean; one with malware may not. Letters to the
 * complainant, research and what is the owner's alone never go to a company (docs/rules.md 2).
 */
function share(tx: Tx, actor: AgencyActor, recipient: Recipient) {
  return tx.db
    .updateTable('document')
    .set({ shared: true, company_id: recipient.companyId, ...(recipient.closureId !== undefined && { closure_id: recipient.closureId }) })
    .where('complaint_id', '=', recipient.complaintId)
    .where('agency_id', '=', actor.agencyId)
    .where('side', '=', 'agency')
    .where('owner_only', '=', false)
    .where('state', '=', 'stored')
    .where('scan', '<>', 'infected')
    .where('removed_at', 'is', null)
}
