import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findDetailed } from '../../complaints/index.ts'
import type { AddPost, EditPost } from '../contract.ts'
import { changeableMinutes, isStillChangeable } from '../domain/own-time.ts'
import { postOf } from '../queries/read-board.ts'
import { agencyOnly, findPost, holdBoard, lockOwnPost, permitPosting, saveMentions, scopeOf, topicOf, type BoardOf, type PostState } from '../store.ts'

/** Posts on a board that the actor sees; whoever is named is told (docs/rules.md 6). */
export async function addPost(deps: Deps, actor: Actor, board: BoardOf, input: AddPost): Promise<string> {
  const author = agencyOnly(actor)
  return deps.transaction(author, async (tx) => {
    await permitOn(tx, author, board)
    const ownerAgencyId = await holdBoard(tx, board)
    const id = newId()
    await tx.db
      .insertInto('discussion_post')
      .values({
        id, complaint_id: 'complaintId' in board ? board.complaintId : null, owner_agency_id: ownerAgencyId, entity_id: 'entityId' in board ? board.entityId : null,
        agency_id: author.agencyId, author_id: author.userId, text: input.text, created_at: tx.now,
      })
      .execute()
    const eventId = newId()
    const named = await saveMentions(tx, { id, board, ownerAgencyId, authorId: author.userId }, input.text, eventId)
    await tx.audit({ action: 'discussion.posted', ...scopeOf(board, ownerAgencyId ?? author.agencyId, id), details: { post: id, named } })
    await tell(tx, author, board, id, eventId, named)
    return id
  })
}

/** For half an hour, its author alone. What it said before stays readable; whoever is named newly is told. */
export async function editPost(deps: Deps, actor: Actor, id: string, input: EditPost): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const post = await lockForChange(tx, author, id, input.version, 'edited')
    await holdBoard(tx, post.board)
    await tx.db.updateTable('discussion_post').set({ text: input.text, edited_at: tx.now, version: post.version + 1 }).where('id', '=', id).execute()
    const eventId = newId()
    const named = await saveMentions(tx, { ...post, ownerAgencyId: post.ownerAgencyId }, input.text, eventId)
    await tx.audit({ action: 'discussion.edited', ...scopeOf(post.board, post.ownerAgencyId, id), details: { post: id, named } })
    await tell(tx, author, post.board, id, eventId, named)
  })
}

/** For half an hour, its author alone. That somebody posted stays; what was said, and its files, go from the board. */
export async function deletePost(deps: Deps, actor: Actor, id: string, version: number): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const post = await lockForChange(tx, author, id, version, 'deleted')
    const { numUpdatedRows } = await tx.db.updateTable('document').set({ removed_at: tx.now }).where('post_id', '=', id).where('removed_at', 'is', null).executeTakeFirst()
    await tx.db.updateTable('discussion_post').set({ text: '', deleted_at: tx.now, version: post.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'discussion.deleted', ...scopeOf(post.board, post.ownerAgencyId, id), details: { post: id, documents: Number(numUpdatedRows) } })
    if (Number(numUpdatedRows) > 0) await tx.enqueue('expire-uploads', {}, { key: 'expire-uploads' })
    await tx.announce(topicOf(post.board), 'discussion')
  })
}

async function permitOn(tx: Tx, author: AgencyActor, board: BoardOf): Promise<void> {
  if ('complaintId' in board) {
    permitPosting(author, board, (await findDetailed(tx, board.complaintId)).agencyId)
    return
  }
  permit(author, 'entity.view')
  const entity = await tx.db.selectFrom('entity').select('agency_id').where('id', '=', board.entityId).executeTakeFirst()
  if (entity === undefined) throw notFound('entity')
  permitPosting(author, board, entity.agency_id)
}

async function lockForChange(tx: Tx, author: AgencyActor, id: string, version: number, done: string): Promise<PostState> {
  const found = await findPost(tx, id)
  permitPosting(author, found.board, found.ownerAgencyId)
  if (found.authorId !== author.userId) throw new AppError('forbidden', `A post is ${done} by its author alone.`)
  const post = await lockOwnPost(tx, id)
  if (post.version !== version) throw new AppError('stale_version', 'This post was changed in another window. Look at what it says now.', { current: await postOf(tx, author, id) })
  if (!isStillChangeable(post.createdAt, tx.now)) throw new AppError('conflict', `A post can be ${done} for ${String(changeableMinutes)} minutes. Write another one instead.`)
  return post
}

async function tell(tx: Tx, author: AgencyActor, board: BoardOf, postId: string, eventId: string, named: number): Promise<void> {
  await tx.announce(topicOf(board), 'discussion')
  if (named === 0) return
  if ('complaintId' in board) await tx.enqueue('notify', { eventId, event: 'discussion_tagged', complaintId: board.complaintId, postId, by: author.userId })
  else await tx.enqueue('notify-organisation', { eventId, event: 'entity_discussion_tagged', entityId: board.entityId, postId, by: author.userId })
}
