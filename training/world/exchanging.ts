import { addDays, workingDayFrom } from '#src/kernel/calendar.ts'
import { displayId } from '#src/kernel/ids.ts'
import { record } from './context.ts'
import { brightwater } from './companies.ts'
import { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import type { AgencyPerson, CompanyPerson, StaffedCompany } from './people.ts'
import { instant, type Row, type Rows } from './rows.ts'
import { handlersOf, text, type ToldComplaint } from './told.ts'

const second = 'The payment history is complete now and reaches back to the transfer. The late fee of October was refunded on the day on which we saw it; the ledger shows it in line 14.'

/** The present state of a request, with the complaint and the people behind it. */
type Story = { request: Row; complaint: ToldComplaint; supervisor: AgencyPerson; company: StaffedCompany; poc: CompanyPerson; drafter: CompanyPerson }
type Setting = { dice: Dice; rows: Rows; now: number }

/**
 * What the exchange leaves besides requests and answers: submissions with their receipts everywhere, and at Ohio and
 * Brightwater a second round, wishes of companies, drafts in a colleague's hands.
 */
export function addExchanges(rows: Rows, told: readonly ToldComplaint[], { companies, now, seed }: { companies: readonly StaffedCompany[]; now: number; seed: number }): void {
  const setting: Setting = { dice: new Dice(seed), rows, now }
  for (const request of rows.of('information_request')) request['round'] = 1
  for (const response of rows.of('response')) Object.assign(response, { submission_id: null, handed_by: null, handed_at: null })
  for (const response of rows.of('response')) if (response['status'] === 'sent') submit(setting, response)
  const stories = storiesOf(rows, told, companies)
  const ofOhio = stories.filter(({ complaint }) => complaint.agency.code === 'OH-FRD')
  const ofBrightwater = stories.filter(({ company }) => company.name === brightwater.name)
  const [open, answeredAgain, regretted] = ofOhio.filter(({ request }) => request['status'] === 'sent_to_agency' && request['quick_look_at'] === null)
  if (open) sendBack(setting, open, true)
  if (answeredAgain) sendBack(setting, answeredAgain, false)
  if (regretted) ask(setting, regretted, { kind: 'send_back', reason: 'The ledger that we sent ends in September. We would like to add the rest of the year.', daysAgo: 1 })
  const today = instant(now).slice(0, 10)
  const drafts = new Map(rows.of('response').filter(({ status }) => status === 'draft').map((response) => [response['request_id'], response]))
  const isWaiting = ({ request }: Story) => request['status'] === 'sent_to_company' && request['round'] === 1 && text(request['due_on']) > today
  const isDrafted = ({ request }: Story) => drafts.has(text(request['id']))
  const [late, refused] = ofOhio.filter((story) => isWaiting(story) && !isDrafted(story))
  if (late) ask(setting, late, { kind: 'more_time', reason: 'The file is in our archive and comes back within two weeks.', daysAgo: 1 })
  if (refused) ask(setting, refused, { kind: 'more_time', reason: 'Two colleagues are on leave.', daysAgo: 6, answer: 'The consumer’s deadline at the county does not move. Please send what you have.' })
  ofBrightwater.filter((story) => isWaiting(story) && isDrafted(story)).slice(0, 2).forEach((story, index) => draftFor(setting, story, drafts.get(text(story.request['id'])) ?? {}, index === 0))
}

/** Requests of complaints in progress whose Company POC has a colleague to draft: Brightwater's and Ohio's first, then the latest. */
function storiesOf(rows: Rows, told: readonly ToldComplaint[], companies: readonly StaffedCompany[]): Story[] {
  const known = new Map(told.filter(({ row }) => row['status'] === 'in_progress').map((complaint) => [complaint.id, complaint]))
  const pocs = new Map(rows.of('complaint_delivery').map((delivery) => [delivery['complaint_id'], text(delivery['company_poc_id'])]))
  const stories = rows.of('information_request').flatMap((request): Story[] => {
    const complaint = known.get(text(request['complaint_id']))
    const company = companies.find(({ id }) => id === request['company_id'])
    const supervisor = complaint?.agency.people.find(({ complaintsRole }) => complaintsRole === 'supervisor')
    const managers = company?.people.filter(({ complaintsRole }) => complaintsRole === 'manage') ?? []
    const poc = managers.find(({ id }) => id === pocs.get(complaint?.id ?? ''))
    const drafter = managers.findLast(({ id }) => id !== poc?.id)
    return complaint && company && supervisor && poc && drafter ? [{ request, complaint, supervisor, company, poc, drafter }] : []
  })
  const rank = ({ company, complaint }: Story) => (company.name === brightwater.name ? 0 : 2) + (complaint.agency.code === 'OH-FRD' ? 0 : 1)
  return stories.toSorted((a, b) => rank(a) - rank(b) || b.complaint.number - a.complaint.number)
}

/** One press of "submit". */
function submit({ dice, rows }: Setting, response: Row): void {
  const at = Date.parse(text(response['sent_at']))
  const id = dice.id(at)
  response['submission_id'] = id
  rows.add('response_submission', {
    id, complaint_id: response['complaint_id'] ?? null, agency_id: response['agency_id'] ?? null, company_id: response['company_id'] ?? null, submitted_by: response['sent_by'] ?? null, acted_for: null, submitted_at: instant(at), answers: 1,
  })
}

/** Sent back after its first answer; answered again already, or with the company still. */
function sendBack(setting: Setting, { request, complaint, supervisor, company, poc }: Story, isOpen: boolean): void {
  const { dice, rows, now } = setting
  const { agency, moments, id: complaintId } = complaint
  const answeredAt = Date.parse(text(request['answered_at']))
  const backAt = answeredAt + (now - answeredAt) * 0.3
  const againAt = backAt + (now - backAt) * 0.5
  const id = text(request['id'])
  const dueOn = workingDayFrom(addDays(moments.today, isOpen ? 12 : 5))
  const about = { kind: 'information_request', id }
  const details = { number: displayId('request', Number(request['number'])) }
  Object.assign(request, { round: 2, due_on: dueOn, original_due_on: dueOn, version: Number(request['version']) + 1 })
  rows.add('request_round', {
    request_id: id, agency_id: agency.id, complaint_id: complaintId, company_id: company.id, round: 2, due_on: dueOn, sent_back_by: supervisor.id, sent_back_at: instant(backAt),
    explanation: 'The history begins in June. Please send it from the transfer of the loan on, and explain the late fee of October.',
  })
  record({ ...setting, ...complaint }, complaint, backAt, { action: 'information_request.sent_back', audience: 'both', by: supervisor, about, details: { ...details, round: 2, dueOn } })
  if (isOpen) {
    Object.assign(request, { status: 'sent_to_company', answered_at: null, answered_by: null })
    const review = rows.of('task').find((task) => task['request_id'] === id && task['kind'] === 'review_response')
    if (review !== undefined) closeTask(rows, text(review['id']))
    openTask(setting, { kind: 'answer_request', agencyId: null, companyId: company.id, complaintId, requestId: id, dueOn, at: backAt, holders: [poc.id] })
    return
  }
  const responseId = dice.id(againAt)
  const response: Row = {
    id: responseId, request_id: id, round: 2, complaint_id: complaintId, agency_id: agency.id, company_id: company.id, status: 'sent', text: second, links: [], restricted: false, author_id: poc.id,
    created_at: instant(againAt - 3_600_000), saved_by: poc.id, saved_at: instant(againAt - 600_000), sent_by: poc.id, sent_at: instant(againAt), version: 3, submission_id: null, handed_by: null, handed_at: null,
  }
  rows.add('response', response)
  submit(setting, response)
  Object.assign(request, { answered_at: instant(againAt), answered_by: poc.id })
  record({ ...setting, ...complaint }, complaint, againAt, { action: 'response.submitted', audience: 'both', by: poc, about: { kind: 'response', id: responseId }, details: { ...details, documents: 0 } })
}

/** With `answer` it was declined. */
function ask(setting: Setting, { request, complaint, supervisor, company, poc }: Story, { kind, reason, daysAgo, answer }: { kind: 'send_back' | 'more_time'; reason: string; daysAgo: number; answer?: string }): void {
  const { dice, rows, now } = setting
  const requestId = text(request['id'])
  const began = Date.parse(text(request['answered_at'] ?? request['sent_at']))
  const at = Math.max(now - daysAgo * dayMs, began + (now - began) / 2)
  const decidedAt = answer === undefined ? null : at + (now - at) / 3
  const id = dice.id(at)
  const about = { kind: 'request_ask', id }
  const details = { number: displayId('request', Number(request['number'])), kind }
  rows.add('request_ask', {
    id, request_id: requestId, agency_id: complaint.agency.id, complaint_id: complaint.id, company_id: company.id, kind, reason, wanted_on: kind === 'more_time' ? workingDayFrom(addDays(text(request['due_on']), 14)) : null,
    state: decidedAt === null ? 'waiting' : 'declined', asked_by: poc.id, asked_at: instant(at), decided_by: decidedAt === null ? null : supervisor.id, decided_at: decidedAt === null ? null : instant(decidedAt), answer: answer ?? '', version: decidedAt === null ? 1 : 2,
  })
  record({ ...setting, ...complaint }, complaint, at, { action: 'information_request.asked', audience: 'both', by: poc, about, details })
  if (decidedAt !== null) { record({ ...setting, ...complaint }, complaint, decidedAt, { action: 'information_request.ask_declined', audience: 'both', by: supervisor, about, details }); return; }
  const deciders = handlersOf(complaint.agency).filter(({ id: person, complaintsRole }) => complaintsRole === 'supervisor' || person === complaint.poc?.id)
  openTask(setting, { kind: 'decide_ask', agencyId: complaint.agency.id, companyId: null, complaintId: complaint.id, requestId, dueOn: null, at, holders: deciders.map((person) => person.id) })
}

/** A colleague drafts: has handed the answer over already, or still writes it, with a comment. */
function draftFor(setting: Setting, { request, complaint, company, poc, drafter }: Story, response: Row, isHanded: boolean): void {
  const { dice, rows, now } = setting
  const requestId = text(request['id'])
  const dueOn = text(request['due_on'])
  const savedAt = Date.parse(text(response['saved_at']))
  const at = savedAt + (now - savedAt) / 2
  const of = { agency_id: complaint.agency.id, complaint_id: complaint.id, company_id: company.id }
  Object.assign(response, { restricted: false, author_id: drafter.id, saved_by: drafter.id })
  rows.add('request_drafter', { request_id: requestId, user_id: drafter.id, ...of, assigned_by: poc.id, assigned_at: text(response['created_at']) })
  rows.add('response_comment', {
    id: dice.id(at), response_id: text(response['id']), request_id: requestId, ...of, text: isHanded ? 'The archive confirmed the dates; nothing is missing.' : 'Waiting for the ledger of October before I go on.', author_id: drafter.id, created_at: instant(at),
  })
  const task = { agencyId: null, companyId: company.id, complaintId: complaint.id, requestId, dueOn, at }
  if (!isHanded) { openTask(setting, { ...task, kind: 'draft_response', holders: [drafter.id] }); return; }
  Object.assign(response, { status: 'in_review', handed_by: drafter.id, handed_at: instant(at), version: 2 })
  openTask(setting, { ...task, kind: 'review_draft', holders: [poc.id] })
  record({ ...setting, ...complaint }, complaint, at, { action: 'response.handed_over', audience: 'company', by: drafter, about: { kind: 'response', id: text(response['id']) }, details: { number: displayId('request', Number(request['number'])) } })
}

type Task = { kind: string; agencyId: string | null; companyId: string | null; complaintId: string; requestId: string; dueOn: string | null; at: number; holders: readonly string[] }

function openTask({ dice, rows }: Setting, { kind, agencyId, companyId, complaintId, requestId, dueOn, at, holders }: Task): void {
  const id = dice.id(at)
  rows.add('task', { id, event_id: dice.id(at), kind, agency_id: agencyId, company_id: companyId, complaint_id: complaintId, request_id: requestId, due_on: dueOn, created_at: instant(at) })
  rows.add('task_holder', ...holders.map((holder) => ({ task_id: id, user_id: holder })))
}

function closeTask(rows: Rows, id: string): void {
  rows.remove('task_holder', (holder) => holder['task_id'] === id)
  rows.remove('task', (task) => task['id'] === id)
}
