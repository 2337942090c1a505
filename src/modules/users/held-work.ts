import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { displayId } from '../../kernel/ids.ts'
import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import { taskKinds, type TaskKind } from '../notifications/domain/facts.ts'
import type { HeldWork } from './contract.ts'
import type { Administrator } from './store.ts'

type HeldRow = { kind: 'agency_poc' | 'company_poc' | 'task'; complaint_id: string | null; complaint_number: number | null; task_id: string | null; task_kind: string | null; held_by_others: boolean }

/** What this user holds. An administrator who may not open complaints learns their numbers and nothing else. */
export async function heldBy(tx: Tx, actor: Administrator, userId: string): Promise<HeldWork['items']> {
  const { rows } = await sql<HeldRow>`select * from work_held(${userId}) order by kind, complaint_number, task_kind`.execute(tx.db)
  const opens = opensComplaints(actor)
  return rows.map((row) => {
    const number = row.complaint_number === null ? null : displayId('complaint', row.complaint_number)
    return { kind: row.kind, complaintId: opens ? row.complaint_id : null, complaintNumber: number, taskKind: row.task_kind, sentence: sentenceOf(row, number), mustBeReassigned: !row.held_by_others }
  })
}

function opensComplaints(actor: Actor): boolean {
  return actor.kind === 'agency' ? actor.complaintsRole !== null : actor.kind === 'company' && actor.complaintsAccess !== null
}

const taskWords: Readonly<Record<TaskKind, string>> = {
  assign_point_of_contact: 'Assign a Point of Contact',
  answer_request: 'Answer a request',
  review_response: 'Review an answer',
  preliminary_review: 'Preliminary review',
  decide_referral: 'Decide on a referral',
  draft_response: 'Draft an answer',
  review_draft: 'Review a draft of an answer',
  decide_ask: 'Decide what the company asks',
  overdue_request: 'Act on overdue answers',
  decide_access: 'Decide on a request for access',
  approve_letter: 'Approve a letter to the company',
  acknowledge_letter: 'Acknowledge a letter',
  verify_users: 'Verify users',
  complete_enrollment: 'Complete the enrollment',
  assign_contacts: 'Assign contacts',
  take_over_work: 'Take over work that was left behind',
}

function sentenceOf(row: HeldRow, number: string | null): string {
  if (row.kind === 'agency_poc') return `Agency POC of ${number ?? 'a complaint'}`
  if (row.kind === 'company_poc') return `Company POC of ${number ?? 'a complaint'}`
  const kind = taskKinds.find((known) => known === row.task_kind)
  const task = kind === undefined ? 'A task' : taskWords[kind]
  return number === null ? `Task: ${task}` : `Task: ${task} (${number})`
}

type MovedRow = { kind: 'agency_poc' | 'company_poc'; complaint_id: string; agency_id: string; company_id: string | null }

/**
 * Hands all of it to a colleague, as if each had been assigned by itself: the history of every complaint shows it, and
 * the colleague is told of those of a company. Answers how many complaints moved.
 */
export async function handOver(tx: Tx, actor: Administrator, userId: string, heirId: string): Promise<number> {
  const { rows } = await sql<MovedRow>`select * from reassign_work(${userId}, ${heirId}, ${tx.now})`.execute(tx.db)
  await tx.audit(
    ...rows.map((row) => ({
      action: row.kind === 'agency_poc' ? 'agency_poc.changed' : 'company_poc.assigned',
      audience: 'both' as const,
      agencyId: row.agency_id,
      companyId: row.company_id,
      complaintId: row.complaint_id,
      about: { kind: 'person', id: heirId },
    })),
  )
  for (const row of rows.filter(({ kind }) => kind === 'company_poc')) {
    await tx.enqueue('notify', { eventId: newId(), event: 'poc_assigned', complaintId: row.complaint_id, userIds: [heirId], by: actor.userId })
  }
  return rows.length
}
