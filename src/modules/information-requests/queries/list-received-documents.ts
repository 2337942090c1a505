import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import { documentsOf } from '../../documents/index.ts'
import { responseStatuses } from '../domain/request-lifecycle.ts'
import type { ReceivedDocument } from '../received-documents-contract.ts'
import { companyOnly } from '../store.ts'

/** Everything of a complaint that the company may open: what agencies shared, and what its own people uploaded. Row-level security decides. */
export async function listReceivedDocuments(deps: Deps, actor: Actor, complaintId: string): Promise<{ items: ReceivedDocument[] }> {
  permit(actor, 'received.view')
  const reader = companyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await tx.db.selectFrom('complaint_delivery').select('agency_id').where('complaint_id', '=', complaintId).executeTakeFirst()
    if (complaint === undefined) throw notFound('complaint')
    const documents = await documentsOf(tx, { complaintId })
    if (documents.length === 0) return { items: [] }
    const rows = await tx.db
      .selectFrom('document as d')
      .innerJoin('information_request as r', 'r.id', 'd.request_id')
      .leftJoin('response as s', 's.id', 'd.response_id')
      .select(['d.id', 'r.id as request_id', 'r.number', 'r.title', 'd.round', 's.round as answer_round', 's.status'])
      .where('d.complaint_id', '=', complaintId)
      .execute()
    const places = new Map(rows.map((row) => [row.id, row]))
    await tx.auditRead({ action: 'complaint.read', audience: 'company', agencyId: complaint.agency_id, companyId: reader.companyId, complaintId })
    return {
      items: documents.map((document) => {
        const row = places.get(document.id)
        if (row === undefined) return { ...document, request: null, round: null, answer: null }
        return { ...document, request: { id: row.request_id, number: displayId('request', row.number), title: row.title }, round: row.answer_round ?? row.round, answer: row.status === null ? null : oneOf(responseStatuses, row.status) }
      }),
    }
  })
}
