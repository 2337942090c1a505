import { displayId } from '../../../kernel/ids.ts'
import type { Facts, PersonFact, RequestFact } from './facts.ts'
import { links } from './messages.ts'
import type { Message, MessageKind } from './messages.ts'
import { tell, tellAddresses, tellByMail } from './once-each.ts'
import type { Plan, PlannedTasks, Telling } from './planned.ts'
import { companyAudience, supervisors } from './recipients.ts'

/** What plans of complaints have in common: whom of each side they tell, and in which words. */
export const nothing: Plan = { open: [], finish: [], tell: [] }

export function answerTasks(poc: PersonFact, requests: RequestFact[]): PlannedTasks {
  return { kind: 'answer_request', side: 'company', holders: [poc.id], items: requests.map((request) => ({ requestId: request.id, dueOn: request.dueOn })) }
}

export function say(facts: Facts, kind: MessageKind, requests: RequestFact[], link: string): Message {
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

export function receivedLink(facts: Facts, requests: RequestFact[]): string {
  return requests.length === 1 && requests[0] !== undefined ? links.receivedRequest(requests[0].id) : links.received(facts.complaint.id)
}

/** The agency's own extra addresses get a copy of what its Supervisors are told. */
export function tellSupervisors(facts: Facts, message: Message): Telling[] {
  return [...tell(supervisors(facts), message), ...tellAddresses(facts.agency.extraAddresses, message)]
}

/** Before the first sending the company knows nothing of the complaint, whatever happens to it. */
export function tellCompany(facts: Facts, message: Message): Telling[] {
  if (!facts.complaint.everSent) return []
  const { people, addresses } = companyAudience(facts)
  return [...tell(people, message), ...tellAddresses(addresses, message)]
}

export function withCompany(request: RequestFact): boolean {
  return request.status === 'sent_to_company'
}

export function earliest(requests: RequestFact[]): string | null {
  return requests.map((request) => request.dueOn).filter((date) => date !== null).sort()[0] ?? null
}

export function ids(people: readonly { id: string }[]): string[] {
  return people.map(({ id }) => id)
}

/** Nothing can be opened yet, so nothing of the complaint is said; the enrollment's completion opens the task (organisation-plan.ts). */
export function tellFirstUser(facts: Facts, waiting: RequestFact[], kind: 'requests_wait' | 'letter_waits' = 'requests_wait'): Telling[] {
  const first = facts.company?.firstUser ?? null
  // Whoever was invited in the same breath has that e-mail; a second one would lead past its link.
  if (first === null || (!first.active && first.invitedJustNow)) return []
  const message = { ...say(facts, kind, waiting, links.enroll), complaintId: null, requestId: null, complaint: '', dueOn: null }
  return first.active ? tell([first], message) : tellByMail([first], message)
}
