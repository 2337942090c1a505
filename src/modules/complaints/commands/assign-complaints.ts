import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { statusWords } from '../domain/lifecycle.ts'
import type { AssignComplaints, BulkResults, PreviewAssignment } from '../list-contract.ts'
import { lockChosen, readChosen, resultsOf, type ChosenComplaint, type Decision } from '../queries/chosen-complaints.ts'
import { agencyOf, targetOf } from '../store.ts'
import { requireHandler } from './change-agency-poc.ts'

/** What naming this Agency POC would do to each of the complaints. Changes nothing. */
export async function previewAssignment(deps: Deps, actor: Actor, input: PreviewAssignment): Promise<BulkResults> {
  permit(actor, 'complaint.update')
  const editor = agencyOf(actor)
  return deps.transaction(editor, async (tx) => {
    const poc = await readPoc(tx, editor, input.userId)
    return resultsOf(input.complaintIds, await readChosen(tx, input.complaintIds), (complaint) => decide(editor, complaint, poc, complaint.version))
  })
}

/**
 * Names one Agency POC for up to 200 complaints, in one transaction. What cannot be done for one complaint (another
 * agency's, closed, changed since the preview) is refused for that one and said; the others go on.
 */
export async function assignComplaints(deps: Deps, actor: Actor, input: AssignComplaints): Promise<BulkResults> {
  permit(actor, 'complaint.update')
  const editor = agencyOf(actor)
  return deps.transaction(editor, async (tx) => {
    const poc = await readPoc(tx, editor, input.userId)
    const ids = input.complaints.map(({ id }) => id)
    const seen = new Map(input.complaints.map(({ id, version }) => [id, version]))
    await lockChosen(tx, editor.agencyId, ids)
    const found = await readChosen(tx, ids)
    const results = resultsOf(ids, found, (complaint) => decide(editor, complaint, poc, seen.get(complaint.id) ?? 0))
    const changed = results.items.flatMap(({ id, done }) => (done ? (found.get(id) ?? []) : []))
    if (changed.length > 0) await store(tx, editor, changed, poc.id)
    return results
  })
}

type Poc = { id: string; name: string }

async function readPoc(tx: Tx, editor: AgencyActor, userId: string): Promise<Poc> {
  await requireHandler(tx, editor, userId, 'userId')
  return tx.db.selectFrom('person').select(['id', 'name']).where('id', '=', userId).executeTakeFirstOrThrow()
}

function decide(editor: AgencyActor, complaint: ChosenComplaint, poc: Poc, versionSeen: number): Decision {
  const refused = (what: string): Decision => ({ done: false, what })
  if (!may(editor, 'complaint.update', targetOf(complaint))) return refused('It belongs to another agency.')
  switch (complaint.status) {
    case 'draft':
      return refused('It is a draft: whoever submits it becomes its Agency POC.')
    case 'pending':
      return refused('It waits for preliminary review: the reviewer names its Agency POC.')
    case 'closed':
    case 'canceled':
      return refused(`It is ${statusWords(complaint.status)}. The Agency POC can be changed until then.`)
    case 'referral_in_progress':
      return refused('It is being referred to another agency, and nothing of it changes until that decides.')
    case 'in_progress':
    case 'reopened':
      if (complaint.agencyPocId === poc.id) return refused(`${poc.name} is its Agency POC already.`)
      if (complaint.version !== versionSeen) return refused('Somebody changed it since you looked. Look at it again.')
      return { done: true, what: complaint.pocName === null ? `${poc.name} becomes Agency POC.` : `Agency POC changes from ${complaint.pocName} to ${poc.name}.` }
  }
}

async function store(tx: Tx, editor: AgencyActor, changed: readonly ChosenComplaint[], pocId: string): Promise<void> {
  await tx.db
    .updateTable('complaint')
    .set((eb) => ({ agency_poc_id: pocId, version: eb('version', '+', 1) }))
    .where('id', 'in', changed.map(({ id }) => id))
    .execute()
  await tx.audit(
    ...changed.map(({ id, agencyId, companyId, everSent }) => ({ action: 'agency_poc.changed', audience: 'both' as const, agencyId, companyId: everSent ? companyId : null, complaintId: id, about: { kind: 'person', id: pocId } })),
  )
  // Of each complaint the answers to review move along; of several, one message tells of all.
  const [only, ...others] = changed
  const told = only !== undefined && others.length === 0 ? [pocId] : []
  await Promise.all(changed.map(({ id }) => tx.enqueue('notify', { eventId: newId(), event: 'agency_poc_assigned', complaintId: id, userIds: told, by: editor.userId })))
  if (others.length > 0 && pocId !== editor.userId) await tx.enqueue('notify-organisation', { eventId: newId(), event: 'complaints_assigned', agencyId: editor.agencyId, userId: pocId, count: changed.length, by: editor.userId })
}
