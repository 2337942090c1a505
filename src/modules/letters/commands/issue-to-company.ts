import type { AgencyActor } from '../../../access/actor.ts'
import { defaultDueDate } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import type { Tx } from '../../../platform/ports.ts'
import { readCalendar } from '../../agencies/index.ts'
import { deliverComplaint, indexForSearch, lockComplaint } from '../../complaints/index.ts'
import { statusWords } from '../../complaints/domain/lifecycle.ts'
import { enrollmentStateOf } from '../../enrollment/index.ts'
import { dueDateProblem } from '../../information-requests/domain/request-lifecycle.ts'
import type { IssueLetter } from '../contract.ts'
import { takeLetterStep, takesLettersToCompany } from '../domain/letter-lifecycle.ts'
import { note, problemsOf, statusOf, type LetterRow } from '../store.ts'

/**
 * Issues an approved letter to the company. Where nothing was sent before, it delivers the complaint as a first request
 * does. A job makes the PDF and hands both over together; the company is told then. One that is enrolling reads it once
 * that is done (docs/rules.md 3, 5).
 */
export async function issueToCompany(tx: Tx, issuer: AgencyActor, letter: LetterRow, input: IssueLetter): Promise<void> {
  const complaint = await lockComplaint(tx, letter.complaint_id)
  const status = takeLetterStep('issue', statusOf(letter))
  if (!takesLettersToCompany(complaint.status)) throw new AppError('conflict', `No letter is issued to the company while a complaint is ${statusWords(complaint.status)}.`)
  if (complaint.companyId === null || complaint.companyId !== letter.company_id) throw new AppError('conflict', 'The complaint is about another company now. Discard this letter and write it anew.')
  if ((await enrollmentStateOf(tx, complaint.companyId)) === 'not_enrolled') throw new AppError('conflict', 'Nobody at this company has been invited yet. Enroll its first user on the company’s record, then issue the letter.')
  const problems = [...problemsOf(letter), ...(await restrictedIn(tx, letter))]
  if (problems.length > 0) throw invalid({ body: problems.join(' ') })
  const today = dateIn(issuer.timeZone, tx.now)
  const { requestDueDays, calendar } = await readCalendar(tx, issuer.agencyId)
  const dueOn = input.dueOn ?? defaultDueDate(today, requestDueDays, calendar)
  const problem = dueDateProblem(dueOn, today)
  if (problem !== null) throw invalid({ dueOn: problem })
  await deliverComplaint(tx, { complaintId: complaint.id, agencyId: complaint.agencyId, companyId: complaint.companyId, number: complaint.number, isFirst: complaint.firstSentAt === null }, input.shareNarrative ?? false)
  await tx.db
    .updateTable('letter')
    .set({ status, issued_by: issuer.userId, issued_at: tx.now, due_on: dueOn, original_due_on: dueOn, updated_at: tx.now, version: letter.version + 1 })
    .where('id', '=', letter.id)
    .execute()
  await indexForSearch(tx, complaint.id)
  await note(tx, 'letter.issued', letter, { kind: letter.kind, dueOn })
  await tx.enqueue('issue-letter', { letterId: letter.id }, { key: `issue-letter:${letter.id}` })
}

/** Where complainant details are restricted, a letter that was begun before that, or typed, does not name the complainant to the company. */
export async function restrictedIn(tx: Tx, letter: Pick<LetterRow, 'complaint_id' | 'addressee' | 'subject' | 'body'>): Promise<string[]> {
  const row = await tx.db.selectFrom('complainant').select(['restricted', 'first_name', 'last_name', 'street']).where('complaint_id', '=', letter.complaint_id).executeTakeFirst()
  if (row?.restricted !== true) return []
  const text = `${letter.addressee}\n${letter.subject}\n${letter.body}`.toLowerCase().replace(/\s+/g, ' ')
  const named = [`${row.first_name} ${row.last_name}`, row.street].some((part) => part.trim().length > 3 && text.includes(part.trim().toLowerCase().replace(/\s+/g, ' ')))
  return named ? ['Complainant details are restricted: take the complainant’s name and address out.'] : []
}
