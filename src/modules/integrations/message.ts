import { z } from 'zod'
import type { Actor } from '../../access/actor.ts'
import { Id } from '../../kernel/shapes.ts'
import type { Deps } from '../../platform/ports.ts'
import type { Claimed } from './delivery-store.ts'
import { isOfOrganisation } from './domain/organisation-webhook-events.ts'
import { sightOf, testEvent } from './domain/webhook-events.ts'

/** What of a delivery is said, and in whose eyes. */
type Said = Pick<Claimed, 'agencyId' | 'companyId' | 'createdBy' | 'enrolled' | 'eventId' | 'event' | 'happenedAt' | 'complaintId' | 'requestIds' | 'others'>

const Others = z.record(z.string(), Id)

/**
 * What is sent: the event's name, its ID and time, IDs and addresses of the API where the rest can be read by whoever may.
 * Null: the organization does not see it any more. Asked under the organization's own claims, as its reader with the least
 * rights, so that a message never says more than its lists.
 */
export async function composeMessage(deps: Pick<Deps, 'transaction'>, claimed: Said, publicUrl: string): Promise<string | null> {
  if (claimed.event === testEvent) return JSON.stringify({ type: testEvent, timestamp: claimed.happenedAt.toISOString(), data: { eventId: claimed.eventId } })
  const { complaintId } = claimed
  const reader = readerOf(claimed)
  if (reader === null) return null
  if (isOfOrganisation(claimed.event)) return composeOfOrganisation(deps, claimed, reader, publicUrl)
  if (complaintId === null) return null
  const others = Others.catch({}).parse(claimed.others)
  const requestIds = await visibleRequests(deps, reader, complaintId, claimed)
  if (requestIds === null || !(await seesAll(deps, reader, others))) return null
  const api = `${publicUrl}/api/v1`
  const [complaints, requests] = reader.kind === 'agency' ? ['complaints', 'information-requests'] : ['received-complaints', 'received-requests']
  return JSON.stringify({
    type: claimed.event,
    timestamp: claimed.happenedAt.toISOString(),
    data: {
      eventId: claimed.eventId,
      complaintId,
      requestIds,
      ...others,
      links: { complaint: `${api}/${complaints}/${complaintId}`, requests: requestIds.map((id) => `${api}/${requests}/${id}`) },
    },
  })
}

/** What happened to the organization itself. What is gone, or not open to all of its people, is not named. */
async function composeOfOrganisation(deps: Pick<Deps, 'transaction'>, claimed: Said, reader: Actor, publicUrl: string): Promise<string | null> {
  const others = Others.catch({}).parse(claimed.others)
  const { documentId, entityId, companyId, importId } = others
  if (!(await seesAll(deps, reader, others))) return null
  const paths = { company: ['companies', companyId], entity: ['entities', entityId], import: ['imports', importId], document: ['documents', documentId] } as const
  const links: [string, string][] = Object.entries(paths).flatMap(([name, [path, id]]) => (id === undefined ? [] : [[name, `${publicUrl}/api/v1/${path}/${id}`]]))
  return JSON.stringify({ type: claimed.event, timestamp: claimed.happenedAt.toISOString(), data: { eventId: claimed.eventId, ...others, links: Object.fromEntries(links) } })
}

/** Whether all is there and open to its reader that a message would name: a letter that the company never got, a deleted post are not. */
async function seesAll(deps: Pick<Deps, 'transaction'>, reader: Actor, { documentId, entityId, postId, letterId }: Record<string, string | undefined>): Promise<boolean> {
  return deps.transaction(reader, async (tx) => {
    const document = documentId === undefined || (await tx.db.selectFrom('document').select('id').where('id', '=', documentId).executeTakeFirst()) !== undefined
    const entity = entityId === undefined || (await tx.db.selectFrom('entity').select('id').where('id', '=', entityId).executeTakeFirst()) !== undefined
    const post = postId === undefined || (await tx.db.selectFrom('discussion_post').select('id').where('id', '=', postId).where('deleted_at', 'is', null).executeTakeFirst()) !== undefined
    const letter = letterId === undefined || (await tx.db.selectFrom('letter').select('id').where('id', '=', letterId).executeTakeFirst()) !== undefined
    return document && entity && post && letter
  })
}

function readerOf({ agencyId, companyId, createdBy, enrolled }: Said): Exclude<Actor, { kind: 'platform' }> | null {
  const common = { userId: createdBy, systemRoles: [], timeZone: 'UTC' }
  if (agencyId !== null) return { kind: 'agency', ...common, agencyId, complaintsRole: 'viewer' }
  if (companyId === null || !enrolled) return null
  return { kind: 'company', ...common, companyId, complaintsAccess: 'view', isComplaintsContact: false, enrolled }
}

/** Those of the event's requests that the organization sees; null where it does not see the complaint, or none of them. */
async function visibleRequests(deps: Pick<Deps, 'transaction'>, reader: Actor, complaintId: string, { event, requestIds }: Said): Promise<string[] | null> {
  return deps.transaction(reader, async (tx) => {
    const table = reader.kind === 'company' ? ('complaint_delivery' as const) : ('complaint_detail' as const)
    const seen =
      reader.kind === 'agency' && sightOf(event) === 'basic'
        ? await tx.db.selectFrom('complaint').select('id').where('id', '=', complaintId).executeTakeFirst()
        : await tx.db.selectFrom(table).select('complaint_id').where('complaint_id', '=', complaintId).executeTakeFirst()
    if (seen === undefined) return null
    if (requestIds.length === 0) return []
    const rows = await tx.db.selectFrom('information_request').select('id').where('id', 'in', requestIds).where('complaint_id', '=', complaintId).orderBy('id').execute()
    return rows.length === 0 ? null : rows.map(({ id }) => id)
  })
}
