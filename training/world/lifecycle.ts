import { addDays, addYears, daysBetween } from '#src/kernel/calendar.ts'
import { record } from './context.ts'
import { Dice } from './dice.ts'
import type { Agency } from './people.ts'
import { instant, type Row, type Rows } from './rows.ts'
import { handlersOf, text, type ToldComplaint } from './told.ts'
import { cancellationReasons, holdReason, referralComments, reopeningReasons, reviewComments, reviewNotes } from './texts.ts'

const years = 7
/** Days until the old complaints of Ohio may be disposed of: past, and within ninety days. */
const daysLeft = [-18, -2, 11, 38, 74]
const home = 'OH-FRD'

type Setting = { dice: Dice; rows: Rows; agencies: readonly Agency[] }

/** What a status leaves besides itself: reviews, referrals, cancellations, reopenings, and until when ended complaints are kept. */
export function addLifecycle(rows: Rows, told: readonly ToldComplaint[], { agencies, seed }: { agencies: readonly Agency[]; seed: number }): void {
  const setting: Setting = { dice: new Dice(seed), rows, agencies }
  becomeOld(setting, told)
  const reviewTasks = new Map(rows.of('task').filter((task) => task['kind'] === 'preliminary_review').map((task) => [text(task['complaint_id']), text(task['id'])]))
  const holders = new Map(rows.of('task_holder').map((holder) => [text(holder['task_id']), holder]))
  const homeward = told.findLast(({ agency, row }) => row['status'] === 'referral_in_progress' && agency.code !== home)
  for (const complaint of told) {
    const status = complaint.row['status']
    if (status === 'pending') review(setting, complaint, holders.get(reviewTasks.get(complaint.id) ?? '') ?? null)
    if (status === 'in_progress' && setting.dice.chance(0.1)) review(setting, complaint, null)
    if (status === 'canceled') cancel(setting, complaint)
    if (status === 'reopened') reopen(setting, complaint)
    if (status === 'referral_in_progress') refer(setting, complaint, complaint === homeward ? home : complaint.agency.code === home ? 'IL-CCO' : null)
  }
  keep(setting, told)
}

/** Whoever was asked; of a pending one the answer is awaited, of others it came at once. */
function review({ dice, rows }: Setting, complaint: ToldComplaint, holder: Row | null): void {
  const submitted = complaint.entry('complaint.submitted')
  if (submitted === null) return
  const { id, agency, clerk, poc, moments, row } = complaint
  const colleagues = handlersOf(agency).filter((person) => person.id !== clerk.id)
  const reviewer = colleagues.find((person) => person.id === holder?.['user_id']) ?? colleagues[0]
  if (reviewer === undefined || (holder === null && poc === null)) return
  if (holder !== null) holder['user_id'] = reviewer.id
  row['reviewer_id'] = reviewer.id
  const completedAt = holder === null ? moments.after(submitted.at, 0.01, 0.08) : null
  rows.add('preliminary_review', {
    id: dice.id(submitted.at), complaint_id: id, agency_id: agency.id, reviewer_id: reviewer.id, asked_by: clerk.id, asked_at: instant(submitted.at), note: dice.pick(reviewNotes),
    completed_by: completedAt === null ? null : reviewer.id, completed_at: completedAt === null ? null : instant(completedAt), comments: completedAt === null ? '' : dice.pick(reviewComments),
  })
  submitted.row['details'] = { review: 'preliminary' }
  record({ dice, rows, ...complaint }, complaint, submitted.at, { action: 'complaint.review_wanted', audience: 'agency', by: clerk, about: { kind: 'person', id: reviewer.id } })
  if (completedAt !== null && poc !== null) record({ dice, rows, ...complaint }, complaint, completedAt, { action: 'complaint.reviewed', audience: 'agency', by: reviewer, company: false, about: { kind: 'person', id: poc.id } })
}

/** Waits for the other agency. Its people's tasks and messages: sharing.ts. */
function refer({ dice, rows, agencies }: Setting, complaint: ToldComplaint, toCode: string | null): void {
  const { agency, moments, lastAt, row } = complaint
  const by = complaint.poc ?? complaint.clerk
  const receiver = agencies.find(({ code }) => code === toCode) ?? dice.pick(agencies.filter(({ id, code }) => id !== agency.id && code !== home))
  const at = moments.after(lastAt, 0.1, 2)
  const id = dice.id(at)
  rows.add('referral', {
    id, complaint_id: complaint.id, from_agency_id: agency.id, to_agency_id: receiver.id, state: 'pending', status_before: row['agency_poc_id'] === null ? 'pending' : 'in_progress',
    comments: dice.pick(referralComments), sent_by: by.id, sent_at: instant(at), decided_by: null, decided_at: null, decision_comments: '',
  })
  record({ dice, rows, ...complaint }, complaint, at, { action: 'complaint.referred', audience: 'agency', by, company: false, about: { kind: 'referral', id } })
}

function cancel({ dice, rows }: Setting, complaint: ToldComplaint): void {
  const canceled = complaint.entry('complaint.canceled')
  const by = complaint.poc
  if (canceled === null || by === null) throw new Error('A canceled complaint without its cancellation in the history.')
  const id = dice.id(canceled.at)
  rows.add('cancellation', { id, complaint_id: complaint.id, agency_id: complaint.agency.id, reason: dice.pick(cancellationReasons), canceled_by: by.id, canceled_at: instant(canceled.at) })
  Object.assign(canceled.row, { about_kind: 'cancellation', about_id: id })
  complaint.row['canceled_at'] = instant(canceled.at)
  if (complaint.row['first_sent_at'] !== null) record({ dice, rows, ...complaint }, complaint, canceled.at, { action: 'complaint.canceled', audience: 'company', by })
}

function reopen({ dice, rows }: Setting, complaint: ToldComplaint): void {
  const reopened = complaint.entry('complaint.reopened')
  const by = complaint.poc
  if (reopened === null || by === null) throw new Error('A reopened complaint without its reopening in the history.')
  const id = dice.id(reopened.at)
  rows.add('reopening', { id, complaint_id: complaint.id, agency_id: complaint.agency.id, reason: dice.pick(reopeningReasons), reopened_by: by.id, reopened_at: instant(reopened.at) })
  Object.assign(reopened.row, { about_kind: 'reopening', about_id: id })
}

/** A few that Ohio had ended seven years ago and imported when it began with the system, so that something is due. */
function becomeOld({ rows }: Setting, told: readonly ToldComplaint[]): void {
  const closures = new Map(rows.of('closure').map((closure) => [text(closure['complaint_id']), closure]))
  const shared = new Set(rows.of('complaint_access').map((access) => access['complaint_id']))
  const old = told.filter(({ id, agency, row }) => agency.code === home && row['status'] === 'closed' && row['first_sent_at'] === null && row['entity_id'] === null && !shared.has(id) && closures.get(id)?.['reason'] !== 'duplicate').slice(0, daysLeft.length)
  const imported = new Set(old.map(({ id }) => id))
  old.forEach(({ id, row, moments }, index) => {
    const endedOn = moments.dateOf(Date.parse(text(row['closed_at'])))
    const back = daysBetween(endedOn, addDays(addYears(moments.today, -years), daysLeft[index] ?? 0))
    for (const moved of [row, closures.get(id) ?? {}]) {
      for (const column of ['received_on', 'due_on', 'transaction_date', 'relief_paid_on']) if (typeof moved[column] === 'string') moved[column] = addDays(moved[column], back)
      if (typeof moved['closed_at'] === 'string') moved['closed_at'] = instant(Date.parse(`${addDays(moved['closed_at'].slice(0, 10), back)}${moved['closed_at'].slice(10)}`))
    }
    row['imported'] = true
  })
  rows.remove('audit_entry', (entry) => imported.has(text(entry['complaint_id'])) && entry['action'] !== 'complaint.started')
  for (const { entry } of old) Object.assign(entry('complaint.started')?.row ?? {}, { action: 'complaint.imported' })
}

/** Seven years from the end, on the agency's calendar; none while reopened. Ohio's Supervisor holds one that is due and one that is open. */
function keep({ dice, rows }: Setting, told: readonly ToldComplaint[]): void {
  const due = told.find(({ row, agency }) => agency.code === home && row['imported'] === true)
  const open = told.findLast(({ row, agency }) => agency.code === home && row['status'] === 'in_progress' && row['first_sent_at'] !== null)
  for (const complaint of told) {
    const { row, agency, moments } = complaint
    const isHeld = complaint === due || complaint === open
    const ended = row['closed_at'] ?? row['canceled_at']
    if (ended === null && row['status'] !== 'reopened' && !isHeld) continue
    const heldAt = isHeld ? moments.after(Math.max(complaint.lastAt, complaint.createdAt), 0.5, 6) : null
    const holder = isHeld ? agency.people.find(({ complaintsRole }) => complaintsRole === 'supervisor') : undefined
    rows.add('complaint_retention', {
      complaint_id: complaint.id, agency_id: agency.id, retain_until: ended === null ? null : addYears(moments.dateOf(Date.parse(text(ended))), years),
      legal_hold: isHeld, hold_reason: isHeld ? holdReason : '', hold_set_by: holder?.id ?? null, hold_set_at: heldAt === null ? null : instant(heldAt), version: row['status'] === 'reopened' || isHeld ? 2 : 1,
    })
    if (heldAt !== null && holder !== undefined) record({ dice, rows, ...complaint }, complaint, heldAt, { action: 'complaint.hold_set', audience: 'agency', by: holder, company: false })
  }
}
