/** What happened (platform/ports.ts NotifyEvent). */
export const events = [
  'requests_sent', 'poc_assigned', 'response_submitted', 'request_canceled', 'request_reminded', 'complaint_closed', 'review_wanted', 'review_completed',
  'agency_poc_assigned', 'complaint_canceled', 'complaint_reopened', 'referral_sent', 'referral_decided', 'referral_withdrawn',
  'request_sent_back', 'request_extended', 'request_due_soon', 'request_overdue', 'drafter_assigned', 'draft_handed', 'draft_returned', 'ask_made', 'ask_decided', 'ask_withdrawn',
  'access_requested', 'access_decided', 'access_revoked', 'discussion_tagged',
  'letter_approval_asked', 'letter_approved', 'letter_returned', 'letter_issued', 'letter_extended', 'letter_withdrawn', 'letter_acknowledged', 'letter_due_soon', 'letter_overdue',
] as const
export type Event = (typeof events)[number]

export const complaintTaskKinds = ['assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review', 'decide_referral', 'draft_response', 'review_draft', 'decide_ask', 'overdue_request', 'decide_access', 'approve_letter', 'acknowledge_letter'] as const
export type ComplaintTaskKind = (typeof complaintTaskKinds)[number]
/** Of an organisation, apart from any complaint. */
export const organisationTaskKinds = ['verify_users', 'complete_enrollment', 'assign_contacts', 'take_over_work'] as const
export type OrganisationTaskKind = (typeof organisationTaskKinds)[number]
export const taskKinds = [...complaintTaskKinds, ...organisationTaskKinds] as const
export type TaskKind = (typeof taskKinds)[number]

/** An active account. */
export type PersonFact = {
  id: string
  name: string
  email: string
  /** Agency: supervisor, manager, viewer; company: manage, view. */
  complaintsRole: string | null
  administers: boolean
}

export type RequestFact = {
  id: string
  status: string
  dueOn: string | null
  quickLooked: boolean
  notifyUserIds: string[]
  /** Who of the company was asked to draft the answer. */
  drafterIds: string[]
  /** Of the answer of this round: draft, in_review, sent; null: not begun. */
  draftStatus: string | null
  /** What the company asked about it and the agency has not decided. */
  asksWaiting: number
}

/** What a company asked about a request: to have it sent back, or more time. */
export type AskFact = { kind: string; state: string; /** The date that it would like. */ wantedOn: string | null }

/** A letter to the company. */
export type LetterFact = { id: string; status: string; approvalAsked: boolean; /** Until when the company shall acknowledge receipt. */ dueOn: string | null; /** The company has it. */ delivered: boolean }

export type CompanyFacts = {
  name: string
  /** Who acts as Company POC: a deputy while the POC is away. */
  pocId: string | null
  /** Who was named Company POC, away or not. */
  assignedPocId: string | null
  complaintsContactId: string | null
  extraAddresses: string[]
  people: PersonFact[]
  /** Until the enrollment is complete nothing of a complaint can be opened. */
  enrolled: boolean
  /** Who finishes an enrollment that is underway; not active before the invitation is used. */
  firstUser: (PersonFact & { active: boolean; invitedJustNow: boolean }) | null
}

export type AgencyFacts = { id: string; name: string; people: PersonFact[]; extraAddresses: string[] }

export type ReferralFacts = { state: string; from: AgencyFacts; to: AgencyFacts; sentBy: string }

/** Another agency's request for access that ended with the complaint. */
export type AccessFacts = { agency: AgencyFacts; requestedBy: string | null }

/** A request for access, or access, that the event names. */
export type AccessEventFacts = AccessFacts & { state: string; /** Other agencies' requests wait for a decision too. */ othersWait: boolean }

/** A post on the complaint's board that names somebody, and whom it names by this event. */
export type PostFacts = {
  id: string
  authorAgency: string
  named: { users: string[]; agencies: string[]; /** All Agency. */ everybody: boolean }
  /** The agencies that may see the board now: the owner, and those with access. */
  readers: AgencyFacts[]
}

/** All that decides who hears of an event, as it stands when the job runs, which may be later than the event. */
export type Facts = {
  event: Event
  /** Who brought it about: not told of their own act. */
  by: string | null
  /** In the owner's zone, YYYY-MM-DD. */
  today: string
  complaint: { id: string; number: number; status: string; agencyPocId: string | null; reviewerId: string | null; everSent: boolean }
  /** The owner. */
  agency: AgencyFacts
  /** None before the first sending. */
  company: CompanyFacts | null
  /** Those that the event names. */
  requests: RequestFact[]
  /** All of the complaint that are with the company now. */
  requestsWithCompany: RequestFact[]
  /** Answered, and without a Quick Look. */
  requestsToReview: RequestFact[]
  /** About which the company asked something that the agency has not decided. */
  requestsAsked: RequestFact[]
  /** Users whom the event names. */
  userIds: string[]
  /** The one that the event names, or that ended with the complaint. */
  referral: ReferralFacts | null
  /** The one that the event names. */
  ask: AskFact | null
  /** Requests for access that ended with the complaint; or with an accepted referral, access as well. */
  accessEnded: AccessFacts[]
  /** The one that the event names. */
  access: AccessEventFacts | null
  /** The one that the event names; null once it was deleted. */
  post: PostFacts | null
  /** The one that the event names. */
  letter: LetterFact | null
  /** Letters that the company has not acknowledged. */
  lettersWaiting: LetterFact[]
}
