import { sql } from 'kysely'
import { dateIn } from '../../kernel/clock.ts'
import { newId } from '../../platform/new-id.ts'
import type { Jobs, Tx } from '../../platform/ports.ts'
import { endedEnrollments } from '../enrollment/domain/enrollment-steps.ts'
import { accessEndedOf, accessOf, endedByReferral, postOf } from './access-facts-store.ts'
import type { AskFact, CompanyFacts, Facts, LetterFact, ReferralFacts, RequestFact } from './domain/facts.ts'
import { agencyFacts, peopleOf, personOf } from './people-store.ts'
import type { FinishedTasks, PlannedTasks } from './domain/planned.ts'

type Payload = Jobs['notify']
export type Happening = { eventId: string; agencyId: string; companyId: string | null; complaintId: string; by: string | null }

/** Two events of one complaint are worked off one after the other, so that neither misses what the other opened. */
export async function holdComplaint(tx: Tx, complaintId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ses-notify:' || ${complaintId}, 0))`.execute(tx.db)
}

export async function loadFacts(tx: Tx, payload: Payload): Promise<{ facts: Facts; happening: Happening } | null> {
  const complaint = await tx.db
    .selectFrom('complaint as c')
    .innerJoin('agency as a', 'a.id', 'c.agency_id')
    .leftJoin('complaint_delivery as d', 'd.complaint_id', 'c.id')
    .leftJoin('company as k', (join) => join.on((eb) => eb('k.id', '=', eb.fn.coalesce('d.company_id', 'c.company_id'))))
    .leftJoin('company_contacts as t', 't.company_id', 'k.id')
    .select([
      'c.id', 'c.number', 'c.status', 'c.agency_id', 'c.agency_poc_id', 'c.reviewer_id', 'c.first_sent_at', 'c.canceled_at', 'a.name as agency_name',
      'a.extra_addresses as agency_addresses', 'k.id as company_id', 'k.name as company_name', 'k.enrollment', 'd.company_poc_id', 'd.acting_poc_id', 'a.time_zone', 't.complaints_contact_id', 't.extra_addresses',
    ])
    .where('c.id', '=', payload.complaintId)
    .executeTakeFirst()
  if (complaint === undefined) return null
  const named = payload.requestIds ?? []
  const requests = await requestsOf(tx, payload.complaintId, named)
  const letters = await lettersOf(tx, payload)
  const agencyPeople = await peopleOf(tx, 'agency_id', complaint.agency_id)
  const companyPeople = complaint.company_id === null ? [] : await peopleOf(tx, 'company_id', complaint.company_id)
  const facts: Facts = {
    event: payload.event,
    by: payload.by,
    today: dateIn(complaint.time_zone, tx.now),
    complaint: { id: complaint.id, number: complaint.number, status: complaint.status, agencyPocId: complaint.agency_poc_id, reviewerId: complaint.reviewer_id, everSent: complaint.first_sent_at !== null },
    agency: { id: complaint.agency_id, name: complaint.agency_name, people: agencyPeople, extraAddresses: complaint.agency_addresses },
    company:
      complaint.company_name === null
        ? null
        : {
            name: complaint.company_name,
            pocId: complaint.acting_poc_id ?? complaint.company_poc_id,
            assignedPocId: complaint.company_poc_id,
            complaintsContactId: complaint.complaints_contact_id,
            extraAddresses: complaint.extra_addresses ?? [],
            people: companyPeople,
            enrolled: complaint.enrollment === 'complete',
            firstUser: complaint.company_id === null || complaint.enrollment === 'complete' ? null : await firstUserOf(tx, complaint.company_id),
          },
    requests: requests.filter((request) => named.includes(request.id)),
    requestsWithCompany: requests.filter((request) => request.status === 'sent_to_company'),
    requestsToReview: requests.filter((request) => request.status === 'sent_to_agency' && !request.quickLooked),
    requestsAsked: requests.filter((request) => request.asksWaiting > 0),
    userIds: payload.userIds ?? [],
    referral: payload.referralId === undefined ? null : await referralOf(tx, payload.referralId),
    ask: payload.askId === undefined ? null : await askOf(tx, payload.askId),
    accessEnded:
      payload.event === 'complaint_canceled' && complaint.canceled_at !== null
        ? await accessEndedOf(tx, complaint.id, complaint.canceled_at)
        : payload.event === 'referral_decided' && payload.referralId !== undefined
          ? await endedByReferral(tx, payload.referralId)
          : [],
    access: payload.accessId === undefined ? null : await accessOf(tx, payload.accessId),
    post: payload.postId === undefined ? null : await postOf(tx, payload.postId, payload.eventId),
    letter: letters.find((letter) => letter.id === payload.letterId) ?? null,
    lettersWaiting: letters.filter((letter) => letter.delivered && letter.status === 'issued'),
  }
  return { facts, happening: { eventId: payload.eventId, agencyId: complaint.agency_id, companyId: complaint.company_id, complaintId: complaint.id, by: payload.by } }
}

async function requestsOf(tx: Tx, complaintId: string, named: string[]): Promise<RequestFact[]> {
  const { rows } = await sql<{ id: string; status: string; due_on: string | null; quick_looked: boolean; notify_user_ids: string[]; drafter_ids: string[]; draft_status: string | null; asks_waiting: number }>`
    select r.id, r.status, r.due_on::text as due_on, r.quick_look_at is not null as quick_looked, r.notify_user_ids,
      array(select d.user_id from request_drafter d where d.request_id = r.id order by d.user_id) as drafter_ids,
      (select s.status from response s where s.request_id = r.id and s.round = r.round) as draft_status, a.asks_waiting
    from information_request r
    cross join lateral (select count(*)::int as asks_waiting from request_ask k where k.request_id = r.id and k.state = 'waiting') a
    where r.complaint_id = ${complaintId}
      and (r.status = 'sent_to_company' or (r.status = 'sent_to_agency' and r.quick_look_at is null) or r.id = any(${named}::uuid[]) or a.asks_waiting > 0)
    order by r.number`.execute(tx.db)
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    dueOn: row.due_on,
    quickLooked: row.quick_looked,
    notifyUserIds: row.notify_user_ids,
    drafterIds: row.drafter_ids,
    draftStatus: row.draft_status,
    asksWaiting: row.asks_waiting,
  }))
}

async function lettersOf(tx: Tx, { complaintId, letterId }: Payload): Promise<LetterFact[]> {
  const rows = await tx.db
    .selectFrom('letter')
    .select(['id', 'status', 'due_on', 'delivered_at', 'approval_asked_at'])
    .where('complaint_id', '=', complaintId)
    .where('side', '=', 'company')
    .where((eb) => eb.or([eb('status', '=', 'issued'), ...(letterId === undefined ? [] : [eb('id', '=', letterId)])]))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, status: row.status, dueOn: row.due_on, delivered: row.delivered_at !== null, approvalAsked: row.approval_asked_at !== null }))
}

async function askOf(tx: Tx, askId: string): Promise<AskFact | null> {
  const row = await tx.db.selectFrom('request_ask').select(['kind', 'state', 'wanted_on']).where('id', '=', askId).executeTakeFirst()
  return row === undefined ? null : { kind: row.kind, state: row.state, wantedOn: row.wanted_on }
}

async function referralOf(tx: Tx, referralId: string): Promise<ReferralFacts | null> {
  const row = await tx.db.selectFrom('referral').select(['state', 'from_agency_id', 'to_agency_id', 'sent_by']).where('id', '=', referralId).executeTakeFirst()
  return row === undefined ? null : { state: row.state, from: await agencyFacts(tx, row.from_agency_id), to: await agencyFacts(tx, row.to_agency_id), sentBy: row.sent_by }
}

/** Whoever finishes the enrollment that is underway. */
async function firstUserOf(tx: Tx, companyId: string): Promise<CompanyFacts['firstUser']> {
  const row = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('account as a', 'a.user_id', 'e.first_user_id')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .select(['a.user_id', 'p.name', 'a.email', 'a.complaints_role', 'a.system_roles', 'a.standing', 'e.invited_at'])
    .where('e.company_id', '=', companyId)
    .where('e.state', 'not in', ['complete', ...endedEnrollments])
    .where('a.standing', '<>', 'removed')
    .executeTakeFirst()
  return row === undefined ? null : { ...personOf(row), active: row.standing === 'active', invitedJustNow: tx.now.getTime() - row.invited_at.getTime() < 60 * 60_000 }
}

/** Opens tasks that are not open yet and puts them into the hands of exactly the holders. */
export async function openTasks(tx: Tx, of: Happening, planned: PlannedTasks): Promise<void> {
  const open = await tx.db
    .selectFrom('task')
    .select(['id', 'request_id', 'letter_id'])
    .where('complaint_id', '=', of.complaintId)
    .where('kind', '=', planned.kind)
    .where('done_at', 'is', null)
    .execute()
  const known = new Map(open.map((task) => [task.request_id ?? task.letter_id, task.id]))
  const aboutOf = (item: PlannedTasks['items'][number]) => item.requestId ?? item.letterId ?? null
  const missing = planned.items.filter((item) => !known.has(aboutOf(item)))
  const added =
    missing.length === 0
      ? []
      : await tx.db
          .insertInto('task')
          .values(
            missing.map((item) => ({
              id: newId(),
              event_id: of.eventId,
              kind: planned.kind,
              agency_id: planned.side === 'agency' ? (planned.agencyId ?? of.agencyId) : null,
              company_id: planned.side === 'company' ? of.companyId : null,
              complaint_id: of.complaintId,
              request_id: item.requestId,
              letter_id: item.letterId ?? null,
              due_on: item.dueOn,
              created_at: tx.now,
            })),
          )
          // This event opened it before and somebody has done it since.
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .execute()
  const tasks = [...added.map((task) => task.id), ...planned.items.flatMap((item) => known.get(aboutOf(item)) ?? [])]
  await hold(tx, tasks, planned.holders)
}

/** Puts tasks into the hands of exactly these people. */
export async function hold(tx: Tx, tasks: string[], holders: string[]): Promise<void> {
  if (tasks.length === 0) return
  await sql`delete from task_holder where task_id = any(${tasks}::uuid[]) and user_id <> all(${holders}::uuid[])`.execute(tx.db)
  await sql`
    insert into task_holder (task_id, user_id) select t.id, h.id from unnest(${tasks}::uuid[]) t (id) cross join unnest(${holders}::uuid[]) h (id)
    on conflict do nothing`.execute(tx.db)
}

export async function finishPlanned(tx: Tx, of: Happening, finished: FinishedTasks): Promise<void> {
  await tx.db
    .updateTable('task')
    .set({ done_at: tx.now, done_by: of.by })
    .where('complaint_id', '=', of.complaintId)
    .where('done_at', 'is', null)
    .$if(finished.kind !== null, (query) => query.where('kind', '=', finished.kind ?? ''))
    .$if(finished.keepLetters === true, (query) => query.where('letter_id', 'is', null))
    .$if(finished.letterIds !== undefined, (query) => query.where('letter_id', '=', sql<string>`any(${finished.letterIds ?? []}::uuid[])`))
    .$if(finished.requestIds !== null, (query) => query.where('request_id', '=', sql<string>`any(${finished.requestIds ?? []}::uuid[])`))
    .execute()
}
