import type { OrganisationEvent } from './organisation-facts.ts'

/** What a message about a person or an organisation says; the words of each stand in mails/organisation-texts.ts. */
export const organisationMessageKinds = [
  'account_invited',
  'password_reset',
  'password_changed',
  'second_factor_changed',
  'second_factor_reset',
  'email_changed',
  'email_changed_away',
  'roles_changed',
  'colleague_roles_changed',
  'account_removed',
  'account_reactivated',
  'account_invited_again',
  'new_device_sign_in',
  'sign_in_failures',
  'enrollment_begun',
  'enrollment_reminded',
  'enrollment_resent',
  'enrollment_completed',
  'company_enrolled',
  'complaints_to_assign',
  'association_rejected',
  'company_account_requested',
  'company_account_approved',
  'company_account_rejected',
  'verify_users',
  'verify_users_overdue',
  'verification_told',
  'verification_overdue_told',
  'work_left_behind',
  'entity_change_requested',
  'entity_change_done',
  'entity_change_declined',
  'import_finished',
  'import_failed',
  'complaints_assigned',
  'deputy_named',
  'deputy_named_for_you',
  'deputy_ended',
  'deputy_ended_for_you',
  'document_infected',
  'document_infected_told',
  'entity_discussion_tagged_you',
  'entity_discussion_tagged_agency',
  'webhook_switched_off',
  'address_refused',
  'extra_address_refused',
  'invitation_refused',
] as const
export type OrganisationMessageKind = (typeof organisationMessageKinds)[number]

/** Nobody's personal data: organisations' names, dates, counts, and the device of the reader's own sign-in. */
export type OrganisationMessage = {
  kind: OrganisationMessageKind
  event: OrganisationEvent
  complaintId: null
  requestId: null
  /** The reader's organisation. */
  organisation: string
  agency: string
  company: string
  count: number
  /** YYYY-MM-DD */
  dueOn: string | null
  /** Such as ETN-000012. */
  entity: string
  rejected: number
  device: string | null
  /** In words, in the organisation's zone. */
  at: string
  /** The reader's organisation is a company. */
  isCompany: boolean
  link: string
}

export const organisationLinks = {
  front: '/',
  home: '/home',
  account: '/account',
  signIn: '/sign-in',
  enroll: '/enroll',
  assignContacts: '/profile',
  verifyUsers: '/users/verification',
  removedUsers: '/users?view=removed',
  received: '/received',
  complaints: '/complaints',
  ownComplaints: '/complaints?view=mine',
  companies: '/companies',
  companyAccounts: '/company-accounts',
  company: (companyId: string) => `/companies/${companyId}`,
  entity: (entityId: string) => `/entities/${entityId}`,
  post: (entityId: string, postId: string) => `/entities/${entityId}?post=${postId}`,
  importRun: (runId: string) => `/complaints/import/${runId}`,
  deputies: '/deputies',
  integrations: '/integrations',
  complaint: (complaintId: string) => `/complaints/${complaintId}`,
  receivedComplaint: (complaintId: string) => `/received/${complaintId}`,
  profile: '/profile',
  user: (userId: string) => `/users/${userId}`,
  // The placeholder travels in the fragment, so that no server writes the token that replaces it into its log.
  activate: (placeholder: string) => `/activate#${placeholder}`,
  newPassword: (placeholder: string) => `/reset-password/new#${placeholder}`,
} as const
