import type { Actor } from '../../access/actor.ts'
import { permit } from '../../access/permissions.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { Deps, Tx } from '../../platform/ports.ts'
import type { FileStore } from '../../platform/files/file-store.ts'
import type { OfficeConverter } from '../../platform/office/office-converter.ts'
import type { Scanner } from '../../platform/scan/scanner.ts'
import { changeableMinutes, isStillChangeable } from '../discussion/domain/own-time.ts'
import { isChangeable, statuses, statusWords, takesNotes, type Status } from '../complaints/domain/lifecycle.ts'

/** What this module's commands are given: the file store, and a scanner and a converter of Office files where they are configured. */
export type DocumentDeps = Deps & { files: FileStore; scanner: Scanner | null; converter?: OfficeConverter }

const columns = [
  'id', 'purpose', 'complaint_id', 'agency_id', 'company_id', 'request_id', 'response_id', 'research_id', 'letter_id', 'post_id', 'entity_id', 'side', 'shared',
  'name', 'original_name', 'content_type', 'size', 'state', 'sha256', 'scan', 'uploaded_by',
] as const

export type DocumentState = NonNullable<Awaited<ReturnType<typeof readDocument>>>

async function readDocument(tx: Tx, id: string) {
  const row = await tx.db.selectFrom('document').select(columns).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst()
  if (row === undefined) return undefined
  return { ...row, size: Number(row.size), side: row.side === 'company' ? ('company' as const) : ('agency' as const) }
}

/** The document if the actor may see it, else not found. */
export async function findDocument(tx: Tx, id: string): Promise<DocumentState> {
  // Whoever runs the system reads no documents.
  if (tx.actor.kind === 'platform') throw notFound('document')
  const row = await readDocument(tx, id)
  if (row === undefined) throw notFound('document')
  return row
}

/**
 * The document, held until the transaction ends, for a change by its own side: its bytes or its removal.
 * Refused once it was sent, or where what it belongs to takes no change any more.
 */
export async function lockForChange(tx: Tx, id: string): Promise<DocumentState> {
  requirePermission(tx, await findDocument(tx, id))
  // Sending changes this row too: it either sees the change, or is waited for and then seen below.
  await tx.db.selectFrom('document').select('id').where('id', '=', id).forUpdate().execute()
  const document = await findDocument(tx, id)
  await requireChangeable(tx, document)
  return document
}

/** May the actor's role change this document? */
export function requirePermission(tx: Tx, document: DocumentState): void {
  if (tx.actor.kind === 'job' || tx.actor.kind === 'nobody') return
  const target = { ownerAgencyId: document.agency_id, companyId: document.company_id }
  if (document.post_id !== null) requireAuthor(tx.actor, document, document.uploaded_by)
  else permit(tx.actor, document.side === 'company' ? 'response.attach' : 'document.add', target)
}

/** Refuses unless the document, and what it belongs to, may still be changed. */
export async function requireChangeable(tx: Tx, document: DocumentState): Promise<void> {
  if (document.shared) throw sentAlready()
  if (document.letter_id !== null) throw new AppError('conflict', 'A letter that was issued stays as it is.')
  if (document.post_id !== null) return requireChangeablePost(tx, document.post_id, document.state)
  // Only files of posts belong to no complaint.
  if (document.complaint_id === null) throw notFound('document')
  // Research and communication are noted after closing too (docs/rules.md 3).
  if (document.research_id !== null) return requireTakingNotes(tx, document.complaint_id)
  if (document.side === 'agency') await requireChangeableComplaint(tx, document.complaint_id)
  else await requireUnsentResponse(tx, document.response_id)
}

async function requireUnsentResponse(tx: Tx, responseId: string | null): Promise<void> {
  const response = await tx.db.selectFrom('response').select(['status', 'poc_id']).where('id', '=', responseId).executeTakeFirst()
  if (response === undefined) throw notFound('document')
  if (response.status === 'sent') throw sentAlready()
  if (response.status === 'in_review' && tx.actor.kind === 'company' && response.poc_id !== tx.actor.userId) throw new AppError('conflict', 'This answer was handed to the Company POC, who alone changes its files now.')
}

async function requireTakingNotes(tx: Tx, complaintId: string): Promise<void> {
  const status = await statusOf(tx, complaintId)
  if (!takesNotes(status)) throw new AppError('conflict', `A complaint that is ${statusWords(status)} takes no change of its notes.`)
}

async function statusOf(tx: Tx, complaintId: string): Promise<Status> {
  const row = await tx.db.selectFrom('complaint').select('status').where('id', '=', complaintId).executeTakeFirst()
  const status = statuses.find((known) => known === row?.status)
  if (status === undefined) throw notFound('document')
  return status
}

async function requireChangeableComplaint(tx: Tx, complaintId: string): Promise<void> {
  const status = await statusOf(tx, complaintId)
  if (!isChangeable(status)) throw new AppError('conflict', `A complaint that is ${statusWords(status)} takes no change of its documents.`)
}

function sentAlready(): AppError {
  return new AppError('conflict', 'This was sent already, and its documents stay as they were sent.')
}

type AgencyTarget = { complaintId: string | null; agencyId: string; requestId: string | null; researchId: string | null; postId: string | null; entityId: string | null; round: number | null }

/** The complaint, request, research entry or post of the agency to which a document is added. */
export async function findAgencyTarget(tx: Tx, purpose: string, targetId: string): Promise<AgencyTarget> {
  if (purpose === 'research') return findResearchTarget(tx, targetId)
  if (purpose === 'discussion') return findPostTarget(tx, targetId)
  const request = purpose === 'request' || purpose === 'send_back' ? await findRequest(tx, targetId) : null
  const complaint = await tx.db
    .selectFrom('complaint')
    .select(['id', 'agency_id'])
    .where('id', '=', request?.complaint_id ?? targetId)
    .executeTakeFirst()
  if (complaint === undefined) throw notFound(request === null ? 'complaint' : 'request')
  if (tx.actor.kind !== 'job' && tx.actor.kind !== 'nobody') permit(tx.actor, 'document.add', { ownerAgencyId: complaint.agency_id })
  await requireChangeableComplaint(tx, complaint.id)
  if (purpose === 'send_back' && request?.status !== 'sent_to_agency') throw new AppError('conflict', 'Only a request that was answered can be sent back.')
  if (purpose === 'request' && request?.status !== 'ready_to_send') throw sentAlready()
  // What is sent back belongs to the round that it begins.
  return { complaintId: complaint.id, agencyId: complaint.agency_id, requestId: request?.id ?? null, researchId: null, postId: null, entityId: null, round: purpose === 'send_back' && request !== null ? request.round + 1 : null }
}

async function findResearchTarget(tx: Tx, entryId: string): Promise<AgencyTarget> {
  const entry = await tx.db.selectFrom('research_entry').select(['id', 'complaint_id', 'agency_id']).where('id', '=', entryId).where('removed_at', 'is', null).executeTakeFirst()
  if (entry === undefined) throw notFound('note')
  if (tx.actor.kind !== 'job' && tx.actor.kind !== 'nobody') permit(tx.actor, 'document.add', { ownerAgencyId: entry.agency_id })
  await requireTakingNotes(tx, entry.complaint_id)
  return { complaintId: entry.complaint_id, agencyId: entry.agency_id, requestId: null, researchId: entry.id, postId: null, entityId: null, round: null }
}

async function findPostTarget(tx: Tx, postId: string): Promise<AgencyTarget> {
  const post = await tx.db.selectFrom('discussion_post').select(['id', 'complaint_id', 'owner_agency_id', 'entity_id', 'agency_id', 'author_id']).where('id', '=', postId).where('deleted_at', 'is', null).executeTakeFirst()
  if (post === undefined) throw notFound('post')
  if (tx.actor.kind !== 'job' && tx.actor.kind !== 'nobody') requireAuthor(tx.actor, post, post.author_id)
  await requireChangeablePost(tx, postId, null)
  return { complaintId: post.complaint_id, agencyId: post.owner_agency_id ?? post.agency_id, requestId: null, researchId: null, postId: post.id, entityId: post.entity_id, round: null }
}

/** Of a board that the actor sees: files of a post are its author's. */
function requireAuthor(actor: Actor, board: { agency_id: string; entity_id: string | null }, authorId: string): void {
  if (board.entity_id === null) permit(actor, 'discussion.post', { ownerAgencyId: board.agency_id, sharedWithActor: true })
  else permit(actor, 'entity-discussion.post')
  if (actor.kind !== 'agency' || actor.userId !== authorId) throw new AppError('forbidden', 'Only the author of a post adds and removes its files.')
}

/** A file whose upload began in time may arrive later. */
async function requireChangeablePost(tx: Tx, postId: string, state: string | null): Promise<void> {
  const post = await tx.db.selectFrom('discussion_post').select(['created_at', 'deleted_at']).where('id', '=', postId).executeTakeFirst()
  if (post === undefined || post.deleted_at !== null) throw notFound('post')
  if (state !== 'uploading' && !isStillChangeable(post.created_at, tx.now)) throw new AppError('conflict', `Files of a post are added and removed within ${String(changeableMinutes)} minutes. Write another post.`)
}

async function findRequest(tx: Tx, id: string) {
  const request = await tx.db.selectFrom('information_request').select(['id', 'complaint_id', 'status', 'round']).where('id', '=', id).executeTakeFirst()
  if (request === undefined) throw notFound('request')
  return request
}

/** Whose doings these are, for the audit. What a company prepares is its own until it is sent. */
export function auditScope(document: Pick<DocumentState, 'id' | 'agency_id' | 'company_id' | 'complaint_id' | 'side'>) {
  return {
    audience: document.side,
    agencyId: document.agency_id,
    companyId: document.company_id,
    complaintId: document.complaint_id,
    about: { kind: 'document', id: document.id },
  }
}
