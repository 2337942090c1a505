import { addDays } from '#src/kernel/calendar.ts'
import { nameKey } from '#src/kernel/text.ts'
import type { Status } from '#src/modules/complaints/domain/lifecycle.ts'
import { tellClosing } from './closing.ts'
import { activitiesOf, businessTypes } from './companies.ts'
import { record, type Complaint, type Stage } from './context.ts'
import { possibleEnds, tellExchange, type Exchange, type RequestEnd } from './exchange.ts'
import { fictionalPhone, language, mailName, personName, streetAddress } from './names.ts'
import type { AgencyPerson } from './people.ts'
import { placeIn } from './places.ts'
import { instant } from './rows.ts'
import type { SourceComplaint } from './source.ts'
import { askForReview, tellPeople } from './telling.ts'
import { accessComments, desiredOutcomes, intakeNote } from './texts.ts'

export type Told = { source: SourceComplaint; number: number; ageDays: number }

/** The life of one complaint, from its receipt to today. */
export function tellComplaint(stage: Stage, { source, number, ageDays }: Told): string {
  const { dice, agency, moments } = stage
  const receivedOn = addDays(moments.today, -ageDays)
  const status = statusAt(stage, ageDays)
  const createdAt = moments.after(moments.on(receivedOn), 0, Math.min(3, ageDays / 2))
  const clerk = dice.pick(handlers(stage))
  const poc = dice.chance(0.6) ? clerk : choosePoc(stage)
  const complaint: Complaint = { id: dice.id(createdAt), number, createdAt, restricted: dice.chance(0.04), poc }
  const submittedAt = status === 'draft' ? null : moments.after(createdAt, 0.01, 0.4)
  const closedBefore = status === 'reopened'
  const ends = possibleEnds(stage, requestEnds(stage, status, ageDays), status === 'closed')

  record(stage, complaint, createdAt, { action: 'complaint.started', audience: 'agency', by: clerk, company: false })
  if (submittedAt !== null) record(stage, complaint, submittedAt, { action: 'complaint.submitted', audience: 'agency', by: clerk })
  const exchange = tellExchange(stage, complaint, ends, submittedAt ?? createdAt)
  const ending = tellEnding(stage, complaint, { source, status, receivedOn, exchange, closedBefore })
  if (submittedAt !== null && dice.chance(0.3)) record(stage, complaint, moments.after(exchange.lastAt, 0, 3), { action: 'complaint.read', audience: 'agency', by: dice.pick(handlers(stage)) })

  const subject = chooseSubject(stage)
  addComplaint(stage, complaint, { source, status, receivedOn, clerk, subject, exchange, closedAt: ending.closedAt })
  addComplainant(stage, complaint, { source, status, exchange })
  if (status === 'pending' && submittedAt !== null) askForReview(stage, complaint, agency.people.find((person) => person.complaintsRole === 'supervisor') ?? poc, submittedAt)
  if (submittedAt !== null && status !== 'pending') tellPeople(stage, { complaint, status, exchange, closedAt: ending.closedAt })
  if (status === 'in_progress' || status === 'closed') askForAccess(stage, complaint, exchange.lastAt)
  return complaint.id
}

function statusAt({ dice }: Stage, ageDays: number): Status {
  if (ageDays < 14) return dice.weigh<Status>({ draft: 16, pending: 10, in_progress: 66, referral_in_progress: 3, closed: 4, canceled: 1 })
  if (ageDays < 45) return dice.weigh<Status>({ draft: 3, pending: 5, in_progress: 70, referral_in_progress: 3, closed: 16, canceled: 3 })
  if (ageDays < 120) return dice.weigh<Status>({ in_progress: 40, reopened: 3, referral_in_progress: 1, closed: 52, canceled: 4 })
  return dice.weigh<Status>({ in_progress: 5, reopened: 2.5, closed: 88, canceled: 4.5 })
}

function requestEnds({ dice }: Stage, status: Status, ageDays: number): RequestEnd[] {
  const several = (most: number, weights: Partial<Record<RequestEnd, number>>): RequestEnd[] => Array.from({ length: dice.whole(1, most) }, () => dice.weigh<RequestEnd>(weights))
  switch (status) {
    case 'draft':
    case 'pending':
    case 'referral_in_progress':
      return []
    case 'in_progress':
    case 'reopened':
      if (dice.chance(0.3)) return []
      if (ageDays < 4) return several(2, { ready_to_send: 1 })
      return several(4, ageDays < 10 ? { ready_to_send: 30, with_company: 60, to_review: 10 } : { ready_to_send: 12, with_company: 42, to_review: 22, quick_look: 20, canceled: 4 })
    case 'closed':
      return ageDays < 6 || dice.chance(0.3) ? [] : several(3, { quick_look: 90, canceled: 10 })
    case 'canceled':
      return dice.chance(0.3) ? ['canceled'] : []
  }
}

type Ending = { source: SourceComplaint; status: Status; receivedOn: string; exchange: Exchange; closedBefore: boolean }

function tellEnding(stage: Stage, complaint: Complaint, { source, status, receivedOn, exchange, closedBefore }: Ending): { closedAt: number | null } {
  const { moments } = stage
  const wasSent = exchange.deliveredAt !== null
  if (status === 'canceled') record(stage, complaint, moments.after(exchange.lastAt, 1, 10), { action: 'complaint.canceled', audience: 'agency', by: complaint.poc })
  if (status === 'closed') {
    const at = moments.after(exchange.lastAt, wasSent ? 1 : 4, wasSent ? 14 : 40)
    tellClosing(stage, complaint, { source, receivedOn, at, wasSent })
    return { closedAt: at }
  }
  if (closedBefore) {
    const at = moments.after(exchange.lastAt, 1, 12)
    tellClosing(stage, complaint, { source, receivedOn, at, wasSent })
    record(stage, complaint, moments.after(at, 4, 30), { action: 'complaint.reopened', audience: 'agency', by: complaint.poc })
  }
  return { closedAt: null }
}

type Subject = { kind: 'company' | 'branch' | 'individual'; branchId: string | null; individualId: string | null; name: string }

function chooseSubject({ dice, company }: Stage): Subject {
  const kind = dice.weigh({ company: 80, branch: company.branches.length > 0 ? 12 : 0, individual: company.individuals.length > 0 ? 8 : 0 })
  const none = { branchId: null, individualId: null }
  if (kind === 'branch') {
    const branch = dice.pick(company.branches)
    return { ...none, kind, branchId: branch.id, name: `${company.name}, ${branch.name}` }
  }
  if (kind === 'individual') {
    const individual = dice.pick(company.individuals)
    return { ...none, kind, individualId: individual.id, name: `${individual.name}, ${company.name}` }
  }
  return { ...none, kind: 'company', name: company.name }
}

type Facts = { source: SourceComplaint; status: Status; receivedOn: string; clerk: AgencyPerson; subject: Subject; exchange: Exchange; closedAt: number | null }

function addComplaint(stage: Stage, complaint: Complaint, { source, status, receivedOn, clerk, subject, exchange, closedAt }: Facts): void {
  const { dice, rows, agency, company, categories, moments } = stage
  const ids = categories.find(source.labels)
  const isOpen = status !== 'closed' && status !== 'canceled'
  const place = placeIn(dice, agency.state)
  rows.add('complaint', {
    id: complaint.id, number: complaint.number, agency_id: agency.id, status, subject_kind: subject.kind, company_id: company.id, entity_id: null, branch_id: subject.branchId, individual_id: subject.individualId,
    subject_name: subject.name, agency_poc_id: status === 'draft' || status === 'pending' ? null : complaint.poc.id, entered_by: clerk.id, created_at: instant(complaint.createdAt),
    received_on: receivedOn, due_on: dueOn(stage, receivedOn, isOpen), cfpb_id: source.via === 'Referral' ? `${receivedOn.slice(2).replace(/-/g, '')}-${dice.digits(8)}` : null,
    business_type: dice.chance(0.85) ? dice.pick(businessTypes[company.family]) : null, business_activities: activitiesOf(dice, company.family),
    product_id: ids.productId, sub_product_id: ids.subProductId, issue_id: ids.issueId, sub_issue_id: ids.subIssueId,
    transaction_date: dice.chance(0.7) ? addDays(receivedOn, -dice.whole(3, 120)) : null, transaction_city: place?.city ?? null, transaction_state: agency.state,
    first_sent_at: exchange.deliveredAt === null ? null : instant(exchange.deliveredAt), closed_at: closedAt === null ? null : instant(closedAt),
    canceled_at: null, reviewer_id: null, imported: false, version: 2,
  })
  rows.add('complaint_detail', {
    complaint_id: complaint.id, agency_id: agency.id, received_via: viaOf(stage, source), transaction_amount: dice.chance(0.5) ? dice.between(20, 6_000).toFixed(2) : null,
    narrative: source.narrative !== '' ? source.narrative : status === 'draft' ? '' : intakeNote(source.labels.product, source.labels.issue, dice.pick(['call', 'letter', 'visit'])),
    desired_outcome: dice.pick(desiredOutcomes), narrative_company_id: exchange.deliveredAt === null || complaint.restricted || dice.chance(0.06) ? null : company.id,
  })
  function dueOn({ dice: chance }: Stage, received: string, open: boolean): string | null {
    if (!chance.chance(0.65)) return null
    const due = addDays(received, 90)
    if (!open || due > moments.today) return due
    return addDays(moments.today, chance.chance(0.12) ? -chance.whole(1, 12) : chance.whole(4, 60))
  }
}

function viaOf({ dice }: Stage, source: SourceComplaint): string {
  if (source.via === 'Referral') return 'referral'
  return dice.weigh({ web: 58, phone: 18, email: 8, mail: 9, in_person: 4, fax: 3 })
}

function addComplainant({ dice, rows, agency, company }: Stage, complaint: Complaint, { source, status, exchange }: { source: SourceComplaint; status: Status; exchange: Exchange }): void {
  const isBlank = status === 'draft' && dice.chance(0.3)
  const name = isBlank ? { first: '', last: '' } : personName(dice)
  const place = placeIn(dice, source.state, source.zip) ?? placeIn(dice, agency.state)
  const representedBy = dice.weigh({ nobody: 92, representative: 5, attorney: 3 })
  const representative = personName(dice)
  rows.add('complainant', {
    complaint_id: complaint.id, agency_id: agency.id, restricted: complaint.restricted, first_name: name.first, last_name: name.last,
    street: isBlank ? '' : streetAddress(dice), city: place?.city ?? '', state: place?.state ?? null, zip: place?.zip ?? '',
    email: isBlank || dice.chance(0.15) ? '' : `${mailName(name)}@mail.example`, phone: isBlank || place === null ? '' : fictionalPhone(dice, place.areaCode), language: language(dice),
    servicemember: source.servicemember, older_american: source.olderAmerican, represented_by: representedBy,
    representative_name: representedBy === 'nobody' ? '' : `${representative.first} ${representative.last}`, name_key: nameKey(`${name.first} ${name.last}`),
    shared_company_id: exchange.deliveredAt === null || complaint.restricted ? null : company.id,
  })
}

/** Now and then another agency asks to see a complaint; most are let in. */
function askForAccess({ dice, rows, agency, otherAgencies, moments }: Stage, complaint: Complaint, after: number): void {
  if (!dice.chance(0.045)) return
  const asking = dice.pick(otherAgencies)
  const asker = asking.people.find((person) => person.complaintsRole === 'manager')
  const supervisor = agency.people.find((person) => person.complaintsRole === 'supervisor')
  const requestedAt = moments.after(after, 0.5, 10)
  const state = dice.weigh({ accepted: 62, requested: 18, rejected: 12, revoked: 8 })
  const decidedAt = state === 'requested' ? null : moments.after(requestedAt, 0.2, 5)
  const endedAt = state === 'revoked' && decidedAt !== null ? moments.after(decidedAt, 3, 30) : null
  rows.add('complaint_access', {
    id: dice.id(requestedAt), complaint_id: complaint.id, agency_id: agency.id, requesting_agency_id: asking.id, state,
    requested_by: asker?.id ?? null, requested_at: instant(requestedAt), comments: dice.pick(accessComments), decided_by: decidedAt === null ? null : (supervisor?.id ?? null),
    decided_at: decidedAt === null ? null : instant(decidedAt), decision_comments: null, ended_at: endedAt === null ? null : instant(endedAt),
  })
}

function handlers({ agency }: Stage): AgencyPerson[] {
  return agency.people.filter((person) => person.complaintsRole === 'supervisor' || person.complaintsRole === 'manager')
}

/** The first of an agency's list has the most. */
function choosePoc(stage: Stage): AgencyPerson {
  const all = handlers(stage)
  const first = all[0]
  return first !== undefined && stage.dice.chance(0.3) ? first : stage.dice.pick(all)
}
