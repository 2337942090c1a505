import type { Facts } from '#src/modules/notifications/domain/facts.ts'
import { plan } from '#src/modules/notifications/domain/plan.ts'
import { notify, openTasks } from './carrying-out.ts'
import type { Complaint, Stage } from './context.ts'
import type { Exchange, ToldRequest } from './exchange.ts'
import { agencyFacts, companyFacts, factsOf, requestFact } from './facts.ts'
import type { AgencyPerson } from './people.ts'
import { instant } from './rows.ts'

type Told = { complaint: Complaint; status: string; exchange: Exchange; closedAt: number | null }

/** Tasks that are open now, and what was told in the last weeks, by the very rules of the notify job. */
export function tellPeople(stage: Stage, { complaint, status, exchange, closedAt }: Told): void {
  const withCompany = exchange.requests.filter((request) => request.status === 'sent_to_company')
  const answered = exchange.requests.filter((request) => request.answeredAt !== null)
  const facts = (event: Facts['event'], requests: ToldRequest[], by: string | null): Facts => complaintFacts(stage, { complaint, status, exchange, closedAt }, event, requests, by)
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

function happen(stage: Stage, facts: Facts, at: number, isOpen: boolean): void {
  const { open, tell } = plan(facts)
  const of = { eventId: stage.dice.id(at), at, complaintId: facts.complaint.id, agencyId: stage.agency.id, companyId: stage.company.id }
  if (isOpen) openTasks(stage, open, of)
  notify(stage, tell, of)
}

function complaintFacts({ agency, company }: Stage, { complaint, status, exchange }: Told, event: Facts['event'], requests: ToldRequest[], by: string | null): Facts {
  return factsOf({
    event, by,
    complaint: { id: complaint.id, number: complaint.number, status, agencyPocId: complaint.poc.id, reviewerId: null, everSent: exchange.deliveredAt !== null },
    agency: agencyFacts(agency),
    company: companyFacts(company, exchange.poc?.id ?? null),
    requests: requests.map(requestFact),
    requestsWithCompany: exchange.requests.filter((request) => request.status === 'sent_to_company').map(requestFact),
    requestsToReview: exchange.requests.filter((request) => request.status === 'sent_to_agency' && !request.quickLooked).map(requestFact),
  })
}
