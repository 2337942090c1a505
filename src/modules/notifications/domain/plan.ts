import { displayId } from '../../../kernel/ids.ts'
import type { Facts, PersonFact, RequestFact } from './facts.ts'
import { links } from './messages.ts'
import type { Message, MessageKind } from './messages.ts'
import { onceEach, tell, tellAddresses, tellByMail, tellInApp } from './once-each.ts'
import type { Plan, PlannedTasks, Telling } from './planned.ts'
import { planReferral } from './referral-plan.ts'
import { agencyHandlers, assigners, companyAudience, companyPoc, handlersOf, ofAgency, supervisors } from './recipients.ts'

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
    case 'request_reminded':
      return requestReminded(facts)
    case 'review_wanted':
      return reviewWanted(facts)
    case 'review_completed':
      return reviewCompleted(facts)
    case 'agency_poc_assigned':
      return agencyPocAssigned(facts)
    case 'complaint_canceled':
      return complaintCanceled(facts)
    case 'complaint_reopened':
      return complaintReopened(facts)
    case 'referral_sent':
    case 'referral_decided':
    case 'referral_withdrawn':
      return facts.referral === null ? nothing : planReferral(facts, facts.referral, (kind) => say(facts, kind, [], links.complaint(facts.complaint.id)))
    case 'request_sent_back':
    case 'request_extended':
    case 'request_due_soon':
    case 'request_overdue':
    case 'drafter_assigned':
    case 'draft_handed':
    case 'draft_returned':
    case 'ask_made':
    case 'ask_decided':
    case 'ask_withdrawn':
      return nothing
  }
}

const nothing: Plan = { open: [], finish: [], tell: [] }

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

/** Requests that were answered or canceled meanwhile need no reminder. */
function requestReminded(facts: Facts): Plan {
  const waiting = facts.requests.filter(withCompany)
  if (waiting.length === 0) return nothing
  if (facts.company?.enrolled === false) return { ...nothing, tell: tellFirstUser(facts, waiting) }
  return {
    ...nothing,
    tell: [
      ...tellCompany(facts, say(facts, 'request_reminder', waiting, receivedLink(facts, waiting))),
      ...tellSupervisors(facts, say(facts, 'request_reminded_agency', waiting, links.complaint(facts.complaint.id))),
    ],
  }
}

function reviewWanted(facts: Facts): Plan {
  // Who was replaced before this was worked off has nothing to review any more.
  if (facts.complaint.status !== 'pending' || facts.complaint.reviewerId === null || !facts.userIds.includes(facts.complaint.reviewerId)) return nothing
  const link = links.complaint(facts.complaint.id)
  const chosen = ofAgency(facts, [facts.complaint.reviewerId])
  // A reviewer who lost the role meanwhile leaves the work with the Supervisors.
  const holders = chosen.length > 0 ? chosen : supervisors(facts)
  return {
    open: [{ kind: 'preliminary_review', side: 'agency', holders: ids(holders), items: [{ requestId: null, dueOn: null }] }],
    finish: [],
    tell: [...tell(holders, say(facts, 'review_wanted', [], link)), ...tellSupervisors(facts, say(facts, 'review_wanted_agency', [], link))],
  }
}

function reviewCompleted(facts: Facts): Plan {
  const link = links.complaint(facts.complaint.id)
  return {
    open: [],
    finish: facts.complaint.status === 'pending' ? [] : [{ kind: 'preliminary_review', requestIds: null }],
    tell: [...tell(ofAgency(facts, [facts.complaint.agencyPocId]), say(facts, 'review_completed_poc', [], link)), ...tellSupervisors(facts, say(facts, 'review_completed', [], link))],
  }
}

/** Answers that wait for review move with the complaint to whoever is POC by now. */
function agencyPocAssigned(facts: Facts): Plan {
  const toReview = facts.requestsToReview
  const poc = ofAgency(facts, facts.userIds.filter((id) => id === facts.complaint.agencyPocId))
  return {
    open: toReview.length === 0 ? [] : [{ kind: 'review_response', side: 'agency', holders: ids(agencyHandlers(facts)), items: toReview.map((request) => ({ requestId: request.id, dueOn: null })) }],
    finish: [],
    tell: tell(poc, say(facts, 'you_are_agency_poc', [], links.complaint(facts.complaint.id))),
  }
}

/** The company hears that it is over, and not why; agencies that had asked for it, that nothing is left to decide. */
function complaintCanceled(facts: Facts): Plan {
  if (facts.complaint.status !== 'canceled') return nothing
  const link = links.complaint(facts.complaint.id)
  const toAgency = say(facts, 'complaint_canceled_agency', [], link)
  const receiver = facts.referral?.to
  return {
    open: [],
    finish: [{ kind: null, requestIds: null }],
    tell: [
      ...(facts.complaint.everSent ? tellCompany(facts, say(facts, 'complaint_canceled', [], links.received(facts.complaint.id))) : []),
      ...tell(ofAgency(facts, [facts.complaint.agencyPocId]), toAgency),
      ...tellSupervisors(facts, toAgency),
      ...(receiver === undefined ? [] : [...tell(handlersOf(receiver), say(facts, 'referral_canceled', [], link)), ...tellAddresses(receiver.extraAddresses, say(facts, 'referral_canceled', [], link))]),
      ...facts.accessEnded.flatMap(({ agency, requestedBy }) => tell([...ofAgency({ agency }, [requestedBy]), ...supervisors({ agency })], say(facts, 'access_request_ended', [], link))),
    ],
  }
}

/** The company is told only with the next request. */
function complaintReopened(facts: Facts): Plan {
  const message = say(facts, 'complaint_reopened', [], links.complaint(facts.complaint.id))
  return { ...nothing, tell: [...tell(ofAgency(facts, [facts.complaint.agencyPocId]), message), ...tellSupervisors(facts, message)] }
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
    otherAgency: '',
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
