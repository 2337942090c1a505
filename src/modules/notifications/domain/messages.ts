import type { Event } from './facts.ts'

/** What a message says; the words of each stand in mails/texts.ts. */
export const messageKinds = [
  'assign_point_of_contact',
  'requests_to_answer',
  'requests_sent',
  'requests_wait',
  'you_are_point_of_contact',
  'response_to_review',
  'response_received',
  'request_canceled',
  'request_canceled_agency',
  'complaint_closed',
  'complaint_closed_agency',
  'request_reminder',
  'request_reminded_agency',
  'review_wanted',
  'review_wanted_agency',
  'review_completed_poc',
  'review_completed',
  'you_are_agency_poc',
  'complaint_canceled',
  'complaint_canceled_agency',
  'access_request_ended',
  'complaint_reopened',
  'referral_received',
  'referral_sent',
  'referral_accepted',
  'referral_taken_over',
  'referral_rejected',
  'referral_withdrawn',
  'referral_withdrawn_agency',
  'referral_canceled',
  'request_sent_back',
  'request_sent_back_agency',
  'request_extended',
  'request_extended_agency',
  'request_due_soon',
  'request_due_soon_agency',
  'request_overdue',
  'request_overdue_agency',
  'draft_response',
  'review_draft',
  'draft_returned',
  'you_act_as_point_of_contact',
  'asked_send_back',
  'asked_more_time',
  'send_back_declined',
  'more_time_declined',
  'more_time_granted',
  'send_back_granted',
  'ask_declined_agency',
  'ask_withdrawn',
  'access_requested',
  'access_accepted',
  'access_accepted_agency',
  'access_rejected',
  'access_rejected_agency',
  'access_withdrawn',
  'access_revoked',
  'access_revoked_agency',
  'access_ended_by_referral',
  'discussion_tagged_you',
  'discussion_tagged_agency',
  'discussion_told',
  'letter_to_approve',
  'letter_approved',
  'letter_returned',
  'letter_to_acknowledge',
  'letter_waits',
  'letter_issued_agency',
  'letter_extended',
  'letter_extended_agency',
  'letter_withdrawn',
  'letter_withdrawn_agency',
  'letter_acknowledged',
  'letter_due_soon',
  'letter_due_soon_agency',
  'letter_overdue',
  'letter_overdue_agency',
] as const
export type MessageKind = (typeof messageKinds)[number]

/** Never personal data of the complainant: IDs, organisations' names and due dates only (docs/rules.md 9). */
export type Message = {
  kind: MessageKind
  event: Event
  /** None where the reader may not know of it yet. */
  complaintId: string | null
  /** The one request that it is about, if it is one. */
  requestId: string | null
  complaint: string
  agency: string
  company: string
  /** The agency on the other side of a referral or of access. */
  otherAgency: string
  count: number
  /** The earliest due date, or the date that the company would like; YYYY-MM-DD. */
  dueOn: string | null
  link: string
}

export const links = {
  enroll: '/enroll',
  assignPointOfContact: (complaintId: string) => `/received/${complaintId}/point-of-contact`,
  received: (complaintId: string) => `/received/${complaintId}`,
  receivedRequest: (requestId: string) => `/received-requests/${requestId}`,
  complaint: (complaintId: string) => `/complaints/${complaintId}`,
  request: (requestId: string) => `/information-requests/${requestId}`,
  access: (complaintId: string) => `/complaints/${complaintId}/access`,
  post: (complaintId: string, postId: string) => `/complaints/${complaintId}/discussion?post=${postId}`,
  letter: (complaintId: string, letterId: string) => `/complaints/${complaintId}/letters/${letterId}`,
  receivedLetter: (complaintId: string, letterId: string) => `/received/${complaintId}/letters/${letterId}`,
} as const
