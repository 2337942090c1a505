import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findComplaint, indexForSearch, lockComplaint, targetOf } from '../../complaints/index.ts'
import { readSet, templatesOf } from '../queries/read-library.ts'
import { agencyOnly } from '../store.ts'
import { requireTakingRequests } from './write-request.ts'

/** Writes a request from each template of a set that is not retired, in the set's order, with its due date. None is sent. */
export async function useRequestSet(deps: Deps, actor: Actor, complaintId: string, setId: string): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    permit(author, 'request.add', targetOf(await findComplaint(tx, complaintId)))
    const complaint = await lockComplaint(tx, complaintId)
    const companyId = requireTakingRequests(complaint)
    const set = await readSet(tx, setId)
    if (set.retired) throw new AppError('conflict', 'This set is retired. Choose another one.')
    const byId = new Map((await templatesOf(tx, author, set.templates.map(({ id }) => id))).map((template) => [template.id, template]))
    const used = set.templates.flatMap(({ id }) => byId.get(id) ?? []).filter((template) => !template.retired)
    if (used.length === 0) throw new AppError('conflict', 'All templates of this set are retired.')
    const rows = await tx.db
      .insertInto('information_request')
      .values(
        used.map((template) => ({
          id: newId(),
          complaint_id: complaintId,
          agency_id: complaint.agencyId,
          company_id: companyId,
          title: template.title,
          description: template.description,
          status: 'ready_to_send',
          acknowledge_only: template.acknowledgeOnly,
          template_id: template.id,
          due_on: template.dueOn,
          created_by: author.userId,
          created_at: tx.now,
        })),
      )
      .returning(['id', 'number'])
      .execute()
    await indexForSearch(tx, complaintId)
    await tx.audit(...rows.map((row) => ({ action: 'information_request.added', audience: 'agency' as const, agencyId: complaint.agencyId, complaintId, about: { kind: 'information_request', id: row.id }, details: { number: displayId('request', row.number) } })))
  })
}
