import { displayId } from '../../../kernel/ids.ts'
import type { ComplaintTaskKind, Facts, PersonFact, RequestFact } from './facts.ts'
import { links } from './messages.ts'
import type { Message, MessageKind } from './messages.ts'
import { onceEach, tell, tellAddresses, tellByMail, tellInApp } from './once-each.ts'
import type { Telling as AnyTelling } from './once-each.ts'
import { agencyHandlers, assigners, companyAudience, companyPoc, ofAgency, supervisors } from './recipients.ts'

/** Tasks that must be open and held by exactly these people. */
export type PlannedTasks = { kind: ComplaintTaskKind; side: 'agency' | 'company'; holders: string[]; items: { requestId: string | null; dueOn: string | null }[] }
/** Tasks that an event has made needless; null: all of this kind that the complaint has. */
export type FinishedTasks = { kind: ComplaintTaskKind | null; requestIds: string[] | null }
type Telling = AnyTelling<Message>

export type Plan = { open: PlannedTasks[]; finish: FinishedTasks[]; tell: Telling[] }

/** Who must do and who must know what after an event (docs/rules.md 9). */
export function plan(facts: Facts): Plan {
  const { open, finish, tell } = planEvent(facts)
  return { open, finish, tell: onceEach(tell.filter((telling) => telling.userId === null || telling.userId !== facts.by)) }
}

function planEvent(facts: Facts): Plan {
  switch (facts.event) {
    case 'requests_sent':
      return requestsSent(facts)
    case 'poc_assigned':
      return pocAssigned(facts)
    case 'response_submitted':
      return responseSubmitted(facts)
    case 'request_canceled':
      return requestCanceled(facts)
    case 'complaint_closed':
      return complaintClosed(facts)
  }
}

function requestsSent(facts: Facts): Plan {
  const waiting = facts.requests.filter(withCompany)
  const toSupervisors = tellSupervisors(facts, say(facts, 'requests_sent', facts.requests, links.complaint(facts.complaint.id)))
  if (waiting.length === 0) return { open: [], finish: [], tell: toSupervisors }
  if (facts.company?.enrolled === false) return { open: [], finish: [], tell: [...tellFirstUser(facts, waiting), ...toSupervisors] }
  const poc = companyPoc(facts)
  if (poc !== null) {
    const message = say(facts, 'requests_to_answer', waiting, receivedLink(facts, waiting))
    return { open: [answerTasks(poc, waiting)], finish: [], tell: [...tell([poc], message), ...toSupervisors] }
  }
  const holders = assigners(facts)
  const message = say(facts, 'assign_point_of_contact', waiting, links.assignPointOfContact(facts.complaint.id))
  const { mailTo, addresses } = companyAudience(facts)
  return {
    open: [{ kind: 'assign_point_of_contact', side: 'company', holders: ids(holders), items: [{ requestId: null, dueOn: earliest(waiting) }] }],
    finish: [],
    tell: [...tell(mailTo, message), ...tellInApp(holders, message), ...tellAddresses(addresses, message), ...toSupervisors],
  }
}

/** Nothing can be opened yet, so nothing of the complaint is said; the enrollment's completion opens the task (organisation-plan.ts). */
function tellFirstUser(facts: Facts, waiting: RequestFact[]): Telling[] {
  const first = facts.company?.firstUser ?? null
  // Whoever was invited in the same breath has that e-mail; a second one would lead past its link.
  if (first === null || (!first.active && first.invitedJustNow)) return []
  const message = { ...say(facts, 'requests_wait', waiting, links.enroll), complaintId: null, requestId: null, complaint: '', dueOn: null }
  return first.active ? tell([first], message) : tellByMail([first], message)
}

function pocAssigned(facts: Facts): Plan {
  // Whoever is POC by now: a former one has nothing to do any more.
  const poc = companyPoc(facts)
  if (poc === null) return { open: [], finish: [], tell: [] }
  const open = facts.requestsWithCompany
  const message = say(facts, 'you_are_point_of_contact', open, receivedLink(facts, open))
  return { open: open.length === 0 ? [] : [answerTasks(poc, open)], finish: [{ kind: 'assign_point_of_contact', requestIds: null }], tell: tell([poc], message) }
}

function responseSubmitted(facts: Facts): Plan {
  const answered = facts.requests.filter((request) => request.status === 'sent_to_agency')
  const toReview = answered.filter((request) => !request.quickLooked)
  const handlers = agencyHandlers(facts)
  const link = facts.requests.length === 1 && facts.requests[0] !== undefined ? links.request(facts.requests[0].id) : links.complaint(facts.complaint.id)
  const chosen = ofAgency(facts, facts.requests.flatMap((request) => request.notifyUserIds))
  return {
    open: toReview.length === 0 ? [] : [{ kind: 'review_response', side: 'agency', holders: ids(handlers), items: toReview.map((request) => ({ requestId: request.id, dueOn: null })) }],
    finish: [{ kind: 'answer_request', requestIds: answered.map((request) => request.id) }],
    tell: [
      ...tell(handlers, say(facts, 'response_to_review', facts.requests, link)),
      ...tell(chosen, say(facts, 'response_received', facts.requests, link)),
      ...tellSupervisors(facts, say(facts, 'response_received', facts.requests, link)),
    ],
  }
}

function requestCanceled(facts: Facts): Plan {
  return {
    open: [],
    finish: [{ kind: 'answer_request', requestIds: facts.requests.filter((request) => request.status === 'canceled').map((request) => request.id) }],
    tell: [
      ...tellCompany(facts, say(facts, 'request_canceled', facts.requests, links.received(facts.complaint.id))),
      ...tellSupervisors(facts, say(facts, 'request_canceled_agency', facts.requests, links.complaint(facts.complaint.id))),
    ],
  }
}

function complaintClosed(facts: Facts): Plan {
  const toAgency = say(facts, 'complaint_closed_agency', [], links.complaint(facts.complaint.id))
  return {
    open: [],
    finish: facts.complaint.status === 'closed' ? [{ kind: null, requestIds: null }] : [],
    tell: [
      ...(facts.complaint.everSent ? tellCompany(facts, say(facts, 'complaint_closed', [], links.received(facts.complaint.id))) : []),
      ...tell(ofAgency(facts, [facts.complaint.agencyPocId]), toAgency),
      ...tellSupervisors(facts, toAgency),
    ],
  }
}

function answerTasks(poc: PersonFact, requests: RequestFact[]): PlannedTasks {
  return { kind: 'answer_request', side: 'company', holders: [poc.id], items: requests.map((request) => ({ requestId: request.id, dueOn: request.dueOn })) }
}

function say(facts: Facts, kind: MessageKind, requests: RequestFact[], link: string): Message {
  return {
    kind,
    event: facts.event,
    complaintId: facts.complaint.id,
    requestId: requests.length === 1 ? (requests[0]?.id ?? null) : null,
    complaint: displayId('complaint', facts.complaint.number),
    agency: facts.agency.name,
    company: facts.company?.name ?? '',
    count: requests.length,
    dueOn: earliest(requests),
    link,
  }
}

function receivedLink(facts: Facts, requests: RequestFact[]): string {
  return requests.length === 1 && requests[0] !== undefined ? links.receivedRequest(requests[0].id) : links.received(facts.complaint.id)
}

/** The agency's own extra addresses get a copy of what its Supervisors are told. */
function tellSupervisors(facts: Facts, message: Message): Telling[] {
  return [...tell(supervisors(facts), message), ...tellAddresses(facts.agency.extraAddresses, message)]
}

function tellCompany(facts: Facts, message: Message): Telling[] {
  const { people, addresses } = companyAudience(facts)
  return [...tell(people, message), ...tellAddresses(addresses, message)]
}

function withCompany(request: RequestFact): boolean {
  return request.status === 'sent_to_company'
}

function earliest(requests: RequestFact[]): string | null {
  return requests.map((request) => request.dueOn).filter((date) => date !== null).sort()[0] ?? null
}

function ids(people: PersonFact[]): string[] {
  return people.map((person) => person.id)
}
