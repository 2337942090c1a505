import { displayId } from '../../../kernel/ids.ts'
import type { Facts, PersonFact, RequestFact, TaskKind } from './facts.ts'
import { links } from './messages.ts'
import type { Message, MessageKind } from './messages.ts'
import { agencyHandlers, assigners, companyAudience, companyPoc, ofAgency, supervisors } from './recipients.ts'

/** Tasks that must be open and held by exactly these people. */
export type PlannedTasks = { kind: TaskKind; side: 'agency' | 'company'; holders: string[]; items: { requestId: string | null; dueOn: string | null }[] }
/** Tasks that an event has made needless; null: all of this kind that the complaint has. */
export type FinishedTasks = { kind: TaskKind | null; requestIds: string[] | null }
/** userId null: an address without an account, by e-mail only. */
export type Telling = { userId: string | null; mail: { address: string; name: string | null } | null; message: Message }

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
  const toSupervisors = tell(supervisors(facts), say(facts, 'requests_sent', facts.requests, links.complaint(facts.complaint.id)))
  if (waiting.length === 0) return { open: [], finish: [], tell: toSupervisors }
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
      ...tell(supervisors(facts), say(facts, 'response_received', facts.requests, link)),
    ],
  }
}

function requestCanceled(facts: Facts): Plan {
  return {
    open: [],
    finish: [{ kind: 'answer_request', requestIds: facts.requests.filter((request) => request.status === 'canceled').map((request) => request.id) }],
    tell: [
      ...tellCompany(facts, say(facts, 'request_canceled', facts.requests, links.received(facts.complaint.id))),
      ...tell(supervisors(facts), say(facts, 'request_canceled_agency', facts.requests, links.complaint(facts.complaint.id))),
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
      ...tell(supervisors(facts), toAgency),
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

function tell(people: PersonFact[], message: Message): Telling[] {
  return people.map((person) => ({ userId: person.id, mail: { address: person.email, name: person.name }, message }))
}

function tellInApp(people: PersonFact[], message: Message): Telling[] {
  return people.map((person) => ({ userId: person.id, mail: null, message }))
}

function tellAddresses(addresses: string[], message: Message): Telling[] {
  return addresses.map((address) => ({ userId: null, mail: { address, name: null }, message }))
}

function tellCompany(facts: Facts, message: Message): Telling[] {
  const { people, addresses } = companyAudience(facts)
  return [...tell(people, message), ...tellAddresses(addresses, message)]
}

/** One notification per person and one e-mail per address: the first, which is the most personal, stands. */
function onceEach(tellings: Telling[]): Telling[] {
  const users = new Set<string>()
  const addresses = new Set<string>()
  return tellings.flatMap((telling) => {
    const address = telling.mail?.address.toLowerCase()
    if (telling.userId === null ? address === undefined || addresses.has(address) : users.has(telling.userId)) return []
    if (telling.userId !== null) users.add(telling.userId)
    if (address === undefined) return [telling]
    if (addresses.has(address)) return [{ ...telling, mail: null }]
    addresses.add(address)
    return [telling]
  })
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
