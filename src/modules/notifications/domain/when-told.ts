/** Whoever wants one e-mail a day gets the rest at once: what is about the account, and what cannot wait or leads to nothing on a page. */
export type Told = { kind: string; complaintId: string | null }

const inDigest: readonly string[] = [
  'entity_change_requested',
  'entity_change_done',
  'entity_change_declined',
  'entity_discussion_tagged_you',
  'entity_discussion_tagged_agency',
  'import_finished',
  'import_failed',
  'complaints_assigned',
  'complaints_to_assign',
  'enrollment_completed',
  'company_enrolled',
]

export function mayWait({ kind, complaintId }: Told): boolean {
  return complaintId !== null || inDigest.includes(kind)
}

/** Told to those who see the basic information of a complaint alone: what passes between agencies about the whole of it. */
const ofBasics: readonly string[] = [
  'referral_received',
  'referral_sent',
  'referral_accepted',
  'referral_taken_over',
  'referral_rejected',
  'referral_withdrawn',
  'referral_withdrawn_agency',
  'referral_canceled',
  'access_request_ended',
  'access_rejected',
  'access_revoked',
  'access_ended_by_referral',
]

export function isOfDetail({ kind, complaintId }: Told): boolean {
  return complaintId !== null && !ofBasics.includes(kind)
}
