import type { Tx } from '../../platform/ports.ts'
import type { AccessEventFacts, AccessFacts, PostFacts } from './domain/facts.ts'
import { agencyFacts } from './people-store.ts'

export async function accessOf(tx: Tx, accessId: string): Promise<AccessEventFacts | null> {
  const row = await tx.db.selectFrom('complaint_access').select(['complaint_id', 'state', 'requesting_agency_id', 'requested_by']).where('id', '=', accessId).executeTakeFirst()
  if (row === undefined) return null
  const waiting = await tx.db.selectFrom('complaint_access').select('id').where('complaint_id', '=', row.complaint_id).where('state', '=', 'requested').limit(1).executeTakeFirst()
  return { state: row.state, agency: await agencyFacts(tx, row.requesting_agency_id), requestedBy: row.requested_by, othersWait: waiting !== undefined }
}

/** Requests for access that the canceling of the complaint ended, in the same moment. */
export async function accessEndedOf(tx: Tx, complaintId: string, canceledAt: Date): Promise<AccessFacts[]> {
  const rows = await tx.db
    .selectFrom('complaint_access')
    .select(['requesting_agency_id', 'requested_by'])
    .where('complaint_id', '=', complaintId)
    .where('state', '=', 'cancelled')
    .where('ended_at', '>=', canceledAt)
    .execute()
  const ended: AccessFacts[] = []
  for (const row of rows) ended.push({ agency: await agencyFacts(tx, row.requesting_agency_id), requestedBy: row.requested_by })
  return ended
}

/** Access and requests for it that ended because the complaint went to another agency; not of the agency that has it now. */
export async function endedByReferral(tx: Tx, referralId: string): Promise<AccessFacts[]> {
  const rows = await tx.db
    .selectFrom('complaint_access')
    .innerJoin('referral', 'referral.id', 'complaint_access.ended_by_referral')
    .select(['complaint_access.requesting_agency_id', 'complaint_access.requested_by'])
    .where('referral.id', '=', referralId)
    .whereRef('complaint_access.requesting_agency_id', '<>', 'referral.to_agency_id')
    .execute()
  const ended: AccessFacts[] = []
  for (const row of rows) ended.push({ agency: await agencyFacts(tx, row.requesting_agency_id), requestedBy: row.requested_by })
  return ended
}

/** What a post on a complaint's board says by this event: an edit names only those whom it added. A deleted post names nobody. */
export async function postOf(tx: Tx, postId: string, eventId: string): Promise<PostFacts | null> {
  const post = await tx.db
    .selectFrom('discussion_post as p')
    .innerJoin('agency as a', 'a.id', 'p.agency_id')
    .select(['a.name', 'p.complaint_id', 'p.owner_agency_id'])
    .where('p.id', '=', postId)
    .where('p.deleted_at', 'is', null)
    .executeTakeFirst()
  if (post === undefined || post.complaint_id === null || post.owner_agency_id === null) return null
  const access = await tx.db.selectFrom('complaint_access').select('requesting_agency_id').where('complaint_id', '=', post.complaint_id).where('state', '=', 'accepted').execute()
  const readers: PostFacts['readers'] = []
  for (const id of new Set([post.owner_agency_id, ...access.map((row) => row.requesting_agency_id)])) readers.push(await agencyFacts(tx, id))
  return { id: postId, authorAgency: post.name, named: await namedBy(tx, postId, eventId), readers }
}

/** Whom a post names by this event. */
export async function namedBy(tx: Tx, postId: string, eventId: string): Promise<PostFacts['named']> {
  const rows = await tx.db.selectFrom('discussion_mention').select(['user_id', 'agency_id', 'everybody']).where('post_id', '=', postId).where('event_id', '=', eventId).execute()
  return { users: rows.flatMap((row) => row.user_id ?? []), agencies: rows.flatMap((row) => row.agency_id ?? []), everybody: rows.some((row) => row.everybody) }
}
