import type { AskFact, Facts, PersonFact, RequestFact } from './facts.ts'
import { links } from './messages.ts'
import { tell, tellAddresses, tellInApp } from './once-each.ts'
import type { FinishedTasks, Plan, PlannedTasks, Telling } from './planned.ts'
import { agencyHandlers, assigners, companyAudience, companyPoc, managers, supervisors } from './recipients.ts'
import { answerTasks, earliest, ids, nothing, receivedLink, say, tellCompany, tellFirstUser, tellSupervisors, withCompany } from './telling-sides.ts'

/** Rounds, deadlines and what a company asks: who must do and who must know what (docs/rules.md 9). */

/** The request is with the company again: to answer, as after the first sending. */
export function requestSentBack(facts: Facts): Plan {
  const back = facts.requests.filter(withCompany)
  const finish: FinishedTasks[] = [{ kind: 'review_response', requestIds: ids(back) }, ...settledAsks(facts)]
  if (back.length === 0) return nothing
  const toAgency = tellSupervisors(facts, say(facts, 'request_sent_back_agency', back, agencyLink(facts, back)))
  if (facts.company?.enrolled === false) return { open: [], finish, tell: [...tellFirstUser(facts, back), ...toAgency] }
  const poc = companyPoc(facts)
  const message = say(facts, facts.ask?.state === 'granted' ? 'send_back_granted' : 'request_sent_back', back, receivedLink(facts, back))
  if (poc !== null) return { open: [answerTasks(poc, back)], finish, tell: [...tell([poc], message), ...toAgency] }
  const holders = assigners(facts)
  const { mailTo, addresses } = companyAudience(facts)
  return {
    open: [{ kind: 'assign_point_of_contact', side: 'company', holders: ids(holders), items: [{ requestId: null, dueOn: earliest(back) }] }],
    finish,
    tell: [...tell(mailTo, message), ...tellInApp(holders, message), ...tellAddresses(addresses, message), ...toAgency],
  }
}

/** A task of a request shows the request's own due date, so nothing of it changes here but what was overdue. */
export function requestExtended(facts: Facts): Plan {
  const extended = facts.requests.filter(withCompany)
  const finish = [...settledAsks(facts), ...noLongerOverdue(facts)]
  if (extended.length === 0) return { ...nothing, finish }
  const toAgency = tellSupervisors(facts, say(facts, 'request_extended_agency', extended, agencyLink(facts, extended)))
  if (facts.company?.enrolled === false) return { open: [], finish, tell: toAgency }
  return { open: [], finish, tell: [...tellCompany(facts, say(facts, facts.ask?.state === 'granted' ? 'more_time_granted' : 'request_extended', extended, receivedLink(facts, extended))), ...toAgency] }
}

export function requestDueSoon(facts: Facts): Plan {
  const waiting = facts.requests.filter(withCompany)
  if (waiting.length === 0) return nothing
  const toAgency = tellSupervisors(facts, say(facts, 'request_due_soon_agency', waiting, agencyLink(facts, waiting)))
  return { ...nothing, tell: [...remindCompany(facts, 'request_due_soon', waiting), ...toAgency] }
}

/** Late answers go up to the Supervisors: one task for a complaint, however many of its requests are late. */
export function requestOverdue(facts: Facts): Plan {
  const late = facts.requests.filter((request) => isOverdue(facts, request))
  if (late.length === 0) return nothing
  const message = say(facts, 'request_overdue_agency', late, agencyLink(facts, late))
  return { ...nothing, open: overdueTasks(facts), tell: [...remindCompany(facts, 'request_overdue', late), ...tell(agencyHandlers(facts), message), ...tellSupervisors(facts, message)] }
}

/** Inside the company. Whoever is asked by now holds the task, also where this event only relieved somebody. */
export function drafterAssigned(facts: Facts): Plan {
  const open = draftTasks(facts, facts.requests.filter(withCompany), [])
  const drafting = facts.requests.filter((request) => withCompany(request) && request.drafterIds.some((id) => facts.userIds.includes(id)))
  if (drafting.length === 0) return { ...nothing, open }
  const named = managers(facts, facts.userIds.filter((id) => drafting.some((request) => request.drafterIds.includes(id))))
  return { ...nothing, open, tell: tell(named, say(facts, 'draft_response', drafting, receivedLink(facts, drafting))) }
}

/** Told to the Company POC alone: a restricted answer is nobody else's to know of. */
export function draftHanded(facts: Facts): Plan {
  const handed = facts.requests.filter(isInReview)
  const poc = companyPoc(facts)
  if (handed.length === 0 || poc === null) return nothing
  return {
    open: [reviewTasks(poc, handed)],
    finish: [{ kind: 'draft_response', requestIds: ids(handed) }],
    tell: tell([poc], say(facts, 'review_draft', handed, receivedLink(facts, handed))),
  }
}

export function draftReturned(facts: Facts): Plan {
  const returned = facts.requests.filter((request) => withCompany(request) && !isInReview(request))
  if (returned.length === 0) return nothing
  return {
    open: draftTasks(facts, returned, facts.userIds),
    finish: [{ kind: 'review_draft', requestIds: ids(returned) }],
    tell: tell(managers(facts, facts.userIds), say(facts, 'draft_returned', returned, receivedLink(facts, returned))),
  }
}

export function askMade(facts: Facts): Plan {
  const { ask } = facts
  if (ask?.state !== 'waiting') return nothing
  const asked = facts.requests.filter((request) => request.asksWaiting > 0)
  const message = sayAsk(facts, ask, ask.kind === 'more_time' ? 'asked_more_time' : 'asked_send_back')
  return { ...nothing, open: askTasks(facts, asked), tell: [...tell(agencyHandlers(facts), message), ...tellSupervisors(facts, message)] }
}

/** What is granted is told with the sending back or the new date that grants it; only a refusal is told here. */
export function askDecided(facts: Facts): Plan {
  const { ask } = facts
  const finish = settledAsks(facts)
  if (ask?.state !== 'declined') return { ...nothing, finish }
  return {
    open: [],
    finish,
    tell: [
      ...tellCompany(facts, { ...sayAsk(facts, ask, ask.kind === 'more_time' ? 'more_time_declined' : 'send_back_declined'), link: receivedLink(facts, facts.requests) }),
      ...tellSupervisors(facts, sayAsk(facts, ask, 'ask_declined_agency')),
    ],
  }
}

export function askWithdrawn(facts: Facts): Plan {
  const finish = settledAsks(facts)
  if (facts.ask?.state !== 'withdrawn') return { ...nothing, finish }
  const message = sayAsk(facts, facts.ask, 'ask_withdrawn')
  return { open: [], finish, tell: [...tell(agencyHandlers(facts), message), ...tellSupervisors(facts, message)] }
}

/** What an answer ends, on both sides: of these requests all but what the agency still has to decide or review. */
export function answeredTasks(facts: Facts, answered: readonly RequestFact[]): FinishedTasks[] {
  return [...(['answer_request', 'draft_response', 'review_draft'] as const).map((kind): FinishedTasks => ({ kind, requestIds: ids(answered) })), ...settledAsks(facts), ...noLongerOverdue(facts)]
}

/** The task ends once nothing of the complaint is late; until then it stays with those who hold it. */
export function noLongerOverdue(facts: Facts): FinishedTasks[] {
  return facts.requestsWithCompany.some((request) => isOverdue(facts, request)) ? [] : [{ kind: 'overdue_request', requestIds: null }]
}

/** What waits for the one who acts as Company POC by now, besides answers: drafts that were handed over. */
export function draftsToReview(facts: Facts, poc: PersonFact): PlannedTasks[] {
  const handed = facts.requestsWithCompany.filter(isInReview)
  return handed.length === 0 ? [] : [reviewTasks(poc, handed)]
}

/** What the agency has to decide about its company's wishes. */
export function askTasks(facts: Facts, asked: readonly RequestFact[]): PlannedTasks[] {
  return asked.length === 0 ? [] : [{ kind: 'decide_ask', side: 'agency', holders: ids(deciders(facts)), items: asked.map(({ id }) => ({ requestId: id, dueOn: null })) }]
}

export function overdueTasks(facts: Facts): PlannedTasks[] {
  const late = facts.requestsWithCompany.filter((request) => isOverdue(facts, request))
  return late.length === 0 ? [] : [{ kind: 'overdue_request', side: 'agency', holders: ids(deciders(facts)), items: [{ requestId: null, dueOn: earliest(late) }] }]
}

function settledAsks(facts: Facts): FinishedTasks[] {
  return [{ kind: 'decide_ask', requestIds: ids(facts.requests.filter((request) => request.asksWaiting === 0)) }]
}

/** The Agency POC and all Supervisors. */
function deciders(facts: Facts): PersonFact[] {
  return [...new Map([...agencyHandlers(facts), ...supervisors(facts)].map((person) => [person.id, person])).values()]
}

function reviewTasks(poc: PersonFact, handed: readonly RequestFact[]): PlannedTasks {
  return { kind: 'review_draft', side: 'company', holders: [poc.id], items: handed.map(({ id, dueOn }) => ({ requestId: id, dueOn })) }
}

/** One task for each request, in the hands of all who shall draft; none while the Company POC has the draft. */
function draftTasks(facts: Facts, requests: readonly RequestFact[], besides: readonly string[]): PlannedTasks[] {
  return requests.flatMap((request): PlannedTasks[] => {
    const holders = ids(managers(facts, [...request.drafterIds, ...besides]))
    return holders.length === 0 || isInReview(request) ? [] : [{ kind: 'draft_response', side: 'company', holders, items: [{ requestId: request.id, dueOn: request.dueOn }] }]
  })
}

function remindCompany(facts: Facts, kind: 'request_due_soon' | 'request_overdue', requests: RequestFact[]): Telling[] {
  return facts.company?.enrolled === false ? tellFirstUser(facts, requests) : tellCompany(facts, say(facts, kind, requests, receivedLink(facts, requests)))
}

function sayAsk(facts: Facts, ask: AskFact, kind: Parameters<typeof say>[1]) {
  return { ...say(facts, kind, facts.requests, agencyLink(facts, facts.requests)), dueOn: ask.wantedOn }
}

function agencyLink(facts: Facts, requests: readonly RequestFact[]): string {
  return requests.length === 1 && requests[0] !== undefined ? links.request(requests[0].id) : links.complaint(facts.complaint.id)
}

function isOverdue(facts: Facts, request: RequestFact): boolean {
  return withCompany(request) && request.dueOn !== null && request.dueOn < facts.today
}

function isInReview(request: RequestFact): boolean {
  return withCompany(request) && request.draftStatus === 'in_review'
}
