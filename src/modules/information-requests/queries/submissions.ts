import { createHash } from 'node:crypto'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { countCharacters } from '../../../kernel/text.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { documentsByParent } from '../../documents/index.ts'
import type { SubmissionItem } from '../answer-contract.ts'

/** What a receipt says: of each answer that its reader may read, exactly what was sent. */
export type Receipt = {
  id: string
  complaint: string
  agency: string
  company: { name: string; sesId: string; timeZone: string }
  submittedAt: Date
  submittedBy: string
  actedFor: string | null
  answers: {
    number: string
    title: string
    round: number
    characters: number
    /** SHA-256 of the text in UTF-8, as it stands in the system */
    textSha256: string
    links: readonly string[]
    restricted: boolean
    documents: { name: string; size: number; sha256: string | null }[]
  }[]
  /** Restricted answers that this reader may not read */
  hidden: number
  readBy: string
  readAt: Date
}

/** Submissions of a complaint, newest first, for the company and for agencies that read its detail. */
export async function listSubmissions(deps: Deps, actor: Actor, complaintId: string): Promise<{ items: SubmissionItem[] }> {
  const reader = readerOf(actor)
  return deps.transaction(reader, async (tx) => {
    await requireComplaint(tx, reader, complaintId)
    const rows = await submissionQuery(tx).where('k.complaint_id', '=', complaintId).orderBy('k.submitted_at', 'desc').orderBy('k.id', 'desc').limit(500).execute()
    const answers = await answersOf(tx, rows.map((row) => row.id))
    return {
      items: rows.map((row) => ({
        id: row.id,
        submittedAt: row.submitted_at.toISOString(),
        submittedBy: { id: row.submitted_by, name: row.submitted_name },
        actedFor: row.acted_for === null || row.acted_name === null ? null : { id: row.acted_for, name: row.acted_name },
        requests: answers.filter((answer) => answer.submission_id === row.id).map((answer) => ({ id: answer.request_id, number: displayId('request', answer.number), title: answer.title, round: answer.round })),
        answers: row.answers,
      })),
    }
  })
}

/** All that a receipt shows. Reading one is recorded. */
export async function readReceipt(deps: Deps, actor: Actor, complaintId: string, submissionId: string): Promise<Receipt> {
  const reader = readerOf(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await requireComplaint(tx, reader, complaintId)
    const row = await submissionQuery(tx)
      .innerJoin('agency as g', 'g.id', 'k.agency_id')
      .innerJoin('company as o', 'o.id', 'k.company_id')
      .select(['k.company_id', 'k.agency_id', 'g.name as agency_name', 'o.name as company_name', 'o.number as company_number', 'o.time_zone'])
      .where('k.complaint_id', '=', complaintId)
      .where('k.id', '=', submissionId)
      .executeTakeFirst()
    if (row === undefined) throw notFound('receipt')
    const answers = await answersOf(tx, [submissionId])
    const documents = await documentsByParent(tx, 'response', answers.map((answer) => answer.id))
    const { name: readBy } = await tx.db.selectFrom('person').select('name').where('id', '=', reader.userId).executeTakeFirstOrThrow()
    await tx.audit({ action: 'response.receipt_read', audience: reader.kind, agencyId: row.agency_id, ...(reader.kind === 'company' ? { companyId: row.company_id } : {}), complaintId, about: { kind: 'response_submission', id: submissionId } })
    return {
      id: row.id,
      complaint: displayId('complaint', complaint.number),
      agency: row.agency_name,
      company: { name: row.company_name, sesId: displayId('company', row.company_number), timeZone: row.time_zone },
      submittedAt: row.submitted_at,
      submittedBy: row.submitted_name,
      actedFor: row.acted_name,
      answers: answers.map((answer) => ({
        number: displayId('request', answer.number),
        title: answer.title,
        round: answer.round,
        characters: countCharacters(answer.text),
        textSha256: createHash('sha256').update(answer.text, 'utf8').digest('hex'),
        links: answer.links,
        restricted: answer.restricted,
        documents: (documents.get(answer.id) ?? []).map(({ name, size, sha256 }) => ({ name, size, sha256 })),
      })),
      hidden: Math.max(0, row.answers - answers.length),
      readBy,
      readAt: tx.now,
    }
  })
}

function readerOf(actor: Actor) {
  if (actor.kind === 'platform') throw notFound('complaint')
  permit(actor, actor.kind === 'company' ? 'received.view' : 'complaint.view')
  return actor
}

/** Basic information is every agency's; answers are of those who read the detail, and row-level security decides. */
async function requireComplaint(tx: Tx, reader: Exclude<Actor, { kind: 'platform' }>, complaintId: string): Promise<{ number: number }> {
  const row =
    reader.kind === 'company'
      ? await tx.db.selectFrom('complaint_delivery').select('number').where('complaint_id', '=', complaintId).executeTakeFirst()
      : await tx.db.selectFrom('complaint as c').innerJoin('complaint_detail as d', 'd.complaint_id', 'c.id').select('c.number').where('c.id', '=', complaintId).executeTakeFirst()
  if (row === undefined) throw notFound('complaint')
  return row
}

function submissionQuery(tx: Tx) {
  return tx.db
    .selectFrom('response_submission as k')
    .innerJoin('person as p', 'p.id', 'k.submitted_by')
    .leftJoin('person as f', 'f.id', 'k.acted_for')
    .select(['k.id', 'k.submitted_at', 'k.submitted_by', 'p.name as submitted_name', 'k.acted_for', 'f.name as acted_name', 'k.answers'])
}

async function answersOf(tx: Tx, submissionIds: readonly string[]) {
  if (submissionIds.length === 0) return []
  return tx.db
    .selectFrom('response as s')
    .innerJoin('information_request as r', 'r.id', 's.request_id')
    .select(['s.id', 's.submission_id', 's.request_id', 's.round', 's.text', 's.links', 's.restricted', 'r.number', 'r.title'])
    .where('s.submission_id', 'in', [...submissionIds])
    .orderBy('r.number')
    .execute()
}
