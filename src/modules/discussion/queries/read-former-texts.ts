import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { FormerTexts } from '../contract.ts'
import { agencyOnly, findPost } from '../store.ts'
import { namesIn } from './read-names.ts'

/** What a post said before, newest first: an edited one's for its readers, a deleted one's for the Supervisors of its author's agency. */
export async function readFormerTexts(deps: Deps, actor: Actor, postId: string): Promise<FormerTexts> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const post = await findPost(tx, postId)
    // At most half an hour of edits, each by hand.
    const rows = await tx.db.selectFrom('discussion_former_text').select(['version', 'text', 'written_at', 'replaced_at']).where('post_id', '=', postId).orderBy('version', 'desc').limit(200).execute()
    if (rows.length > 0 && 'complaintId' in post.board) await tx.auditRead({ action: 'discussion.read', audience: 'agency', agencyId: post.ownerAgencyId, complaintId: post.board.complaintId, about: { kind: 'discussion_post', id: postId } })
    const names = await namesIn(tx, rows.map((row) => row.text))
    return { items: rows.map((row, index) => ({ version: row.version, text: row.text, named: names[index] ?? [], writtenAt: row.written_at.toISOString(), replacedAt: row.replaced_at.toISOString() })) }
  })
}
