import { AppError } from '../../../kernel/errors.ts'

/** Statuses and moves of a complaint: docs/rules.md 3. */
export const statuses = ['draft', 'pending', 'in_progress', 'referral_in_progress', 'closed', 'reopened', 'canceled'] as const
export type Status = (typeof statuses)[number]

const moves: Record<Status, readonly Status[]> = {
  draft: ['pending', 'in_progress', 'canceled'],
  pending: ['in_progress', 'referral_in_progress', 'closed', 'canceled'],
  in_progress: ['referral_in_progress', 'closed', 'canceled'],
  // accepted, or back to the status before the referral
  referral_in_progress: ['pending', 'in_progress', 'reopened', 'canceled'],
  closed: ['reopened'],
  reopened: ['referral_in_progress', 'closed', 'canceled'],
  canceled: [],
}

const words: Record<Status, string> = {
  draft: 'a draft',
  pending: 'waiting for preliminary review',
  in_progress: 'in progress',
  referral_in_progress: 'being referred',
  closed: 'closed',
  reopened: 'reopened',
  canceled: 'canceled',
}

/** The status after a move, or a refusal naming both. */
export function moveTo(from: Status, to: Status): Status {
  if (!moves[from].includes(to)) throw new AppError('conflict', `A complaint that is ${words[from]} cannot become ${words[to]}.`)
  return to
}

export function canMove(from: Status, to: Status): boolean {
  return moves[from].includes(to)
}

/** Information requests are written and sent while the complaint is worked on. */
export function takesRequests(status: Status): boolean {
  return status === 'in_progress' || status === 'reopened'
}

/** Its own agency may still change what was entered. */
export function isChangeable(status: Status): boolean {
  return status !== 'closed' && status !== 'canceled'
}

export function statusWords(status: Status): string {
  return words[status]
}
