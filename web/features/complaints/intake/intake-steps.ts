/** The steps of entering a complaint, in order; none is blocked by another. */
export const intakeSteps = ['subject', 'complaint', 'complainant', 'documents', 'check'] as const
export type IntakeStep = (typeof intakeSteps)[number]

export const stepWords: Record<IntakeStep, string> = { subject: 'Subject', complaint: 'Complaint', complainant: 'Complainant', documents: 'Documents', check: 'Check and submit' }

/** Where a field stands, by its path in the contract. */
export function stepOf(field: string): IntakeStep {
  if (field === 'subject') return 'subject'
  return field.startsWith('complainant') ? 'complainant' : 'complaint'
}
