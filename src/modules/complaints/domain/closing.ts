import { invalid, AppError, type FieldErrors } from '../../../kernel/errors.ts'
import { daysBetween } from '../../../kernel/calendar.ts'
import { parseDisplayId } from '../../../kernel/ids.ts'
import { takeStep, type Status } from './lifecycle.ts'

/** The eleven reasons (docs/rules.md 3), with what each needs to be told besides. */
export const closeReasons = [
  'cancelled_by_complainant',
  'closed_with_explanation',
  'closed_with_monetary_relief',
  'closed_with_non_monetary_relief',
  'complainant_ceased_communication',
  'duplicate',
  'invalid',
  'referred_to_federal_agency',
  'referred_to_investigation',
  'referred_to_other_state_agency',
  'referred_to_state_attorney_general',
] as const
export type CloseReason = (typeof closeReasons)[number]

export const closeReasonWords: Record<CloseReason, string> = {
  cancelled_by_complainant: 'Cancelled by Complainant',
  closed_with_explanation: 'Closed with Explanation',
  closed_with_monetary_relief: 'Closed with Monetary Relief',
  closed_with_non_monetary_relief: 'Closed with Non-Monetary Relief',
  complainant_ceased_communication: 'Complainant Ceased Communication',
  duplicate: 'Duplicate',
  invalid: 'Invalid',
  referred_to_federal_agency: 'Referred to Federal Agency',
  referred_to_investigation: 'Referred to Investigation',
  referred_to_other_state_agency: 'Referred to other State Agency',
  referred_to_state_attorney_general: 'Referred to State Attorney General',
}

/** Reasons that lists and reports take together. */
export const closeReasonGroups = {
  referred: ['referred_to_federal_agency', 'referred_to_investigation', 'referred_to_other_state_agency', 'referred_to_state_attorney_general'],
  otherwise: ['cancelled_by_complainant', 'complainant_ceased_communication', 'duplicate', 'invalid'],
} as const satisfies Record<string, readonly CloseReason[]>
type CloseReasonGroup = keyof typeof closeReasonGroups
export const closeReasonGroupWords: Record<CloseReasonGroup, string> = { referred: 'Referred elsewhere (all four)', otherwise: 'Duplicate, invalid, canceled or ceased' }
export const askedCloseReasons = [...closeReasons, 'referred', 'otherwise'] as const
export function isReasonGroup(asked: string): asked is CloseReasonGroup {
  return Object.hasOwn(closeReasonGroups, asked)
}

/** While a complaint waits for preliminary review it can be closed for these alone. */
export const closeReasonsWhilePending: readonly CloseReason[] = [
  'duplicate', 'invalid', 'referred_to_federal_agency', 'referred_to_investigation', 'referred_to_other_state_agency', 'referred_to_state_attorney_general',
]

export function closeReasonsIn(status: Status): readonly CloseReason[] {
  return status === 'pending' ? closeReasonsWhilePending : closeReasons
}

export type Closing = {
  reason: CloseReason
  reliefAmount?: string
  reliefPaidOn?: string
  /** Of which complaint it is a duplicate; to which agency it was referred. */
  reference?: string
}

/** What closing needs to know of the complaint. */
export type Closable = { number: number; status: Status; receivedOn: string | null; requestsWithCompany: readonly string[] }

/**
 * Checks a closing and gives the number of days that the complaint was open.
 * Requests with the company must be answered or canceled first; they are named.
 */
export function close(complaint: Closable, closing: Closing, today: string): { status: Status; daysOpen: number } {
  const status = takeStep('close', complaint.status)
  if (complaint.requestsWithCompany.length > 0) {
    throw new AppError('conflict', `These requests are still with the company: ${complaint.requestsWithCompany.join(', ')}. Wait for the answers, or cancel the requests, then close.`)
  }
  const fields = missing(closing, today, complaint)
  if (Object.keys(fields).length > 0) throw invalid(fields)
  return { status, daysOpen: complaint.receivedOn === null ? 0 : Math.max(0, daysBetween(complaint.receivedOn, today)) }
}

function missing(closing: Closing, today: string, complaint: Closable): FieldErrors {
  const fields: FieldErrors = {}
  if (!closeReasonsIn(complaint.status).includes(closing.reason)) {
    fields['reason'] = 'While it waits for preliminary review, a complaint is closed only as a duplicate, as invalid or as referred elsewhere. Complete the review first.'
  }
  if (closing.reason === 'closed_with_monetary_relief') {
    if (closing.reliefAmount === undefined || Number(closing.reliefAmount) <= 0) fields['reliefAmount'] = 'Enter the amount of the relief.'
    if (closing.reliefPaidOn === undefined) fields['reliefPaidOn'] = 'Enter the date of the payment.'
    else if (closing.reliefPaidOn > today) fields['reliefPaidOn'] = 'The date of the payment cannot be in the future.'
  }
  if (closing.reason === 'duplicate') {
    const repeated = parseDisplayId('complaint', closing.reference ?? '')
    if (repeated === null) fields['reference'] = 'Enter the ID of the complaint that this one repeats, such as C-001102.'
    else if (repeated === complaint.number) fields['reference'] = 'A complaint cannot repeat itself. Enter the ID of the other one.'
  }
  if (closing.reason === 'referred_to_other_state_agency' && isBlank(closing.reference)) fields['reference'] = 'Enter the agency that it was referred to.'
  return fields
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}
