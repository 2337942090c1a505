import { addDays, workingDayFrom } from '#src/kernel/calendar.ts'
import { displayId } from '#src/kernel/ids.ts'
import { record, type Complaint, type Stage } from './context.ts'
import { dayMs } from './moments.ts'
import type { CompanyPerson } from './people.ts'
import { instant } from './rows.ts'
import { cancelReasons, commentaries, drafts, requestTexts, type RequestText } from './texts.ts'

export type RequestEnd = 'ready_to_send' | 'with_company' | 'to_review' | 'quick_look' | 'canceled'
export type ToldRequest = { id: string; number: number; status: string; dueOn: string | null; quickLooked: boolean; sentAt: number | null; answeredAt: number | null }
export type Exchange = { requests: ToldRequest[]; deliveredAt: number | null; poc: CompanyPerson | null; pocAt: number | null; lastAt: number }

const none: Exchange = { requests: [], deliveredAt: null, poc: null, pocAt: null, lastAt: 0 }

/** Requests, sending, Company POC and answers of one complaint, ending as told by `ends`. */
export function tellExchange(stage: Stage, complaint: Complaint, ends: readonly RequestEnd[], earliest: number): Exchange {
  if (ends.length === 0) return { ...none, lastAt: earliest }
  const { dice, moments } = stage
  const writtenAt = moments.after(earliest, 0.1, 2)
  const isSent = ends.some((end) => end !== 'ready_to_send')
  const deliveredAt = isSent ? moments.after(writtenAt, 0.1, 2.5) : null
  const answering = ends.some((end) => end === 'to_review' || end === 'quick_look')
  const delivery = deliveredAt === null ? null : deliver(stage, complaint, deliveredAt, answering)
  const texts = [...requestTexts(stage.company.family)]
  const requests = ends.map((end) => {
    const text = texts.splice(dice.whole(0, texts.length - 1), 1)[0] ?? dice.pick(requestTexts(stage.company.family))
    return tellRequest(stage, complaint, { end, text, writtenAt, deliveredAt, poc: delivery?.poc ?? null, pocAt: delivery?.pocAt ?? null })
  })
  const lastAt = Math.max(writtenAt, deliveredAt ?? 0, delivery?.pocAt ?? 0, ...requests.map((request) => request.lastAt))
  return { requests, deliveredAt, poc: delivery?.poc ?? null, pocAt: delivery?.pocAt ?? null, lastAt }
}

/** A company without people cannot answer: what it was asked is with it still, or was canceled before the complaint was closed. */
export function possibleEnds(stage: Stage, wanted: readonly RequestEnd[], isOver: boolean): RequestEnd[] {
  if (stage.company.people.length > 0) return [...wanted]
  // Nothing is sent to a company that nobody has invited; what was written is removed when the complaint is closed.
  if (stage.company.enrollment === 'not_enrolled') return isOver ? [] : wanted.map(() => 'ready_to_send')
  return wanted.map((end) => (end === 'to_review' || end === 'quick_look' ? (isOver ? 'canceled' : 'with_company') : end))
}

function deliver(stage: Stage, complaint: Complaint, at: number, answering: boolean): { poc: CompanyPerson | null; pocAt: number | null } {
  const { dice, rows, company, agency, moments } = stage
  const managers = company.people.filter((person) => person.complaintsRole === 'manage')
  const contact = company.people.find((person) => person.isComplaintsContact)
  // Priya Raman and her like: the second of the list answers most.
  const isAssigned = managers.length > 0 && (answering || dice.chance(stage.now - at > 10 * dayMs ? 0.92 : 0.6))
  const poc = isAssigned ? (dice.chance(0.7) ? (managers[1] ?? dice.pick(managers)) : dice.pick(managers)) : null
  const pocAt = poc === null ? null : moments.after(at, 0.1, 2)
  rows.add('complaint_delivery', {
    complaint_id: complaint.id, agency_id: agency.id, company_id: company.id, number: complaint.number, delivered_at: instant(at),
    company_poc_id: poc?.id ?? null, poc_assigned_at: pocAt === null ? null : instant(pocAt), poc_assigned_by: pocAt === null ? null : (contact?.id ?? null), version: poc === null ? 1 : 2,
  })
  rows.add('request_sending', {
    id: dice.id(at), complaint_id: complaint.id, agency_id: agency.id, company_id: company.id, commentary: dice.pick(commentaries), sent_by: complaint.poc.id, sent_at: instant(at),
  })
  if (poc !== null && pocAt !== null && contact !== undefined) record(stage, complaint, pocAt, { action: 'company_poc.assigned', audience: 'both', by: contact, about: { kind: 'person', id: poc.id } })
  return { poc, pocAt }
}

type Request = { end: RequestEnd; text: RequestText; writtenAt: number; deliveredAt: number | null; poc: CompanyPerson | null; pocAt: number | null }

function tellRequest(stage: Stage, complaint: Complaint, { end, text, writtenAt, deliveredAt, poc, pocAt }: Request): ToldRequest & { lastAt: number } {
  const { dice, rows, agency, company, moments } = stage
  const id = dice.id(writtenAt)
  const number = stage.nextRequestNumber()
  const details = { number: displayId('request', number) }
  const about = { kind: 'information_request', id }
  const sentAt = end === 'ready_to_send' ? null : deliveredAt
  const answer = sentAt !== null && poc !== null && pocAt !== null && (end === 'to_review' || end === 'quick_look') ? tellAnswer(stage, complaint, { id, number, text, poc, pocAt, end }) : null
  const canceledAt = end === 'canceled' && sentAt !== null ? moments.after(sentAt, 1, 9) : null
  const dueOn = dueDate(stage, end, sentAt, answer?.at ?? canceledAt)
  const quickLookAt = answer !== null && end === 'quick_look' ? moments.after(answer.at, 0.2, 4) : null
  const isExtended = sentAt !== null && dueOn !== null && dice.chance(0.08) && addDays(dueOn, -7) > moments.dateOf(sentAt)
  rows.add('information_request', {
    id, number, complaint_id: complaint.id, agency_id: agency.id, company_id: company.id, title: text.title, description: text.description,
    status: statusOf(end), due_on: dueOn, original_due_on: sentAt === null || dueOn === null ? null : isExtended ? addDays(dueOn, -7) : dueOn,
    created_by: complaint.poc.id, created_at: instant(writtenAt), sent_by: sentAt === null ? null : complaint.poc.id, sent_at: sentAt === null ? null : instant(sentAt),
    answered_by: answer === null ? null : (poc?.id ?? null), answered_at: answer === null ? null : instant(answer.at),
    canceled_at: canceledAt === null ? null : instant(canceledAt), cancel_reason: canceledAt === null ? null : dice.pick(cancelReasons),
    quick_look_by: quickLookAt === null ? null : complaint.poc.id, quick_look_at: quickLookAt === null ? null : instant(quickLookAt),
    version: sentAt === null ? 1 : answer === null ? 2 : quickLookAt === null ? 3 : 4,
  })
  record(stage, complaint, writtenAt, { action: 'information_request.added', audience: 'agency', by: complaint.poc, company: false, about, details })
  if (sentAt !== null) record(stage, complaint, sentAt, { action: 'information_request.sent', audience: 'both', by: complaint.poc, about, details: { ...details, dueOn: dueOn ?? '' } })
  if (canceledAt !== null) record(stage, complaint, canceledAt, { action: 'information_request.canceled', audience: 'both', by: complaint.poc, about, details })
  if (quickLookAt !== null) record(stage, complaint, quickLookAt, { action: 'information_request.quick_look', audience: 'agency', by: complaint.poc, company: false, about, details })
  if (end === 'with_company' && poc !== null && pocAt !== null && dice.chance(0.4)) tellDraft(stage, complaint, { id, poc, pocAt })
  return {
    id, number, status: statusOf(end), dueOn, quickLooked: quickLookAt !== null, sentAt, answeredAt: answer?.at ?? null,
    lastAt: Math.max(writtenAt, sentAt ?? 0, answer?.at ?? 0, quickLookAt ?? 0, canceledAt ?? 0),
  }
}

function statusOf(end: RequestEnd): string {
  switch (end) {
    case 'ready_to_send':
    case 'canceled':
      return end
    case 'with_company':
      return 'sent_to_company'
    case 'to_review':
    case 'quick_look':
      return 'sent_to_agency'
  }
}

/** Near what happened for what is done; for what is with the company spread over late, this week and later. */
function dueDate({ dice, moments }: Stage, end: RequestEnd, sentAt: number | null, doneAt: number | null): string | null {
  if (end === 'ready_to_send' || sentAt === null) return dice.chance(0.4) ? workingDayFrom(addDays(moments.today, dice.whole(8, 24))) : null
  const earliest = addDays(moments.dateOf(sentAt), 5)
  const wanted = doneAt !== null ? addDays(moments.dateOf(doneAt), dice.whole(-3, 7)) : addDays(moments.today, daysLeft(dice.weigh({ late: 13, week: 25, soon: 38, far: 24 }), dice.next()))
  return workingDayFrom(wanted > earliest ? wanted : earliest)
}

function daysLeft(when: 'late' | 'week' | 'soon' | 'far', chance: number): number {
  const [from, to] = { late: [-12, -1] as const, week: [0, 6] as const, soon: [7, 16] as const, far: [17, 35] as const }[when]
  return from + Math.floor(chance * (to - from + 1))
}

function tellAnswer(stage: Stage, complaint: Complaint, { id, number, text, poc, pocAt, end }: { id: string; number: number; text: RequestText; poc: CompanyPerson; pocAt: number; end: RequestEnd }): { at: number } {
  const { dice, rows, agency, company, moments } = stage
  const draftedAt = moments.after(pocAt, 0.2, 6)
  const at = moments.after(draftedAt, 0.2, end === 'to_review' ? 8 : 10)
  const author = drafter(stage, poc)
  const responseId = dice.id(draftedAt)
  const about = { kind: 'response', id: responseId }
  rows.add('response', {
    id: responseId, request_id: id, round: 1, complaint_id: complaint.id, agency_id: agency.id, company_id: company.id, status: 'sent', text: text.answer,
    links: dice.chance(0.08) ? [`https://files.${company.domain}/share/${dice.digits(8)}`] : [], restricted: dice.chance(0.06), author_id: author.id,
    created_at: instant(draftedAt), saved_by: author.id, saved_at: instant(Math.min(at, draftedAt + 3_600_000)), sent_by: poc.id, sent_at: instant(at), version: 3,
  })
  record(stage, complaint, draftedAt, { action: 'response.drafted', audience: 'company', by: author, about })
  record(stage, complaint, at, { action: 'response.submitted', audience: 'both', by: poc, about, details: { number: displayId('request', number), documents: 0 } })
  return { at }
}

function tellDraft(stage: Stage, complaint: Complaint, { id, poc, pocAt }: { id: string; poc: CompanyPerson; pocAt: number }): void {
  const { dice, rows, agency, company, moments } = stage
  const at = moments.after(pocAt, 0.3, 6)
  const author = drafter(stage, poc)
  const responseId = dice.id(at)
  rows.add('response', {
    id: responseId, request_id: id, round: 1, complaint_id: complaint.id, agency_id: agency.id, company_id: company.id, status: 'draft', text: dice.pick(drafts),
    links: [], restricted: dice.chance(0.1), author_id: author.id, created_at: instant(at), saved_by: author.id, saved_at: instant(at), sent_by: null, sent_at: null, version: 1,
  })
  record(stage, complaint, at, { action: 'response.drafted', audience: 'company', by: author, about: { kind: 'response', id: responseId } })
}

function drafter({ dice, company }: Stage, poc: CompanyPerson): CompanyPerson {
  const managers = company.people.filter((person) => person.complaintsRole === 'manage')
  return dice.chance(0.6) ? poc : dice.pick(managers)
}
