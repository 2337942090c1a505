import type { Event } from '../../notifications/domain/facts.ts'
import { organisationEventsFor } from './organisation-webhook-events.ts'

/** To whom an event of a complaint may be sent, besides that each sees only what it may see when it is sent. */
export type Hearer = 'owner' | 'access' | 'company' | 'referral' | 'asker'

type Rule = {
  name: string
  label: string
  hearers: readonly Hearer[]
  /** What an agency must still be able to read of the complaint; a company, that it was sent to it. */
  sight: 'detail' | 'basic'
}

const toBoth = ['owner', 'access', 'company'] as const
const toOwnerAndCompany = ['owner', 'company'] as const
const detail = (name: string, label: string, hearers: readonly Hearer[]): Rule => ({ name, label, hearers, sight: 'detail' })
const basic = (name: string, label: string, hearers: readonly Hearer[]): Rule => ({ name, label, hearers, sight: 'basic' })

/** Follows what people are told of (docs/rules.md 9). What stays inside the company goes to the company alone. */
export const ruleOfEvent: Record<Event, Rule> = {
  requests_sent: detail('requests.sent', 'Requests sent to the company', toBoth),
  request_reminded: detail('request.reminded', 'Company reminded of a request', toOwnerAndCompany),
  request_due_soon: detail('request.due_soon', 'Request due soon', toOwnerAndCompany),
  request_overdue: detail('request.overdue', 'Request overdue', toOwnerAndCompany),
  request_extended: detail('request.extended', 'Due date of a request changed', toBoth),
  request_sent_back: detail('request.sent_back', 'Answer sent back to the company', toBoth),
  request_canceled: detail('request.canceled', 'Request canceled', toBoth),
  response_submitted: detail('answer.submitted', 'Answer submitted', toBoth),
  drafter_assigned: detail('draft.assigned', 'Somebody asked to draft an answer', ['company']),
  draft_handed: detail('draft.handed_over', 'Draft handed to the Company POC', ['company']),
  draft_returned: detail('draft.returned', 'Draft returned to its drafter', ['company']),
  ask_made: detail('ask.made', 'Company asked for more time or a sending back', toOwnerAndCompany),
  ask_decided: detail('ask.decided', 'Wish of the company decided', toOwnerAndCompany),
  ask_withdrawn: detail('ask.withdrawn', 'Wish of the company withdrawn', toOwnerAndCompany),
  poc_assigned: detail('company_poc.assigned', 'Company POC named', toBoth),
  agency_poc_assigned: detail('agency_poc.assigned', 'Agency POC named', ['owner', 'access']),
  review_wanted: detail('review.wanted', 'Preliminary review wanted', ['owner']),
  review_completed: detail('review.completed', 'Preliminary review completed', ['owner']),
  complaint_closed: detail('complaint.closed', 'Complaint closed', toBoth),
  complaint_canceled: detail('complaint.canceled', 'Complaint canceled', toBoth),
  complaint_reopened: detail('complaint.reopened', 'Complaint reopened', ['owner', 'access']),
  referral_sent: basic('referral.sent', 'Referral sent', ['owner', 'referral']),
  referral_decided: basic('referral.decided', 'Referral decided', ['owner', 'referral']),
  referral_withdrawn: basic('referral.withdrawn', 'Referral withdrawn', ['owner', 'referral']),
  access_requested: basic('access.requested', 'Access requested', ['owner', 'asker']),
  access_decided: basic('access.decided', 'Request for access decided', ['owner', 'asker']),
  access_revoked: basic('access.revoked', 'Access revoked', ['owner', 'asker']),
  discussion_tagged: detail('discussion.mentioned', 'Somebody mentioned on a discussion board', ['owner', 'access']),
  letter_approval_asked: detail('letter.approval_asked', 'Letter to the company waits for approval', ['owner']),
  letter_approved: detail('letter.approved', 'Letter to the company approved', ['owner']),
  letter_returned: detail('letter.returned', 'Letter to the company returned to its draft', ['owner']),
  letter_issued: detail('letter.issued', 'Letter issued to the company', toOwnerAndCompany),
  letter_extended: detail('letter.extended', 'Date of a letter to the company changed', toOwnerAndCompany),
  letter_withdrawn: detail('letter.withdrawn', 'Letter to the company withdrawn', toOwnerAndCompany),
  letter_acknowledged: detail('letter.acknowledged', 'Letter acknowledged by the company', toOwnerAndCompany),
  letter_due_soon: detail('letter.due_soon', 'Acknowledgment of a letter due soon', toOwnerAndCompany),
  letter_overdue: detail('letter.overdue', 'Acknowledgment of a letter overdue', toOwnerAndCompany),
}

/** Sent by the button that tries an address; belongs to no choice. */
export const testEvent = 'test'

/** What an organization of this kind may choose: what happens to complaints, then to itself. */
export function eventsFor(kind: 'agency' | 'company'): { name: string; label: string; about: 'complaints' | 'organization' }[] {
  const ofComplaints = Object.values(ruleOfEvent)
    .filter(({ hearers }) => (kind === 'company' ? hearers.includes('company') : hearers.some((hearer) => hearer !== 'company')))
    .map(({ name, label }) => ({ name, label, about: 'complaints' as const }))
  return [...ofComplaints, ...organisationEventsFor(kind).map((one) => ({ ...one, about: 'organization' as const }))]
}

export function sightOf(name: string): 'detail' | 'basic' {
  return Object.values(ruleOfEvent).find((rule) => rule.name === name)?.sight ?? 'detail'
}
