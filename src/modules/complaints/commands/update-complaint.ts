import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { UpdateComplaint } from '../contract.ts'
import { emptied } from '../domain/intake.ts'
import { isChangeable, statusWords } from '../domain/lifecycle.ts'
import { agencyOf, findComplaint, indexForSearch, lockComplaint, requireVersion, targetOf } from '../store.ts'
import { changesWords, writeFields } from './write-fields.ts'
import { auditSubject, subjectIds } from './write-subject.ts'

/** Changes what was entered: the autosave of a draft and the update of a record are the same. */
export async function updateComplaint(deps: Deps, actor: Actor, id: string, input: UpdateComplaint): Promise<void> {
  const editor = agencyOf(actor)
  await deps.transaction(editor, async (tx) => {
    permit(editor, 'complaint.update', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    if (!isChangeable(complaint.status)) throw new AppError('conflict', `A complaint that is ${statusWords(complaint.status)} cannot be changed.`)
    if (input.fields.subject !== undefined && complaint.firstSentAt !== null) {
      throw new AppError('conflict', 'The subject can no longer be changed: a request or a letter was sent to the company.')
    }
    if (complaint.status !== 'draft') {
      const fields = emptied(input.fields)
      if (Object.keys(fields).length > 0) throw invalid(fields)
    }
    const before = input.fields.subject === undefined || complaint.status === 'draft' ? null : await subjectIds(tx, id)
    const changed = (await writeFields(tx, editor, complaint, input.fields)).filter((field) => field !== 'subject')
    if (changesWords(input.fields)) await indexForSearch(tx, id)
    // The history says of a subject who it was and is, as Update Subject does.
    if (before !== null) await auditSubject(tx, complaint, before)
    // A draft saves itself every few seconds: its history begins with the submission.
    if (complaint.status !== 'draft' && changed.length > 0) {
      await tx.audit({ action: 'complaint.updated', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId: id, details: { fields: changed } })
    }
  })
}
