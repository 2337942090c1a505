import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findComplaint, lockComplaint, targetOf } from '../../complaints/index.ts'
import type { AddResearch, UpdateResearch } from '../contract.ts'
import { noteOf } from '../queries/read-research.ts'
import { agencyOnly, findNote, lockNote, requirePast, requireTaken } from '../store.ts'

/** Notes research, or a communication that took place outside of the system: after closing and canceling too (docs/rules.md 3). */
export async function addResearch(deps: Deps, actor: Actor, complaintId: string, input: AddResearch): Promise<string> {
  const author = agencyOnly(actor)
  return deps.transaction(author, async (tx) => {
    const complaint = await findComplaint(tx, complaintId)
    permit(author, 'research.add', targetOf(complaint))
    requireTaken((await lockComplaint(tx, complaintId)).status)
    requirePast(author, tx.now, input.happenedOn)
    const id = newId()
    await tx.db
      .insertInto('research_entry')
      .values({ id, complaint_id: complaintId, agency_id: complaint.agencyId, ...columnsOf(input), created_by: author.userId, created_at: tx.now })
      .execute()
    await tx.audit({ action: 'research.added', audience: 'agency', agencyId: complaint.agencyId, complaintId, about: { kind: 'research_entry', id }, details: { kind: input.kind, channel: input.channel ?? null, party: input.party ?? null } })
    return id
  })
}

export async function updateResearch(deps: Deps, actor: Actor, id: string, input: UpdateResearch): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    permit(author, 'research.add', { ownerAgencyId: (await findNote(tx, id)).agencyId })
    const note = await lockNote(tx, id)
    if (note.version !== input.version) throw new AppError('stale_version', 'Somebody else changed this note since you opened it. Look at what is there now, then save again.', { current: await noteOf(tx, author, id) })
    requirePast(author, tx.now, input.happenedOn)
    await tx.db
      .updateTable('research_entry')
      .set({ ...columnsOf(input), updated_by: author.userId, updated_at: tx.now, version: note.version + 1 })
      .where('id', '=', id)
      .execute()
    await tx.audit({ action: 'research.updated', audience: 'agency', agencyId: note.agencyId, complaintId: note.complaintId, about: { kind: 'research_entry', id }, details: { kind: input.kind } })
  })
}

/** Takes the note that was seen out of the record, with its documents. That it was there stays in the audit. */
export async function removeResearch(deps: Deps, actor: Actor, id: string, version: number): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    permit(author, 'research.add', { ownerAgencyId: (await findNote(tx, id)).agencyId })
    const note = await lockNote(tx, id)
    if (note.version !== version) throw new AppError('stale_version', 'Somebody else changed this note since you opened it, and it is still there. Look at what it says now, then remove it if it should go.', { current: await noteOf(tx, author, id) })
    const { numUpdatedRows } = await tx.db.updateTable('document').set({ removed_at: tx.now }).where('research_id', '=', id).where('removed_at', 'is', null).executeTakeFirst()
    await tx.db.updateTable('research_entry').set({ removed_at: tx.now, removed_by: author.userId, version: note.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'research.removed', audience: 'agency', agencyId: note.agencyId, complaintId: note.complaintId, about: { kind: 'research_entry', id }, details: { kind: note.kind, documents: Number(numUpdatedRows) } })
    await tx.enqueue('expire-uploads', {}, { key: 'expire-uploads' })
  })
}

/** Of research only what research has: no channel, nobody whom it was with. */
function columnsOf(input: AddResearch) {
  const isCommunication = input.kind === 'communication'
  return {
    kind: input.kind,
    channel: isCommunication ? (input.channel ?? null) : null,
    party: isCommunication ? (input.party ?? null) : null,
    with_whom: input.withWhom,
    happened_on: input.happenedOn,
    happened_at_time: input.happenedAt ?? null,
    text: input.text,
  }
}
