import { accessDecided, accessEndedByReferral, accessRequested, accessRevoked, discussionTagged } from './access-plan.ts'
import { answeredTasks, askDecided, askMade, askTasks, askWithdrawn, draftHanded, draftReturned, drafterAssigned, draftsToReview, noLongerOverdue, overdueTasks, requestDueSoon, requestExtended, requestOverdue, requestSentBack } from './exchange-plan.ts'
import type { Facts, PersonFact } from './facts.ts'
import { acknowledgeTasks, letterAcknowledged, letterApprovalAsked, letterDecided, letterDueSoon, letterExtended, letterIssued, letterOverdue, letterWithdrawn } from './letter-plan.ts'
import { links } from './messages.ts'
import { onceEach, tell, tellAddresses, tellByMail, tellInApp } from './once-each.ts'
import type { Plan, Telling } from './planned.ts'
import { planReferral } from './referral-plan.ts'
import { agencyHandlers, assigners, companyAudience, companyPoc, handlersOf, ofAgency, supervisors } from './recipients.ts'
import { answerTasks, earliest, ids, nothing, receivedLink, say, tellCompany, tellFirstUser, tellSupervisors, withCompany } from './telling-sides.ts'

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
      return referral(facts)
    case 'request_sent_back':
      return requestSentBack(facts)
    case 'request_extended':
      return requestExtended(facts)
    case 'request_due_soon':
      return requestDueSoon(facts)
    case 'request_overdue':
      return requestOverdue(facts)
    case 'drafter_assigned':
      return drafterAssigned(facts)
    case 'draft_handed':
      return draftHanded(facts)
    case 'draft_returned':
      return draftReturned(facts)
    case 'ask_made':
      return askMade(facts)
    case 'ask_decided':
      return askDecided(facts)
    case 'ask_withdrawn':
      return askWithdrawn(facts)
    case 'access_requested':
      return accessRequested(facts)
    case 'access_decided':
      return accessDecided(facts)
    case 'access_revoked':
      return accessRevoked(facts)
    case 'discussion_tagged':
      return discussionTagged(facts)
    case 'letter_approval_asked':
      return letterApprovalAsked(facts)
    case 'letter_approved':
    case 'letter_returned':
      return letterDecided(facts, facts.event)
    case 'letter_issued':
      return letterIssued(facts)
    case 'letter_extended':
      return letterExtended(facts)
    case 'letter_withdrawn':
      return letterWithdrawn(facts)
    case 'letter_acknowledged':
      return letterAcknowledged(facts)
    case 'letter_due_soon':
      return letterDueSoon(facts)
    case 'letter_overdue':
      return letterOverdue(facts)
  }
}

function referral(facts: Facts): Plan {
  if (facts.referral === null) return nothing
  const planned = planReferral(facts, facts.referral, (kind) => say(facts, kind, [], links.complaint(facts.complaint.id)))
  return { ...planned, tell: [...planned.tell, ...accessEndedByReferral(facts)] }
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

function pocAssigned(facts: Facts): Plan {
  // Whoever acts as POC by now: a former one has nothing to do any more.
  const poc = companyPoc(facts)
  if (poc === null) return { open: [], finish: [], tell: [] }
  const open = facts.requestsWithCompany
  return {
    open: [...(open.length === 0 ? [] : [answerTasks(poc, open)]), ...draftsToReview(facts, poc), ...acknowledgeTasks(facts, facts.lettersWaiting)],
    finish: [{ kind: 'assign_point_of_contact', requestIds: null }],
    tell: tellPoc(facts, poc),
  }
}

/**
 * A deputy had an e-mail about the days (deputy_named), so that complaints which move to them, and back by the passing of
 * time, are told in the list alone. One that is assigned during these days is news, by e-mail; its move is in the list.
 */
function tellPoc(facts: Facts, poc: PersonFact): Telling[] {
  const open = facts.requestsWithCompany
  const deputizes = facts.company !== null && facts.company.assignedPocId !== null && facts.company.assignedPocId !== poc.id
  const message = say(facts, deputizes ? 'you_act_as_point_of_contact' : 'you_are_point_of_contact', open, receivedLink(facts, open))
  if (facts.userIds.length > 0 && !facts.userIds.includes(poc.id)) return deputizes && poc.id !== facts.by ? tellByMail([poc], message) : []
  return deputizes || facts.by === null ? tellInApp([poc], message) : tell([poc], message)
}

function responseSubmitted(facts: Facts): Plan {
  const answered = facts.requests.filter((request) => request.status === 'sent_to_agency')
  const toReview = answered.filter((request) => !request.quickLooked)
  const handlers = agencyHandlers(facts)
  const link = facts.requests.length === 1 && facts.requests[0] !== undefined ? links.request(facts.requests[0].id) : links.complaint(facts.complaint.id)
  const chosen = ofAgency(facts, facts.requests.flatMap((request) => request.notifyUserIds))
  return {
    open: toReview.length === 0 ? [] : [{ kind: 'review_response', side: 'agency', holders: ids(handlers), items: toReview.map((request) => ({ requestId: request.id, dueOn: null })) }],
    finish: answeredTasks(facts, answered),
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
    finish: [{ kind: null, requestIds: ids(facts.requests.filter((request) => request.status === 'canceled')) }, ...noLongerOverdue(facts)],
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
    finish: facts.complaint.status === 'closed' ? [{ kind: null, requestIds: null, keepLetters: true }] : [],
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

/** What waits at the agency moves with the complaint to whoever is POC by now. */
function agencyPocAssigned(facts: Facts): Plan {
  const toReview = facts.requestsToReview
  const poc = ofAgency(facts, facts.userIds.filter((id) => id === facts.complaint.agencyPocId))
  return {
    open: [
      ...(toReview.length === 0 ? [] : [{ kind: 'review_response' as const, side: 'agency' as const, holders: ids(agencyHandlers(facts)), items: toReview.map((request) => ({ requestId: request.id, dueOn: null })) }]),
      ...askTasks(facts, facts.requestsAsked),
      ...overdueTasks(facts),
    ],
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
