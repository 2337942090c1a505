import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findDetailed } from '../../complaints/index.ts'
import { documentsByParent } from '../../documents/index.ts'
import type { DocumentItem } from '../../documents/contract.ts'
import type { Board, ListPosts, Named, Post } from '../contract.ts'
import { changeableUntil, isStillChangeable } from '../domain/own-time.ts'
import { agencyOnly, closedEntity, findPost, whyClosed, type BoardOf } from '../store.ts'
import { pageOfBoard, posts, type PostRow } from './page-of-board.ts'
import { namesIn } from './read-names.ts'

/** A board's posts, newest first. Reading a complaint's is recorded. */
export async function readBoard(deps: Deps, actor: Actor, board: BoardOf, input: ListPosts): Promise<Board> {
  permit(actor, 'complaintId' in board ? 'complaint.view-detail' : 'entity.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const standing = await standingOf(tx, reader, board)
    const { shown, next, previous } = await pageOfBoard(deps, tx, board, input)
    if (shown.length > 0 && 'complaintId' in board) await tx.auditRead({ action: 'discussion.read', audience: 'agency', agencyId: standing.ownerAgencyId, complaintId: board.complaintId })
    return {
      items: await presentAll(tx, reader, shown),
      next,
      previous,
      readAt: tx.now.toISOString(),
      can: standing.mayPost && standing.why === null ? ['post'] : [],
      whyClosed: standing.mayPost ? standing.why : null,
      readers: 'complaintId' in board ? await readersOf(tx, board.complaintId) : null,
    }
  })
}

/** One post, for a link that leads to it. */
export async function readPost(deps: Deps, actor: Actor, id: string): Promise<Post> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const { board, ownerAgencyId } = await findPost(tx, id)
    if ('complaintId' in board) await tx.auditRead({ action: 'discussion.read', audience: 'agency', agencyId: ownerAgencyId, complaintId: board.complaintId })
    return postOf(tx, reader, id)
  })
}

/** The post as it stands, for whoever writes it. */
export async function postOf(tx: Tx, reader: AgencyActor, id: string): Promise<Post> {
  const [post] = await presentAll(tx, reader, await posts(tx).where('b.id', '=', id).execute())
  if (post === undefined) throw notFound('post')
  return post
}

type Standing = { ownerAgencyId: string; mayPost: boolean; why: string | null }

async function standingOf(tx: Tx, reader: AgencyActor, board: BoardOf): Promise<Standing> {
  if ('complaintId' in board) {
    const complaint = await findDetailed(tx, board.complaintId)
    return { ownerAgencyId: complaint.agencyId, mayPost: may(reader, 'discussion.post', { ownerAgencyId: complaint.agencyId, sharedWithActor: true }), why: whyClosed(complaint.status) }
  }
  const entity = await tx.db.selectFrom('entity').select(['agency_id', 'ended_at']).where('id', '=', board.entityId).executeTakeFirst()
  if (entity === undefined) throw notFound('entity')
  return { ownerAgencyId: entity.agency_id, mayPost: may(reader, 'entity-discussion.post'), why: entity.ended_at === null ? null : closedEntity }
}

/** The agencies that read a complaint's board, the owner first. */
async function readersOf(tx: Tx, complaintId: string): Promise<NonNullable<Board['readers']>> {
  const { rows } = await sql<{ id: string; name: string; short_name: string }>`
    select a.id, a.name, a.short_name from agency a
    where a.id in (select m.agency_id from board_members(${complaintId}) m)
    order by a.id <> (select c.agency_id from complaint c where c.id = ${complaintId}), a.name`.execute(tx.db)
  return rows.map((row) => ({ id: row.id, name: row.name, shortName: row.short_name }))
}

async function presentAll(tx: Tx, reader: AgencyActor, rows: readonly PostRow[]): Promise<Post[]> {
  const documents = await documentsByParent(tx, 'post', rows.map((row) => row.id))
  const names = await namesIn(tx, rows.map((row) => row.text))
  return rows.map((row, index) => present(tx, reader, row, documents.get(row.id) ?? [], names[index] ?? []))
}

function present(tx: Tx, reader: AgencyActor, row: PostRow, documents: readonly DocumentItem[], named: Named[]): Post {
  const handles = may(reader, row.complaint_id === null ? 'entity-discussion.post' : 'discussion.post')
  const changeable = handles && row.author_id === reader.userId && row.deleted_at === null && isStillChangeable(row.created_at, tx.now)
  return {
    id: row.id,
    complaintId: row.complaint_id,
    entityId: row.entity_id,
    author: { id: row.author_id, name: row.author_name, agency: { id: row.agency_id, name: row.agency_name, shortName: row.short_name } },
    text: row.text,
    named,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    // Nobody but the author waits for a file that is on its way.
    documents: documents.filter((document) => document.state === 'stored' || row.author_id === reader.userId).map((document) => ({ ...document, canRemove: changeable })),
    version: row.version,
    changeableUntil: changeable ? changeableUntil(row.created_at).toISOString() : null,
    canReadFormer: row.has_former,
  }
}
