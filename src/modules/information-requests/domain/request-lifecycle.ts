import { AppError } from '../../../kernel/errors.ts'

/** Statuses and moves of an information request: docs/rules.md 4. */
export const requestStatuses = ['ready_to_send', 'sent_to_company', 'sent_to_agency', 'canceled'] as const
export type RequestStatus = (typeof requestStatuses)[number]

const moves: Record<RequestStatus, readonly RequestStatus[]> = {
  ready_to_send: ['sent_to_company'],
  sent_to_company: ['sent_to_agency', 'canceled'],
  sent_to_agency: ['sent_to_company'],
  canceled: [],
}

const words: Record<RequestStatus, string> = {
  ready_to_send: 'ready to send',
  sent_to_company: 'with the company',
  sent_to_agency: 'answered',
  canceled: 'canceled',
}

export function moveRequest(from: RequestStatus, to: RequestStatus): RequestStatus {
  if (!moves[from].includes(to)) throw new AppError('conflict', `A request that is ${words[from]} cannot become ${words[to]}.`)
  return to
}

export function canMoveRequest(from: RequestStatus, to: RequestStatus): boolean {
  return moves[from].includes(to)
}

export const responseStatuses = ['draft', 'in_review', 'sent'] as const


/** Most characters of a response's text (docs/rules.md 10). */
export const responseTextLimit = 4000

/** Due dates lie after today in the agency's zone. Returns the sentence for the field, or null. */
export function dueDateProblem(dueOn: string | null, today: string): string | null {
  if (dueOn === null) return 'Enter a due date.'
  return dueOn > today ? null : 'The due date must be in the future.'
}

/** An extension's date lies in the future and is another than the present one. Returns the sentence for the field, or null. */
export function extensionProblem(dueOn: string, present: string | null, today: string): string | null {
  return dueDateProblem(dueOn, today) ?? (dueOn === present ? 'This is the due date already. Choose another one.' : null)
}
