import type { EnrollmentState } from '#src/modules/enrollment/domain/enrollment-steps.ts'

/** How far a company's enrollment is, in words. */
export const enrollmentWords: Readonly<Record<EnrollmentState, string>> = {
  not_enrolled: 'Not enrolled',
  invited: 'Invited',
  activated: 'Activated',
  verified: 'Verified',
  users_added: 'Users added',
  contacts_assigned: 'Contacts assigned',
  complete: 'Enrolled',
}
