/** What happened (platform/ports.ts NotifyEvent). */
export type Event = 'requests_sent' | 'poc_assigned' | 'response_submitted' | 'request_canceled' | 'complaint_closed'

export const complaintTaskKinds = ['assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review'] as const
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

export type RequestFact = { id: string; status: string; dueOn: string | null; quickLooked: boolean; notifyUserIds: string[] }

export type CompanyFacts = {
  name: string
  pocId: string | null
  complaintsContactId: string | null
  extraAddresses: string[]
  people: PersonFact[]
  /** Until the enrollment is complete nothing of a complaint can be opened. */
  enrolled: boolean
  /** Who finishes an enrollment that is underway; not active before the invitation is used. */
  firstUser: (PersonFact & { active: boolean; invitedJustNow: boolean }) | null
}

/** All that decides who hears of an event, as it stands when the job runs, which may be later than the event. */
export type Facts = {
  event: Event
  /** Who brought it about: not told of their own act. */
  by: string | null
  complaint: { id: string; number: number; status: string; agencyPocId: string | null; everSent: boolean }
  agency: { name: string; people: PersonFact[]; extraAddresses: string[] }
  /** None before the first sending. */
  company: CompanyFacts | null
  /** Those that the event names. */
  requests: RequestFact[]
  /** All of the complaint that are with the company now. */
  requestsWithCompany: RequestFact[]
}
