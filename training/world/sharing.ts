import type { Facts, ReferralFacts } from '#src/modules/notifications/domain/facts.ts'
import { plan } from '#src/modules/notifications/domain/plan.ts'
import { notify, openTasks, type Setting } from './carrying-out.ts'
import { record } from './context.ts'
import { Dice } from './dice.ts'
import { agencyFacts, factsOf } from './facts.ts'
import { dayMs } from './moments.ts'
import type { Agency, AgencyPerson } from './people.ts'
import { instant, type Row, type Rows } from './rows.ts'
import { text, type ToldComplaint } from './told.ts'
import { accessDecisions, accessRevocations, referralDecisions } from './texts.ts'

const home = 'OH-FRD'

type Between = Setting & { agencies: readonly Agency[] }
type State = 'requested' | 'accepted' | 'rejected' | 'revoked'
type Wanted = { owner: string; asker: string; state: State; daysAgo: number; comments: string; about?: string }

/** What Ohio finds in each tab of its access requests, of other agencies and of its own. */
const wanted: readonly Wanted[] = [
  { owner: home, asker: 'TX-SML', state: 'requested', daysAgo: 1, about: 'Brightwater', comments: 'We examine Brightwater’s servicing of transferred loans in January and would like to read how the transfer was handled here.' },
  { owner: home, asker: 'IL-CCO', state: 'accepted', daysAgo: 9, about: 'Brightwater', comments: 'Two consumers in Illinois complain about the same transfer of loans. We would like to compare the payment histories.' },
  { owner: home, asker: 'GA-CLB', state: 'rejected', daysAgo: 16, comments: 'For our quarterly overview of this product.' },
  { owner: home, asker: 'CA-DLO', state: 'revoked', daysAgo: 34, comments: 'The consumer moved to our state and complained here as well.' },
  { owner: 'TX-SML', asker: home, state: 'accepted', daysAgo: 6, comments: 'We hold three complaints about the same practice and wonder whether yours came from the same office.' },
  { owner: 'TX-SML', asker: home, state: 'requested', daysAgo: 2, comments: 'The consumer’s sister complained in Ohio about the same account.' },
  { owner: 'CA-DLO', asker: home, state: 'rejected', daysAgo: 12, comments: 'We prepare an examination of this company.' },
  { owner: 'FL-OCF', asker: home, state: 'revoked', daysAgo: 40, comments: 'The consumer moved to our state and complained here as well.' },
]

/** Nobody waits longer for a decision. */
const longestWait = 60 * dayMs

/** Complaints of which another agency reads the detail, in the order of `wanted`: boards are written on there. */
export type Shared = { complaint: ToldComplaint; asker: Agency; since: number }

/** Requests for access with their history, tasks and messages; referrals that were decided or withdrawn. */
export function addSharing(rows: Rows, told: readonly ToldComplaint[], { agencies, now, seed }: { agencies: readonly Agency[]; now: number; seed: number }): Shared[] {
  const between: Between = { dice: new Dice(seed), rows, now, agencies }
  const byId = new Map(told.map((complaint) => [complaint.id, complaint]))
  for (const access of rows.of('complaint_access')) {
    const complaint = byId.get(text(access['complaint_id']))
    if (complaint === undefined) continue
    if (access['state'] === 'requested' && now - Date.parse(text(access['requested_at'])) > longestWait) refuse(complaint, access)
    tellAccess(between, complaint, access)
  }
  const shared = wanted.flatMap((one) => ask(between, told, one))
  for (const referral of rows.of('referral')) {
    const complaint = byId.get(text(referral['complaint_id']))
    if (complaint !== undefined) tellReferral(between, complaint, referral, 'referral_sent', Date.parse(text(referral['sent_at'])))
  }
  cameHere(between, told)
  cameBack(between, told, { from: home, to: 'GA-CLB', state: 'rejected' })
  cameBack(between, told, { from: 'FL-OCF', to: home, state: 'withdrawn' })
  return shared
}

function refuse({ agency, moments }: ToldComplaint, access: Row): void {
  Object.assign(access, { state: 'rejected', decided_by: handlerOf(agency, 'supervisor').id, decided_at: instant(moments.after(Date.parse(text(access['requested_at'])), 1, 9)) })
}

/** Of a complaint that nothing is shared of yet. */
function ask(between: Between, told: readonly ToldComplaint[], { owner, asker, state, daysAgo, comments, about = '' }: Wanted): Shared[] {
  const { rows, dice, agencies, now } = between
  const asking = agencyOf(agencies, asker)
  const taken = new Set(rows.of('complaint_access').map((access) => access['complaint_id']))
  const complaint = told.findLast(({ id, agency, row, createdAt }) => agency.code === owner && row['status'] === 'in_progress' && text(row['subject_name']).startsWith(about) && row['entity_id'] === null && (state !== 'accepted' || row['first_sent_at'] !== null) && !taken.has(id) && now - createdAt > (daysAgo + 2) * dayMs)
  if (complaint === undefined) return []
  const { moments } = complaint
  const requestedAt = daysBefore(complaint, daysAgo)
  const decidedAt = state === 'requested' ? null : moments.after(requestedAt, 0.1, 0.6)
  const endedAt = state === 'revoked' && decidedAt !== null ? moments.after(decidedAt, 4, 9) : null
  const access: Row = {
    id: dice.id(requestedAt), complaint_id: complaint.id, agency_id: complaint.agency.id, requesting_agency_id: asking.id, state, requested_by: handlerOf(asking, 'manager').id, requested_at: instant(requestedAt), comments,
    decided_by: decidedAt === null ? null : handlerOf(complaint.agency, 'supervisor').id, decided_at: decidedAt === null ? null : instant(decidedAt), decision_comments: null, ended_at: endedAt === null ? null : instant(endedAt),
  }
  rows.add('complaint_access', access)
  tellAccess(between, complaint, access)
  return state === 'accepted' && decidedAt !== null ? [{ complaint, asker: asking, since: decidedAt }] : []
}

/** Its history at the owner and at who asked, as the commands write it, and what people have to do and were told. */
function tellAccess(between: Between, complaint: ToldComplaint, access: Row): void {
  const { dice, rows, agencies } = between
  const asking = agencies.find(({ id }) => id === access['requesting_agency_id'])
  if (asking === undefined) return
  const asker = asking.people.find(({ id }) => id === access['requested_by']) ?? handlerOf(asking, 'manager')
  const supervisor = handlerOf(complaint.agency, 'supervisor')
  const state = text(access['state'])
  Object.assign(access, {
    requested_by: asker.id, decision_comments: state === 'requested' ? null : dice.pick(accessDecisions[state === 'rejected' ? 'rejected' : 'accepted']),
    ended_by: state === 'revoked' ? supervisor.id : null, end_comments: state === 'revoked' ? dice.pick(accessRevocations) : '',
  })
  const about = { kind: 'complaint_access', id: text(access['id']) }
  const happen = (action: string, event: Facts['event'], at: string, by: AgencyPerson, stateThen: string) => {
    const when = Date.parse(at)
    const details: Record<string, string> = by === asker ? {} : { agencyId: asking.id }
    record({ dice, rows, agency: by === asker ? asking : complaint.agency, company: null }, complaint, when, { action, audience: 'agency', by, about, details })
    const facts = factsOf({ event, by: by.id, complaint: complaintFact(complaint), agency: agencyFacts(complaint.agency), access: { agency: agencyFacts(asking), requestedBy: asker.id, state: stateThen, othersWait: false } })
    carryOut(between, complaint, facts, when, stateThen === 'requested' && state === 'requested')
  }
  happen('access.requested', 'access_requested', text(access['requested_at']), asker, 'requested')
  if (text(access['decided_at']) !== '') happen(state === 'rejected' ? 'access.rejected' : 'access.accepted', 'access_decided', text(access['decided_at']), supervisor, state === 'rejected' ? 'rejected' : 'accepted')
  if (state === 'revoked') happen('access.revoked', 'access_revoked', text(access['ended_at']), supervisor, 'revoked')
}

/** Illinois had entered it; Ohio accepted it and works on it now. */
function cameHere(between: Between, told: readonly ToldComplaint[]): void {
  const { dice, rows, agencies } = between
  const from = agencyOf(agencies, 'IL-CCO')
  const complaint = unsent(between, told, home)
  const submitted = complaint?.entry('complaint.submitted') ?? null
  const started = complaint?.entry('complaint.started') ?? null
  if (complaint === undefined || submitted === null || started === null) return
  const clerk = handlerOf(from, 'manager')
  for (const { row } of [started, submitted]) Object.assign(row, { actor_id: clerk.id, actor_organisation_id: from.id, organisation_id: from.id, agency_id: from.id })
  complaint.row['entered_by'] = clerk.id
  const sentAt = submitted.at + 20 * 60_000
  const decidedAt = sentAt + (Math.min(complaint.lastAt, sentAt + 6 * 3_600_000) - sentAt) / 2
  const by = handlerOf(complaint.agency, 'supervisor')
  const row = refer(between, complaint, { from, to: complaint.agency, sender: clerk, sentAt, state: 'accepted', decider: by, decidedAt: Math.max(decidedAt, sentAt + 60_000) })
  record({ dice, rows, agency: complaint.agency, company: null }, complaint, Date.parse(text(row['decided_at'])), { action: 'complaint.referral_accepted', audience: 'agency', by, about: { kind: 'referral', id: text(row['id']) } })
  tellReferral(between, complaint, row, 'referral_decided', Date.parse(text(row['decided_at'])))
}

/** The receiver did not want it, or the sender thought better of it: as before, but for what it leaves in the history. */
function cameBack(between: Between, told: readonly ToldComplaint[], { from, to, state }: { from: string; to: string; state: 'rejected' | 'withdrawn' }): void {
  const { dice, rows, agencies, now } = between
  const complaint = unsent(between, told, from)
  if (complaint === undefined) return
  const receiver = agencyOf(agencies, to)
  const sender = complaint.poc ?? complaint.clerk
  const decider = state === 'withdrawn' ? sender : handlerOf(receiver, 'supervisor')
  const sentAt = complaint.lastAt + (now - complaint.lastAt) * 0.3
  const decidedAt = sentAt + Math.min(2 * dayMs, (now - sentAt) * 0.5)
  const row = refer(between, complaint, { from: complaint.agency, to: receiver, sender, sentAt, state, decider, decidedAt })
  const about = { kind: 'referral', id: text(row['id']) }
  record({ dice, rows, agency: state === 'withdrawn' ? complaint.agency : receiver, company: null }, complaint, decidedAt, { action: `complaint.referral_${state}`, audience: 'agency', by: decider, about })
  tellReferral(between, complaint, row, state === 'withdrawn' ? 'referral_withdrawn' : 'referral_decided', decidedAt)
}

/** In progress, and nothing of it left the agency: the latest that nobody else deals with. */
function unsent({ rows }: Between, told: readonly ToldComplaint[], owner: string): ToldComplaint | undefined {
  const busy = new Set([...rows.of('complaint_access'), ...rows.of('referral'), ...rows.of('preliminary_review')].map((row) => row['complaint_id']))
  return told.findLast(({ id, agency, row, entry, createdAt, lastAt }) => agency.code === owner && row['status'] === 'in_progress' && row['first_sent_at'] === null && row['entity_id'] === null && !busy.has(id) && entry('complaint.submitted') !== null && lastAt - createdAt > 3_600_000)
}

type Referred = { from: Agency; to: Agency; sender: AgencyPerson; sentAt: number; state: string; decider: AgencyPerson; decidedAt: number }

function refer({ dice, rows }: Between, complaint: ToldComplaint, { from, to, sender, sentAt, state, decider, decidedAt }: Referred): Row {
  const words = state === 'accepted' || state === 'rejected' || state === 'withdrawn' ? referralDecisions[state] : null
  const row: Row = {
    id: dice.id(sentAt), complaint_id: complaint.id, from_agency_id: from.id, to_agency_id: to.id, state, status_before: 'in_progress', comments: words?.asked ?? '', sent_by: sender.id, sent_at: instant(sentAt),
    decided_by: decider.id, decided_at: instant(decidedAt), decision_comments: words?.said ?? '',
  }
  rows.add('referral', row)
  record({ dice, rows, agency: from, company: null }, complaint, sentAt, { action: 'complaint.referred', audience: 'agency', by: sender, about: { kind: 'referral', id: text(row['id']) } })
  return row
}

function tellReferral(between: Between, complaint: ToldComplaint, referral: Row, event: 'referral_sent' | 'referral_decided' | 'referral_withdrawn', at: number): void {
  const [from, to] = [referral['from_agency_id'], referral['to_agency_id']].map((id) => between.agencies.find((agency) => agency.id === id))
  if (from === undefined || to === undefined) return
  const facts: ReferralFacts = { state: text(referral['state']), from: agencyFacts(from), to: agencyFacts(to), sentBy: text(referral['sent_by']) }
  const by = text(event === 'referral_sent' ? referral['sent_by'] : referral['decided_by'])
  carryOut(between, complaint, factsOf({ event, by, complaint: complaintFact(complaint), agency: agencyFacts(complaint.agency), referral: facts }), at, event === 'referral_sent')
}

function carryOut(between: Between, complaint: ToldComplaint, facts: Facts, at: number, isOpen: boolean): void {
  const { open, tell } = plan(facts)
  const of = { eventId: between.dice.id(at), at, complaintId: complaint.id, agencyId: complaint.agency.id, companyId: null }
  if (isOpen) openTasks(between, open, of)
  notify(between, tell, of)
}

export function complaintFact({ id, number, row }: ToldComplaint): Facts['complaint'] {
  return { id, number, status: text(row['status']), agencyPocId: text(row['agency_poc_id']) || null, reviewerId: null, everSent: row['first_sent_at'] !== null }
}

export function agencyOf(agencies: readonly Agency[], wantedCode: string): Agency {
  const found = agencies.find(({ code }) => code === wantedCode)
  if (found === undefined) throw new Error(`No agency ${wantedCode} in the training world.`)
  return found
}

export function handlerOf({ people, code }: Agency, role: 'supervisor' | 'manager'): AgencyPerson {
  const found = people.find(({ complaintsRole }) => complaintsRole === role)
  if (found === undefined) throw new Error(`${code} has no ${role}.`)
  return found
}

/** In office hours of the owner, and after all that happened to the complaint before. */
function daysBefore({ moments, createdAt }: ToldComplaint, days: number): number {
  return Math.max(createdAt + 60_000, moments.before(days))
}
