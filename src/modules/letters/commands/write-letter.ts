import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { findDetailed, targetOf } from '../../complaints/index.ts'
import type { Letter, UpdateLetter, WriteLetter } from '../contract.ts'
import type { LetterSide } from '../domain/letter-lifecycle.ts'
import { missingMark, type MergeValues } from '../domain/merge-fields.ts'
import { mergeValues } from '../queries/merge-values.ts'
import { readTemplate } from '../queries/list-templates.ts'
import { agencyOf, findLetter, holdForLetters, lockDraft, note, readLetter, unapproved } from '../store.ts'
import { fillTemplate } from '../template-engine.ts'

/** Begins a letter to the complainant or the company, from a template or empty. Before and after closing, not for a draft. */
export async function writeLetter(deps: Deps, actor: Actor, complaintId: string, { templateId, side: wanted = 'complainant' }: WriteLetter): Promise<Letter> {
  const writer = agencyOf(actor)
  return deps.transaction(writer, async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    permit(writer, 'letter.write', targetOf(complaint))
    const { companyId } = await holdForLetters(tx, complaintId)
    const template = templateId === undefined ? null : await readTemplate(tx, templateId)
    if (template?.retired === true) throw new AppError('conflict', 'This template is retired. Choose another one.')
    const side = template?.side ?? wanted
    if (side === 'company' && companyId === null) throw new AppError('conflict', 'Letters go to companies. This complaint is about an entity that is not in NMLS.')
    const values = await mergeValues(tx, writer, complaintId, side)
    const text = template === null ? emptyLetters[side] : fillTemplate(template, values, side)
    const id = newId()
    await tx.db
      .insertInto('letter')
      .values({
        id, complaint_id: complaintId, agency_id: complaint.agencyId, kind: template?.kind ?? 'other', template_id: template?.id ?? null, template_version: template?.version ?? null,
        status: 'draft', side, company_id: side === 'company' ? companyId : null, addressee: addresseeOf(values, side), ...text, created_by: writer.userId, created_at: tx.now, updated_at: tx.now,
      })
      .execute()
    await note(tx, 'letter.drafted', { id, complaint_id: complaintId, agency_id: complaint.agencyId, side })
    return readLetter(tx, id)
  })
}

const emptyLetters = { complainant: { subject: 'Your complaint', body: 'Dear …:\n\n' }, company: { subject: 'About a complaint', body: 'To …:\n\n' } } as const satisfies Record<LetterSide, { subject: string; body: string }>

/** Saves the text of a draft. A letter to the company that was approved becomes a draft again, and needs approval anew. */
export async function updateLetter(deps: Deps, actor: Actor, id: string, { version, ...texts }: UpdateLetter): Promise<Letter> {
  const writer = agencyOf(actor)
  return deps.transaction(writer, async (tx) => {
    permit(writer, 'letter.write', { ownerAgencyId: (await findLetter(tx, id)).agency_id })
    const draft = await lockDraft(tx, id, version)
    await tx.db.updateTable('letter').set({ ...texts, ...(draft.status === 'approved' ? unapproved : {}), updated_at: tx.now, version: version + 1 }).where('id', '=', id).execute()
    if (draft.status === 'approved') await note(tx, 'letter.approval_ended', draft)
    // A draft saves itself every few seconds: one entry for each sitting is enough.
    await tx.auditRead({ action: 'letter.updated', audience: 'agency', agencyId: draft.agency_id, complaintId: draft.complaint_id, about: { kind: 'letter', id } })
    return readLetter(tx, id)
  })
}

export async function discardLetter(deps: Deps, actor: Actor, id: string, version: number): Promise<void> {
  const writer = agencyOf(actor)
  await deps.transaction(writer, async (tx) => {
    permit(writer, 'letter.write', { ownerAgencyId: (await findLetter(tx, id)).agency_id })
    const draft = await lockDraft(tx, id, version)
    await tx.db.deleteFrom('letter').where('id', '=', id).execute()
    await note(tx, 'letter.discarded', draft)
  })
}

function addresseeOf(values: MergeValues, side: LetterSide): string {
  if (side === 'company') return [values.company_name ?? missingMark('company_name'), values.company_address ?? ''].filter((line) => line !== '').join('\n')

  return [values.complainant_name ?? missingMark('complainant_name'), values.complainant_address ?? missingMark('complainant_address')].join('\n')
}

