import { addYears } from '../../../kernel/calendar.ts'
import { AppError } from '../../../kernel/errors.ts'

/** Statuses and moves of a complaint: docs/rules.md 3. */
export const statuses = ['draft', 'pending', 'in_progress', 'referral_in_progress', 'closed', 'reopened', 'canceled'] as const
export type Status = (typeof statuses)[number]

/** What people do to a complaint's status: from where, and to where. Nothing else moves it. */
const steps = {
  submit: { from: ['draft'], to: ['in_progress'], words: 'submitted' },
  submit_for_review: { from: ['draft'], to: ['pending'], words: 'sent for preliminary review' },
  proceed: { from: ['pending'], to: ['in_progress'], words: 'let through by a preliminary review' },
  refer: { from: ['pending', 'in_progress', 'reopened'], to: ['referral_in_progress'], words: 'referred to another agency' },
  accept: { from: ['referral_in_progress'], to: ['in_progress'], words: 'accepted by referral' },
  // rejected or withdrawn: back to where it was
  hand_back: { from: ['referral_in_progress'], to: ['pending', 'in_progress', 'reopened'], words: 'handed back' },
  close: { from: ['pending', 'in_progress', 'reopened'], to: ['closed'], words: 'closed' },
  reopen: { from: ['closed'], to: ['reopened'], words: 'reopened' },
  cancel: { from: ['draft', 'pending', 'in_progress', 'referral_in_progress', 'reopened'], to: ['canceled'], words: 'canceled' },
} as const satisfies Record<string, { from: readonly Status[]; to: readonly Status[]; words: string }>
export type Step = keyof typeof steps

const stepNames = Object.keys(steps) as Step[]

const words: Record<Status, string> = {
  draft: 'a draft',
  pending: 'waiting for preliminary review',
  in_progress: 'in progress',
  referral_in_progress: 'being referred',
  closed: 'closed',
  reopened: 'reopened',
  canceled: 'canceled',
}

/** May this be done to a complaint of this status? */
export function canTake(step: Step, from: Status): boolean {
  return steps[step].from.some((status) => status === from)
}

/** The status after a step, or a refusal in words. `to` where the step may lead to several. */
export function takeStep(step: Step, from: Status, to: Status = steps[step].to[0]): Status {
  if (!canTake(step, from)) throw new AppError('conflict', `A complaint that is ${words[from]} cannot be ${steps[step].words}.`)
  if (!steps[step].to.some((status) => status === to)) throw new AppError('conflict', `A complaint that is ${words[from]} cannot become ${words[to]}.`)
  return to
}

/** The status after a move, or a refusal naming both. */
export function moveTo(from: Status, to: Status): Status {
  if (!canMove(from, to)) throw new AppError('conflict', `A complaint that is ${words[from]} cannot become ${words[to]}.`)
  return to
}

export function canMove(from: Status, to: Status): boolean {
  return stepNames.some((step) => canTake(step, from) && steps[step].to.some((status) => status === to))
}

/** Information requests are written and sent while the complaint is worked on. */
export function takesRequests(status: Status): boolean {
  return status === 'in_progress' || status === 'reopened'
}

/** Its own agency may still change what was entered; not while another agency decides whether to take it over. */
export function isChangeable(status: Status): boolean {
  return status !== 'closed' && status !== 'canceled' && status !== 'referral_in_progress'
}

/** Research and communication are noted after closing and canceling too; not while another agency decides about the complaint. */
export function takesNotes(status: Status): boolean {
  return status !== 'draft' && status !== 'referral_in_progress'
}

export function statusWords(status: Status): string {
  return words[status]
}

/** The last day on which a complaint that was closed on this day can be reopened: within one year (docs/rules.md 3). */
export function lastDayToReopen(closedOn: string): string {
  return addYears(closedOn, 1)
}

/** Why a complaint cannot be referred although its status allows it; null: it can. */
export function referralObstacle(complaint: { everSent: boolean; onHold: boolean }): string | null {
  if (complaint.everSent) return 'An information request or a letter was sent to the company. A complaint can be referred only before that.'
  if (complaint.onHold) return 'A legal hold keeps this complaint with your agency. A Complaint Supervisor can lift it.'
  return null
}

/** A draft that says too little to be kept as a record is discarded, not canceled. */
export function cancelObstacle(complaint: { status: Status; hasSubject: boolean; receivedOn: string | null }): string | null {
  if (complaint.status !== 'draft' || (complaint.hasSubject && complaint.receivedOn !== null)) return null
  return 'This draft has no subject or no date received. Discard it instead.'
}
