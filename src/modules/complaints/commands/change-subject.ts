import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { statusWords } from '../domain/lifecycle.ts'
import { takesOtherSubject } from '../domain/subject.ts'
import { agencyOf, findComplaint, indexForSearch, lockComplaint, requireVersion, targetOf } from '../store.ts'
import type { ChangeSubject } from '../subject-contract.ts'
import { auditSubject, subjectColumns, subjectIds } from './write-subject.ts'

/** Update Subject: to another company, branch, individual or Non-NMLS entity, while the complaint is open and before any request was sent (docs/rules.md 3). */
export async function changeSubject(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string, input: ChangeSubject): Promise<void> {
  const editor = agencyOf(actor)
  await deps.transaction(editor, async (tx) => {
    permit(editor, 'complaint.update', targetOf(await findComplaint(tx, id)))
    const complaint = await lockComplaint(tx, id)
    requireVersion(complaint, input.version)
    if (complaint.firstSentAt !== null) throw new AppError('conflict', 'The subject can no longer be changed: a request or a letter was sent to the company.')
    if (!takesOtherSubject(complaint.status, complaint.firstSentAt)) throw new AppError('conflict', `The subject of a complaint that is ${statusWords(complaint.status)} cannot be changed.`)
    const before = await subjectIds(tx, id)
    await tx.db.updateTable('complaint').set({ ...(await subjectColumns(tx, id, input.subject)), version: complaint.version + 1 }).where('id', '=', id).execute()
    await indexForSearch(tx, id)
    // A draft's history begins with its submission.
    if (complaint.status !== 'draft') await auditSubject(tx, complaint, before)
  })
}
