import type { Facts, PersonFact } from '#src/modules/notifications/domain/facts.ts'
import { plan } from '#src/modules/notifications/domain/plan.ts'
import { sentenceOf } from '#src/modules/notifications/mails/compose.ts'
import type { Complaint, Stage } from './context.ts'
import type { Exchange, ToldRequest } from './exchange.ts'
import { dayMs } from './moments.ts'
import type { AgencyPerson, CompanyPerson } from './people.ts'
import { instant } from './rows.ts'

type Told = { complaint: Complaint; status: string; exchange: Exchange; closedAt: number | null }
const recentDays = 21

/** Tasks that are open now, and what was told in the last weeks, by the very rules of the notify job. */
export function tellPeople(stage: Stage, { complaint, status, exchange, closedAt }: Told): void {
  const withCompany = exchange.requests.filter((request) => request.status === 'sent_to_company')
  const answered = exchange.requests.filter((request) => request.answeredAt !== null)
  const facts = (event: Facts['event'], requests: ToldRequest[], by: string | null): Facts => factsOf(stage, { complaint, status, exchange, closedAt }, event, requests, by)
  const isOpen = closedAt === null && status !== 'canceled'
  if (exchange.deliveredAt !== null && withCompany.length > 0) happen(stage, facts('requests_sent', withCompany, complaint.poc.id), exchange.deliveredAt, isOpen)
  if (exchange.pocAt !== null) happen(stage, { ...facts('poc_assigned', [], null), requestsWithCompany: [] }, exchange.pocAt, false)
  for (const request of answered) happen(stage, facts('response_submitted', [request], exchange.poc?.id ?? null), request.answeredAt ?? 0, isOpen)
  if (closedAt !== null) happen(stage, facts('complaint_closed', [], complaint.poc.id), closedAt, false)
}

/** A complaint that waits for its preliminary review is the reviewer's task. */
export function askForReview({ dice, rows, agency }: Stage, complaint: Pick<Complaint, 'id'>, reviewer: AgencyPerson, at: number): void {
  const id = dice.id(at)
  rows.add('task', { id, event_id: dice.id(at), kind: 'preliminary_review', agency_id: agency.id, company_id: null, complaint_id: complaint.id, request_id: null, due_on: null, created_at: instant(at) })
  rows.add('task_holder', { task_id: id, user_id: reviewer.id })
}

/** Sentences of complaints name neither; the training world is made before anybody sets them. */
const environment = { publicUrl: '', training: true, support: { phone: '', email: '' } }

function happen(stage: Stage, facts: Facts, at: number, isOpen: boolean): void {
  const { dice, rows, agency, company, now } = stage
  const { open, tell } = plan(facts)
  const eventId = dice.id(at)
  for (const tasks of isOpen ? open : []) {
    for (const item of tasks.items) {
      const id = dice.id(at)
      rows.add('task', {
        id, event_id: eventId, kind: tasks.kind, agency_id: tasks.side === 'agency' ? agency.id : null, company_id: tasks.side === 'company' ? company.id : null,
        complaint_id: facts.complaint.id, request_id: item.requestId, due_on: item.dueOn, created_at: instant(at),
      })
      rows.add('task_holder', ...tasks.holders.map((holder) => ({ task_id: id, user_id: holder })))
    }
  }
  if (now - at > recentDays * dayMs) return
  for (const { userId, message } of tell) {
    if (userId === null) continue
    const isRead = now - at > 2 * dayMs && dice.chance(0.85)
    rows.add('notification', {
      id: dice.id(at), event_id: eventId, user_id: userId, event: message.event, complaint_id: message.complaintId, request_id: message.requestId,
      sentence: sentenceOf(message, environment), link: message.link, created_at: instant(at), read_at: isRead ? instant(at + (now - at) * dice.between(0.1, 0.9)) : null,
    })
  }
}

function factsOf({ agency, company }: Stage, { complaint, status, exchange }: Told, event: Facts['event'], requests: ToldRequest[], by: string | null): Facts {
  const fact = (request: ToldRequest) => ({ id: request.id, status: request.status, dueOn: request.dueOn, quickLooked: request.quickLooked, notifyUserIds: [], drafterIds: [], draftStatus: null, asksWaiting: 0 })
  return {
    // The day decides only what is overdue; the job that reminds tells of that.
    event, by, today: '',
    complaint: { id: complaint.id, number: complaint.number, status, agencyPocId: complaint.poc.id, reviewerId: null, everSent: exchange.deliveredAt !== null },
    agency: { id: agency.id, name: agency.name, people: agency.people.map(personFact), extraAddresses: [] },
    company: {
      name: company.name, pocId: exchange.poc?.id ?? null, assignedPocId: exchange.poc?.id ?? null, complaintsContactId: company.people.find((person) => person.isComplaintsContact)?.id ?? null,
      extraAddresses: [], people: company.people.map(personFact), enrolled: company.enrollment === 'complete', firstUser: null,
    },
    requests: requests.map(fact),
    requestsWithCompany: exchange.requests.filter((request) => request.status === 'sent_to_company').map(fact),
    requestsToReview: exchange.requests.filter((request) => request.status === 'sent_to_agency' && !request.quickLooked).map(fact),
    requestsAsked: [], userIds: [], referral: null, ask: null, accessEnded: [],
    access: null,
    post: null,
  }
}

function personFact(person: AgencyPerson | CompanyPerson): PersonFact {
  return { id: person.id, name: person.name, email: person.email, complaintsRole: person.complaintsRole, administers: person.systemRoles.some((role) => role === 'account_administrator') }
}
