import { invalid, type FieldErrors } from '../../../kernel/errors.ts'

/** What a complaint can be about, how it came, and what it needs before it is submitted: docs/rules.md 3. */
export const subjectKinds = ['company', 'branch', 'individual', 'entity'] as const
export type SubjectKind = (typeof subjectKinds)[number]

export const receivedVias = ['web', 'phone', 'email', 'mail', 'fax', 'in_person', 'referral'] as const
export type ReceivedVia = (typeof receivedVias)[number]

export const businessTypes = [
  'Auction', 'Credit Union', 'Commercial Finance', 'Consumer Finance', 'Debt', 'Money Service Business',
  'Mortgage Origination', 'Mortgage Servicing', 'Technology Service Provider', 'Trust',
] as const

export const representedBys = ['nobody', 'representative', 'attorney'] as const

export type Intake = {
  subjectKind: SubjectKind | null
  receivedOn: string | null
  receivedVia: string | null
  transactionDate: string | null
  productId: number | null
  issueId: number | null
  narrative: string
  complainant: { firstName: string; lastName: string }
}

/** Refuses a complaint that lacks a required field, with a sentence for each. Dates may not lie in the future. */
export function requireComplete(intake: Intake, today: string): void {
  const fields: FieldErrors = { ...futureDates(intake, today) }
  if (intake.subjectKind === null) fields['subject'] = 'Choose the company, branch or person that the complaint is about.'
  if (intake.receivedOn === null) fields['receivedOn'] = 'Enter the date on which your agency received the complaint.'
  if (intake.receivedVia === null) fields['receivedVia'] = 'Choose how the complaint came.'
  if (intake.productId === null) fields['productId'] = 'Choose a product.'
  if (intake.issueId === null) fields['issueId'] = 'Choose an issue.'
  if (intake.narrative.trim() === '') fields['narrative'] = "Enter the consumer's description."
  if (intake.complainant.firstName.trim() === '') fields['complainant.firstName'] = "Enter the complainant's first name."
  if (intake.complainant.lastName.trim() === '') fields['complainant.lastName'] = "Enter the complainant's last name."
  if (Object.keys(fields).length > 0) throw invalid(fields)
}

/** What is given for an update, as far as the submission required it; a field that is not given stays. */
export type Given = {
  receivedOn?: string | null | undefined
  receivedVia?: string | null | undefined
  productId?: number | null | undefined
  issueId?: number | null | undefined
  narrative?: string | undefined
  complainant?: { firstName?: string | undefined; lastName?: string | undefined } | undefined
}

/** A sentence for each field that the submission required and that an update would empty. */
export function emptied(given: Given): FieldErrors {
  const fields: FieldErrors = {}
  if (given.receivedOn === null) fields['receivedOn'] = 'The date received cannot be removed.'
  if (given.receivedVia === null) fields['receivedVia'] = 'Choose how the complaint came.'
  if (given.productId === null) fields['productId'] = 'Choose a product.'
  if (given.issueId === null) fields['issueId'] = 'Choose an issue.'
  if (given.narrative?.trim() === '') fields['narrative'] = "The consumer's description cannot be emptied."
  if (given.complainant?.firstName?.trim() === '') fields['complainant.firstName'] = "Enter the complainant's first name."
  if (given.complainant?.lastName?.trim() === '') fields['complainant.lastName'] = "Enter the complainant's last name."
  return fields
}

/** Received and transaction dates lie not after today in the agency's zone (docs/rules.md 10). */
export function futureDates(intake: { receivedOn?: string | null; transactionDate?: string | null }, today: string): FieldErrors {
  const fields: FieldErrors = {}
  if (intake.receivedOn && intake.receivedOn > today) fields['receivedOn'] = 'The date received cannot be in the future.'
  if (intake.transactionDate && intake.transactionDate > today) fields['transactionDate'] = 'The transaction date cannot be in the future.'
  return fields
}
