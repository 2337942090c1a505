/** What happened (platform/ports.ts NotifyEvent). */
export type Event = 'requests_sent' | 'poc_assigned' | 'response_submitted' | 'request_canceled' | 'complaint_closed'

export const taskKinds = ['assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review'] as const
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

/** All that decides who hears of an event, as it stands when the job runs, which may be later than the event. */
export type Facts = {
  event: Event
  /** Who brought it about: not told of their own act. */
  by: string | null
  complaint: { id: string; number: number; status: string; agencyPocId: string | null; everSent: boolean }
  agency: { name: string; people: PersonFact[] }
  /** None before the first sending. */
  company: { name: string; pocId: string | null; complaintsContactId: string | null; extraAddresses: string[]; people: PersonFact[] } | null
  /** Those that the event names. */
  requests: RequestFact[]
  /** All of the complaint that are with the company now. */
  requestsWithCompany: RequestFact[]
}
