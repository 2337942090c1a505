import type { Actor } from '../../../access/actor.ts'
import { permit, type Action } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { Letter, ReturnLetter } from '../contract.ts'
import { takeLetterStep } from '../domain/letter-lifecycle.ts'
import { agencyOf, findLetter, lockCompanyLetter, note, problemsOf, readLetter, statusOf, unapproved, type LetterRow } from '../store.ts'
import { restrictedIn } from './issue-to-company.ts'

/** Asks the Supervisors to approve a draft. It may lack something still; they may mend it. */
export async function askApproval(deps: Deps, actor: Actor, id: string, { version }: { version: number }): Promise<Letter> {
  return change(deps, actor, 'letter.write', id, version, async (tx, letter, userId) => {
    if (statusOf(letter) !== 'draft') throw new AppError('conflict', 'Only a draft waits for approval.')
    if (letter.approval_asked_at !== null) throw new AppError('conflict', 'The Supervisors were asked already.')
    await tx.db.updateTable('letter').set({ approval_asked_by: userId, approval_asked_at: tx.now, return_note: '', version: version + 1 }).where('id', '=', id).execute()
    await note(tx, 'letter.approval_asked', letter)
    await tx.enqueue('notify', { eventId: newId(), event: 'letter_approval_asked', complaintId: letter.complaint_id, letterId: id, by: userId })
  })
}

/** A Complaint Supervisor approves a draft, asked or not, own drafts too. What is missing is refused. */
export async function approveLetter(deps: Deps, actor: Actor, id: string, { version }: { version: number }): Promise<Letter> {
  return change(deps, actor, 'letter.approve', id, version, async (tx, letter, userId) => {
    const status = takeLetterStep('approve', statusOf(letter))
    const problems = [...problemsOf(letter), ...(await restrictedIn(tx, letter))]
    if (problems.length > 0) throw invalid({ body: problems.join(' ') })
    await tx.db.updateTable('letter').set({ status, approved_by: userId, approved_at: tx.now, return_note: '', version: version + 1 }).where('id', '=', id).execute()
    await finishTasks(tx, { kind: 'approve_letter', letterId: id })
    await note(tx, 'letter.approved', letter)
    await tx.enqueue('notify', { eventId: newId(), event: 'letter_approved', complaintId: letter.complaint_id, letterId: id, userIds: askersOf(letter), by: userId })
  })
}

/** Back to a draft: not approved, taken back by whoever asked, or to be changed after approval. */
export async function returnLetter(deps: Deps, actor: Actor, id: string, { version, note: said = '' }: ReturnLetter): Promise<Letter> {
  return change(deps, actor, 'letter.write', id, version, async (tx, letter, userId) => {
    takeLetterStep('return', statusOf(letter))
    if (letter.status === 'draft' && letter.approval_asked_at === null) throw new AppError('conflict', 'Nobody was asked to approve this draft.')
    await tx.db.updateTable('letter').set({ ...unapproved, return_note: said, version: version + 1 }).where('id', '=', id).execute()
    await finishTasks(tx, { kind: 'approve_letter', letterId: id })
    await note(tx, 'letter.returned', letter)
    await tx.enqueue('notify', { eventId: newId(), event: 'letter_returned', complaintId: letter.complaint_id, letterId: id, userIds: askersOf(letter), by: userId })
  })
}

/** Who waits for the decision: whoever asked, and whoever began the letter. */
function askersOf(letter: LetterRow): string[] {
  return [...new Set([letter.approval_asked_by ?? letter.created_by, letter.created_by])]
}

async function change(deps: Deps, actor: Actor, action: Action, id: string, version: number, work: (tx: Tx, letter: LetterRow, userId: string) => Promise<void>): Promise<Letter> {
  const by = agencyOf(actor)
  return deps.transaction(by, async (tx) => {
    permit(by, action, { ownerAgencyId: (await findLetter(tx, id)).agency_id })
    await work(tx, await lockCompanyLetter(tx, id, version), by.userId)
    return readLetter(tx, id)
  })
}
