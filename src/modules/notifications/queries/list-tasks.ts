import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { may } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { TaskItem } from '../contract.ts'
import { taskKinds } from '../domain/facts.ts'
import type { TaskKind } from '../domain/facts.ts'
import { links } from '../domain/messages.ts'
import { organisationLinks } from '../domain/organisation-messages.ts'

const Position = z.tuple([z.string(), z.string()])

type Row = { id: string; kind: string; complaint_id: string | null; request_id: string | null; letter_id: string | null; letter_subject: string | null; due: string | null; stands: string; created_at: Date; number: number | null; request_number: number | null; title: string | null; counterpart: string | null }

/** The open tasks that the actor holds, earliest due first; one without a date stands by the day on which it came, so that new work is not last. */
export async function listTasks(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, page: { cursor?: string | undefined; limit: number }): Promise<{ items: TaskItem[]; next: string | null }> {
  if (actor.kind === 'platform') return { items: [], next: null }
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  const rows = await deps.transaction(actor, (tx) => readTasks(tx, actor, after, page.limit + 1))
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return { items: shown.map((row) => present(row, actor)), next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.stands, last.id]) : null }
}

async function readTasks(tx: Tx, actor: Exclude<Actor, { kind: 'platform' }>, after: [string, string] | null, limit: number): Promise<Row[]> {
  // The request's own due date, which an extension may have moved since. An Account Administrator without complaints
  // access sees the delivery only: number, agency and date.
  // What is overdue stands by the oldest of its dates: some requests may have been answered since.
  const due = sql`coalesce(r.due_on, case when t.kind = 'acknowledge_letter' then l.due_on end, case when t.kind = 'overdue_request' then (select min(o.due_on) from information_request o where o.complaint_id = t.complaint_id and o.status = 'sent_to_company') end, t.due_on)`
  const stands = sql`coalesce(${due}, (t.created_at at time zone ${actor.timeZone})::date)`
  const subject =
    actor.kind === 'agency'
      ? sql`left join complaint c on c.id = t.complaint_id left join company k on k.id = c.company_id`
      : sql`left join complaint_delivery c on c.complaint_id = t.complaint_id left join agency k on k.id = c.agency_id`
  const counterpart = actor.kind === 'agency' ? sql`coalesce(k.name, c.subject_name)` : sql`k.name`
  const { rows } = await sql<Row>`
    select t.id, t.kind, t.complaint_id, t.request_id, t.letter_id, l.subject as letter_subject, ${due}::text as due, ${stands}::text as stands, t.created_at, c.number, r.number as request_number, r.title, ${counterpart} as counterpart
    from task_holder h join task t on t.id = h.task_id
    left join information_request r on r.id = t.request_id
    left join letter l on l.id = t.letter_id
    ${subject}
    where h.user_id = ${actor.userId} and not h.done
    ${after === null ? sql`` : sql`and (${stands}, t.id) > (${after[0]}::date, ${after[1]}::uuid)`}
    order by ${stands}, t.id limit ${limit}`.execute(tx.db)
  return rows
}

function present(row: Row, actor: Actor): TaskItem {
  const kind = kindOf(row.kind)
  const complaint = row.number === null ? '' : displayId('complaint', row.number)
  const request = row.request_number === null ? null : displayId('request', row.request_number)
  const counterpart = row.counterpart ?? ''
  const { sentence, verb, link, about } = words(kind, { actor, complaintId: row.complaint_id ?? '', requestId: row.request_id ?? '', complaint, request: request ?? '', letterId: row.letter_id ?? '' })
  return {
    id: row.id,
    kind,
    sentence,
    about: about ?? [row.title ?? row.letter_subject, counterpart].filter((part) => part !== null).join(' · '),
    verb,
    link,
    complaintNumber: complaint,
    requestNumber: request,
    counterpart,
    dueOn: row.due,
    createdAt: row.created_at.toISOString(),
  }
}

type Words = { sentence: string; verb: string; link: string; about?: string }

function words(kind: TaskKind, { actor, complaintId, requestId, letterId, complaint, request }: { actor: Actor; complaintId: string; requestId: string; letterId: string; complaint: string; request: string }): Words {
  switch (kind) {
    case 'assign_point_of_contact':
      return { sentence: `Assign a Point of Contact to ${complaint}`, verb: 'Assign', link: links.assignPointOfContact(complaintId) }
    case 'answer_request':
      return { sentence: `Answer ${request} on ${complaint}`, verb: 'Answer', link: links.receivedRequest(requestId) }
    case 'review_response':
      return { sentence: `Review the response to ${request} on ${complaint}`, verb: 'Review', link: links.request(requestId) }
    case 'preliminary_review':
      return { sentence: `Review ${complaint} before it proceeds`, verb: 'Review', link: links.complaint(complaintId) }
    case 'decide_referral':
      return { sentence: `Decide on the referral of ${complaint}`, verb: 'Decide', link: links.complaint(complaintId) }
    case 'decide_access':
      return { sentence: `Decide who may see ${complaint}`, verb: 'Decide', link: `${links.complaint(complaintId)}/access` }
    case 'draft_response':
      return { sentence: `Draft the answer to ${request} on ${complaint}`, verb: 'Draft', link: links.receivedRequest(requestId) }
    case 'review_draft':
      return { sentence: `Review the draft for ${request} on ${complaint}, then submit or return it`, verb: 'Review', link: links.receivedRequest(requestId) }
    case 'decide_ask':
      return { sentence: `Decide what the company asks about ${request} on ${complaint}`, verb: 'Decide', link: links.request(requestId) }
    case 'overdue_request':
      return { sentence: `Answers on ${complaint} are overdue: remind the company, extend or cancel`, verb: 'Act', link: links.complaint(complaintId) }
    case 'approve_letter':
      return { sentence: `Approve the letter to the company on ${complaint}`, verb: 'Read', link: links.letter(complaintId, letterId) }
    case 'acknowledge_letter':
      return { sentence: `Acknowledge receipt of the letter on ${complaint}`, verb: 'Read', link: links.receivedLetter(complaintId, letterId) }
    case 'verify_users':
      return { sentence: 'Verify your organization’s users', about: 'Say that each of them still belongs here', verb: 'Verify', link: organisationLinks.verifyUsers }
    case 'complete_enrollment':
      return { sentence: 'Finish setting up your company', about: 'Requests stay closed until then', verb: 'Set up', link: organisationLinks.enroll }
    case 'assign_contacts':
      return { sentence: 'Name your company’s Complaints Contact', about: 'Agencies’ requests go to this person first', verb: 'Assign', link: organisationLinks.assignContacts }
    case 'take_over_work':
      return {
        sentence: 'Take over the work of a removed user',
        about: 'Complaints or tasks that nobody looks after',
        verb: 'Take over',
        link: may(actor, 'users.manage') ? organisationLinks.removedUsers : organisationLinks.complaints,
      }
  }
}

function kindOf(text: string): TaskKind {
  return z.enum(taskKinds).parse(text)
}
