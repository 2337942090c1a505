import type { Actor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { countCharacters } from '../../../kernel/text.ts'
import type { Deps } from '../../../platform/ports.ts'
import { documentsByParent } from '../../documents/index.ts'
import type { ReadyAnswer } from '../answer-contract.ts'
import { responseStatuses } from '../domain/request-lifecycle.ts'
import { remarksOn, whyNotReady } from '../domain/submission.ts'
import { companyOnly, findDelivery } from '../store.ts'

/** The requests of a complaint that wait for the company, each with how far its answer is and what keeps it back. */
export async function readReadyAnswers(deps: Deps, actor: Actor, complaintId: string): Promise<{ items: ReadyAnswer[]; maySubmit: boolean }> {
  permit(actor, 'received.view')
  const reader = companyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const delivery = await findDelivery(tx, complaintId)
    const rows = await tx.db
      .selectFrom('information_request as r')
      .leftJoin('response as s', (join) => join.onRef('s.request_id', '=', 'r.id').onRef('s.round', '=', 'r.round'))
      .leftJoin('person as saver', 'saver.id', 's.saved_by')
      .select([
        'r.id', 'r.number', 'r.title', 'r.due_on', 'r.round', 'r.acknowledge_only', 's.id as response_id', 's.version', 's.status', 's.saved_at', 's.saved_by', 'saver.name as saved_by_name',
        's.text', 's.links', 's.restricted',
      ])
      .where('r.complaint_id', '=', complaintId)
      .where('r.status', '=', 'sent_to_company')
      .orderBy('r.due_on')
      .orderBy('r.number')
      .execute()
    const documents = await documentsByParent(tx, 'response', rows.flatMap((row) => row.response_id ?? []))
    await tx.auditRead({ action: 'complaint.read', audience: 'company', agencyId: delivery.agencyId, companyId: reader.companyId, complaintId })
    return {
      maySubmit: may(reader, 'response.submit', { companyId: delivery.companyId, companyPocId: delivery.companyPocId }),
      items: rows.flatMap((row) => {
        if (row.due_on === null) return []
        const files = row.response_id === null ? [] : (documents.get(row.response_id) ?? [])
        const content = { text: row.text ?? '', links: row.links ?? [], documents: files, acknowledgeOnly: row.acknowledge_only }
        return [
          {
            requestId: row.id,
            number: displayId('request', row.number),
            title: row.title,
            dueOn: row.due_on,
            round: row.round,
            acknowledgeOnly: row.acknowledge_only,
            version: row.version ?? 0,
            status: row.status === null ? null : oneOf(responseStatuses, row.status),
            savedAt: row.saved_at?.toISOString() ?? null,
            savedBy: row.saved_by === null || row.saved_by_name === null ? null : { id: row.saved_by, name: row.saved_by_name },
            characters: countCharacters(content.text),
            files: files.length,
            links: content.links.length,
            restricted: row.restricted ?? false,
            problems: whyNotReady(content).map((problem) => problem.sentence),
            remarks: remarksOn(content),
          },
        ]
      }),
    }
  })
}
