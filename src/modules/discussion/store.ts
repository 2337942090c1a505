import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../access/actor.ts'
import { permit } from '../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../kernel/errors.ts'
import { oneOf } from '../../kernel/one-of.ts'
import type { LiveTopic, Tx } from '../../platform/ports.ts'
import { statuses, statusWords, takesNotes, type Status } from '../complaints/domain/lifecycle.ts'
import { mentionsIn, type Mention } from './domain/markup.ts'

/** Where a post stands: on a complaint's board or on an entity's. */
export type BoardOf = { complaintId: string } | { entityId: string }

const columns = ['id', 'complaint_id', 'owner_agency_id', 'entity_id', 'agency_id', 'author_id', 'created_at', 'deleted_at', 'version'] as const

export type PostState = { id: string; board: BoardOf; ownerAgencyId: string; authorId: string; createdAt: Date; deletedAt: Date | null; version: number }

/** The post if the actor may see it, else not found. A deleted one is there. */
export async function findPost(tx: Tx, id: string): Promise<PostState> {
  const row = await tx.db.selectFrom('discussion_post').select(columns).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('post')
  return stateOf(row)
}

/** Holds the actor's own post until the transaction ends. Call after `permit`. */
export async function lockOwnPost(tx: Tx, id: string): Promise<PostState> {
  const row = await tx.db.selectFrom('discussion_post').select(columns).where('id', '=', id).where('deleted_at', 'is', null).forUpdate().executeTakeFirst()
  if (row === undefined) throw new AppError('conflict', 'This post was deleted.')
  return stateOf(row)
}

/** May the actor post on this board, as it sees it? */
export function permitPosting(actor: Actor, board: BoardOf, ownerAgencyId: string): void {
  if ('complaintId' in board) permit(actor, 'discussion.post', { ownerAgencyId, sharedWithActor: true })
  else permit(actor, 'entity-discussion.post')
}

/** Holds what the board belongs to, so that it is not moved away meanwhile; answers whose complaint it is, null for an entity's. */
export async function holdBoard(tx: Tx, board: BoardOf): Promise<string | null> {
  if ('entityId' in board) {
    const { rows } = await sql<{ name: string | null }>`select hold_entity(${board.entityId}) as name`.execute(tx.db)
    if ((rows[0]?.name ?? null) === null) throw new AppError('conflict', closedEntity)
    return null
  }
  const { rows } = await sql<{ agency_id: string; status: string }>`select agency_id, status from hold_board(${board.complaintId})`.execute(tx.db)
  const [held] = rows
  if (held === undefined) throw notFound('complaint')
  const why = whyClosed(oneOf(statuses, held.status))
  if (why !== null) throw new AppError('conflict', why)
  return held.agency_id
}

export const closedEntity = 'The record of this entity was moved. Post on the board of the record to which it went.'

/** Why nobody posts on a complaint's board now, or null: as with notes, after closing and canceling too. */
export function whyClosed(status: Status): string | null {
  if (status === 'draft') return 'The board opens once the complaint is entered.'
  return takesNotes(status) ? null : `Nobody posts while a complaint is ${statusWords(status)}.`
}

/** Writes who is named: those who were not before are told of by this event. Refuses whoever does not see the board. Answers how many are new. */
export async function saveMentions(tx: Tx, post: { id: string; board: BoardOf; ownerAgencyId: string | null; authorId: string }, text: string, eventId: string): Promise<number> {
  const wanted = mentionsIn(text)
  const before = await tx.db.selectFrom('discussion_mention').select(['user_id', 'agency_id']).where('post_id', '=', post.id).execute()
  const had = new Set(before.map((row) => row.user_id ?? row.agency_id ?? 'all'))
  const added = wanted.filter((mention) => !had.has(keyOf(mention)))
  await requireReaders(tx, post.board, added)
  const wantedKeys = new Set(wanted.map(keyOf))
  const gone = before.filter((row) => !wantedKeys.has(row.user_id ?? row.agency_id ?? 'all'))
  for (const [column, ids] of [['user_id', gone.flatMap((row) => row.user_id ?? [])], ['agency_id', gone.flatMap((row) => row.agency_id ?? [])]] as const) {
    if (ids.length > 0) await tx.db.deleteFrom('discussion_mention').where('post_id', '=', post.id).where(column, 'in', ids).execute()
  }
  if (had.has('all') && !wantedKeys.has('all')) await tx.db.deleteFrom('discussion_mention').where('post_id', '=', post.id).where('everybody', '=', true).execute()
  if (added.length === 0) return 0
  const [complaintId, entityId] = 'complaintId' in post.board ? [post.board.complaintId, null] : [null, post.board.entityId]
  await tx.db
    .insertInto('discussion_mention')
    .values(added.map((mention) => ({
      post_id: post.id, complaint_id: complaintId, owner_agency_id: complaintId === null ? null : post.ownerAgencyId, entity_id: entityId, author_id: post.authorId,
      user_id: mention.kind === 'user' ? mention.id : null, agency_id: mention.kind === 'agency' ? mention.id : null, everybody: mention.kind === 'everybody', event_id: eventId,
    })))
    .execute()
  return added.length
}

/** Those who are named can read the board (docs/rules.md 6). Who cannot is not told apart from who does not exist. */
async function requireReaders(tx: Tx, board: BoardOf, mentions: readonly Mention[]): Promise<void> {
  if (mentions.every((mention) => mention.kind === 'everybody')) return
  const { rows } = await sql<{ user_id: string; agency_id: string }>`select user_id, agency_id from board_members(${'complaintId' in board ? board.complaintId : null})`.execute(tx.db)
  const known = new Set(rows.flatMap((row) => [row.user_id, row.agency_id]))
  if (mentions.some((mention) => mention.kind !== 'everybody' && !known.has(mention.id))) throw invalid({ text: 'Somebody who is named does not see this board. Take the name out, then post again.' })
}

const keyOf = (mention: Mention) => (mention.kind === 'everybody' ? 'all' : mention.id)

export function topicOf(board: BoardOf): LiveTopic {
  return 'complaintId' in board ? `complaint:${board.complaintId}` : `entity:${board.entityId}`
}

/** Whose record a deed on this board belongs to, for the audit. */
export function scopeOf(board: BoardOf, ownerAgencyId: string, postId: string) {
  return 'complaintId' in board
    ? { audience: 'agency' as const, agencyId: ownerAgencyId, complaintId: board.complaintId, about: { kind: 'discussion_post', id: postId } }
    : { audience: 'agency' as const, agencyId: ownerAgencyId, about: { kind: 'entity', id: board.entityId } }
}

/** Agency actors only: no company sees a board. */
export function agencyOnly(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function stateOf(row: { id: string; complaint_id: string | null; owner_agency_id: string | null; entity_id: string | null; agency_id: string; author_id: string; created_at: Date; deleted_at: Date | null; version: number }): PostState {
  const board = row.complaint_id !== null ? { complaintId: row.complaint_id } : { entityId: row.entity_id ?? '' }
  return { id: row.id, board, ownerAgencyId: row.owner_agency_id ?? row.agency_id, authorId: row.author_id, createdAt: row.created_at, deletedAt: row.deleted_at, version: row.version }
}
