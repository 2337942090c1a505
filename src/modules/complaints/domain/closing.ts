import { invalid, AppError, type FieldErrors } from '../../../kernel/errors.ts'
import { daysBetween } from '../../../kernel/calendar.ts'
import { moveTo, type Status } from './lifecycle.ts'

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

export type Closing = {
  reason: CloseReason
  reliefAmount?: string
  reliefPaidOn?: string
  /** Of which complaint it is a duplicate; to which agency it was referred. */
  reference?: string
}

/** What closing needs to know of the complaint. */
export type Closable = { status: Status; receivedOn: string | null; requestsWithCompany: readonly string[] }

/**
 * Checks a closing and gives the number of days that the complaint was open.
 * Requests with the company must be answered or canceled first; they are named.
 */
export function close(complaint: Closable, closing: Closing, today: string): { status: Status; daysOpen: number } {
  const status = moveTo(complaint.status, 'closed')
  if (complaint.requestsWithCompany.length > 0) {
    throw new AppError('conflict', `These requests are still with the company: ${complaint.requestsWithCompany.join(', ')}. Wait for the answers, or cancel the requests, then close.`)
  }
  const fields = missing(closing, today)
  if (Object.keys(fields).length > 0) throw invalid(fields)
  return { status, daysOpen: complaint.receivedOn === null ? 0 : Math.max(0, daysBetween(complaint.receivedOn, today)) }
}

function missing(closing: Closing, today: string): FieldErrors {
  const fields: FieldErrors = {}
  if (closing.reason === 'closed_with_monetary_relief') {
    if (closing.reliefAmount === undefined || Number(closing.reliefAmount) <= 0) fields['reliefAmount'] = 'Enter the amount of the relief.'
    if (closing.reliefPaidOn === undefined) fields['reliefPaidOn'] = 'Enter the date of the payment.'
    else if (closing.reliefPaidOn > today) fields['reliefPaidOn'] = 'The date of the payment cannot be in the future.'
  }
  if (closing.reason === 'duplicate' && isBlank(closing.reference)) fields['reference'] = 'Enter the ID of the complaint that this one repeats.'
  if (closing.reason === 'referred_to_other_state_agency' && isBlank(closing.reference)) fields['reference'] = 'Enter the agency that it was referred to.'
  return fields
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}
