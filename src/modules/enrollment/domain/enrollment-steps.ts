/** The states of a company's enrollment (docs/rules.md 5), as the company's record shows them. */
export const enrollmentStates = ['not_enrolled', 'invited', 'activated', 'verified', 'users_added', 'contacts_assigned', 'complete'] as const
export type EnrollmentState = (typeof enrollmentStates)[number]
