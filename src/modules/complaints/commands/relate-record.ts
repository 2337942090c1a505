import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { isChangeable, statusWords } from '../domain/lifecycle.ts'
import type { AddRelated } from '../related-contract.ts'
import { agencyOf, findComplaint, lockComplaint, targetOf, type ComplaintState } from '../store.ts'
import { relatedColumns, type RelatedColumns } from './related-columns.ts'

/**
 * Relates a record to a complaint: docs/rules.md 3. The complaint's version stays: a form that is open on it loses nothing.
 * @returns the ID of the relation
 */
export async function relateRecord(deps: Deps, actor: Actor, complaintId: string, input: AddRelated): Promise<string> {
  const editor = agencyOf(actor)
  return deps.transaction(editor, async (tx) => {
    const complaint = await lockChangeable(tx, editor, complaintId)
    const { field, ...columns } = await relatedColumns(tx, complaint, input)
    await requireNew(tx, complaintId, columns, field)
    const id = newId()
    await tx.db
      .insertInto('related_record')
      .values({ id, complaint_id: complaintId, agency_id: complaint.agencyId, ...columns, added_by: editor.userId, added_at: tx.now })
      .execute()
    await tx.audit({ ...scopeOf(complaint), details: { what: `${nameless(input.kind, columns.label)} added` } })
    return id
  })
}

/** Takes a relation off the complaint on which it was made. */
export async function removeRelated(deps: Deps, actor: Actor, complaintId: string, relatedId: string): Promise<void> {
  const editor = agencyOf(actor)
  await deps.transaction(editor, async (tx) => {
    const complaint = await lockChangeable(tx, editor, complaintId)
    const related = await tx.db.selectFrom('related_record').select(['kind', 'label']).where('id', '=', relatedId).where('complaint_id', '=', complaintId).executeTakeFirst()
    if (related === undefined) throw notFound('related record')
    await tx.db.deleteFrom('related_record').where('id', '=', relatedId).execute()
    await tx.audit({ ...scopeOf(complaint), details: { what: `${nameless(related.kind, related.label)} removed` } })
  })
}

async function lockChangeable(tx: Tx, editor: ReturnType<typeof agencyOf>, complaintId: string): Promise<ComplaintState> {
  permit(editor, 'complaint.update', targetOf(await findComplaint(tx, complaintId)))
  const complaint = await lockComplaint(tx, complaintId)
  if (!isChangeable(complaint.status)) throw new AppError('conflict', `The related records of a complaint that is ${statusWords(complaint.status)} cannot be changed.`)
  return complaint
}

async function requireNew(tx: Tx, complaintId: string, columns: Omit<RelatedColumns, 'field'>, field: string): Promise<void> {
  const before = await tx.db
    .selectFrom('related_record')
    .select(['kind', 'label', 'related_complaint_id', 'related_company_id', 'related_entity_id', 'related_individual_id', 'nmls_id'])
    .where('complaint_id', '=', complaintId)
    .execute()
  const repeats = before.some((one) =>
    one.kind === columns.kind &&
    one.label === columns.label &&
    one.nmls_id === columns.nmls_id &&
    one.related_complaint_id === columns.related_complaint_id &&
    one.related_company_id === columns.related_company_id &&
    one.related_entity_id === columns.related_entity_id &&
    one.related_individual_id === columns.related_individual_id)
  if (repeats) throw invalid({ [field]: 'This is related to the complaint already.' })
}

function scopeOf(complaint: ComplaintState) {
  return { action: 'complaint.related', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: complaint.id } as const
}

/** What the history may say: IDs, never a person's name. */
function nameless(kind: string, label: string): string {
  if (kind === 'individual') return 'an individual'
  return kind === 'agent_location' ? 'an agent location' : label
}
