import { AppError } from '../../../kernel/errors.ts'
import type { Status } from '../../complaints/domain/lifecycle.ts'

/** To whom a letter goes. */
export const letterSides = ['complainant', 'company'] as const
export type LetterSide = (typeof letterSides)[number]

/** Statuses and moves of a letter to the company: docs/rules.md 3. One to the complainant goes from draft to issued at once. */
export const letterStatuses = ['draft', 'approved', 'issued', 'acknowledged', 'withdrawn'] as const
export type LetterStatus = (typeof letterStatuses)[number]

const steps = {
  approve: { from: ['draft'], to: 'approved', words: 'approved' },
  // also by changing what was approved
  return: { from: ['draft', 'approved'], to: 'draft', words: 'returned to its draft' },
  issue: { from: ['approved'], to: 'issued', words: 'issued' },
  extend: { from: ['issued'], to: 'issued', words: 'given another date' },
  acknowledge: { from: ['issued'], to: 'acknowledged', words: 'acknowledged' },
  withdraw: { from: ['issued', 'acknowledged'], to: 'withdrawn', words: 'withdrawn' },
} as const satisfies Record<string, { from: readonly LetterStatus[]; to: LetterStatus; words: string }>
export type LetterStep = keyof typeof steps
export const letterSteps = Object.keys(steps) as LetterStep[]

const words: Record<LetterStatus, string> = { draft: 'a draft', approved: 'approved', issued: 'issued', acknowledged: 'acknowledged', withdrawn: 'withdrawn' }

export function canTakeLetterStep(step: LetterStep, from: LetterStatus): boolean {
  return steps[step].from.some((status) => status === from)
}

/** The status after a step of a letter to the company, or a refusal in words. */
export function takeLetterStep(step: LetterStep, from: LetterStatus): LetterStatus {
  if (step === 'issue' && from === 'draft') throw new AppError('conflict', 'A Complaint Supervisor approves a letter to the company before it is issued.')
  if (!canTakeLetterStep(step, from)) throw new AppError('conflict', `A letter that is ${words[from]} cannot be ${steps[step].words}.`)
  return steps[step].to
}

/** Its text may still be changed; what was approved needs approval anew then. */
export function isWritable(status: LetterStatus): boolean {
  return status === 'draft' || status === 'approved'
}

/** A letter is issued to the company while its complaint is worked on and after closing; not before a preliminary review, nor when it was canceled. */
export function takesLettersToCompany(status: Status): boolean {
  return status === 'in_progress' || status === 'reopened' || status === 'closed'
}

/** Past its date, in the agency's zone, and not acknowledged. */
export function isLetterOverdue(letter: { status: LetterStatus; dueOn: string | null }, today: string): boolean {
  return letter.status === 'issued' && letter.dueOn !== null && letter.dueOn < today
}

/** Most characters of what a company says when it acknowledges receipt, and of the reason for a withdrawal. */
export const letterNoteLimit = 1000
