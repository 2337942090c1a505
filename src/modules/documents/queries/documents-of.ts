import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { DocumentItem } from '../contract.ts'
import type { Purpose } from '../domain/limits.ts'
import { presentDocument } from '../present.ts'

/** Of one complaint (all its documents, or those of some purposes), request, response or closure. */
export type DocumentFilter = { complaintId: string; purposes?: readonly Purpose[] } | { requestId: string } | { responseId: string } | { closureId: string }

export type DocumentParent = 'request' | 'response' | 'closure' | 'research' | 'letter' | 'post'
const parentColumns = { request: 'd.request_id', response: 'd.response_id', closure: 'd.closure_id', research: 'd.research_id', letter: 'd.letter_id', post: 'd.post_id' } as const

/** The documents that the actor may see, oldest first. Of a request: those that the agency sends with it. */
export async function documentsOf(tx: Tx, filter: DocumentFilter): Promise<DocumentItem[]> {
  if ('requestId' in filter) return (await documentsByParent(tx, 'request', [filter.requestId])).get(filter.requestId) ?? []
  if ('responseId' in filter) return (await documentsByParent(tx, 'response', [filter.responseId])).get(filter.responseId) ?? []
  if ('closureId' in filter) return (await documentsByParent(tx, 'closure', [filter.closureId])).get(filter.closureId) ?? []
  const actor = actorOf(tx)
  const rows = await visible(tx, actor)
    .where('d.complaint_id', '=', filter.complaintId)
    .$if(filter.purposes !== undefined, (query) => query.where('d.purpose', 'in', [...(filter.purposes ?? [])]))
    .execute()
  return rows.map((row) => presentDocument(row, actor))
}

/** The documents of many requests, responses or closures in one query. A parent without documents has no entry. */
export async function documentsByParent(tx: Tx, parent: DocumentParent, ids: readonly string[]): Promise<Map<string, DocumentItem[]>> {
  const found = new Map<string, DocumentItem[]>()
  if (ids.length === 0) return found
  const actor = actorOf(tx)
  const column = parentColumns[parent]
  const rows = await visible(tx, actor)
    .select(`${column} as parent_id`)
    .where(column, 'in', [...ids])
    // A response's documents name its request too; these are what the agency sends with the request.
    .$if(parent === 'request', (query) => query.where('d.purpose', '=', 'request'))
    .execute()
  for (const { parent_id, ...row } of rows) {
    if (parent_id === null) continue
    const items = found.get(parent_id) ?? []
    items.push(presentDocument(row, actor))
    found.set(parent_id, items)
  }
  return found
}

/** Of a request: what went back with each round, and what waits to go back with the next. */
export async function documentsOfRounds(tx: Tx, requestId: string): Promise<{ byRound: Map<number, DocumentItem[]>; waiting: DocumentItem[] }> {
  const actor = actorOf(tx)
  const rows = await visible(tx, actor).select('d.round').where('d.request_id', '=', requestId).where('d.purpose', '=', 'send_back').execute()
  const byRound = new Map<number, DocumentItem[]>()
  for (const { round, ...row } of rows) if (row.shared && round !== null) byRound.set(round, [...(byRound.get(round) ?? []), presentDocument(row, actor)])
  return { byRound, waiting: rows.filter((row) => !row.shared && row.state === 'stored').map((row) => presentDocument(row, actor)) }
}

/** One document, or not found. */
export async function readDocument(deps: Deps, actor: Actor, id: string): Promise<DocumentItem> {
  if (actor.kind === 'platform') throw notFound('document')
  return deps.transaction(actor, async (tx) => {
    const row = await visible(tx, actor).where('d.id', '=', id).executeTakeFirst()
    if (row === undefined) throw notFound('document')
    return presentDocument(row, actor)
  })
}

/** Row-level security decides what is there; an unfinished upload concerns its own side only. */
function visible(tx: Tx, actor: Actor) {
  const parentStatus =
    actor.kind === 'company'
      ? sql<string | null>`(select r.status from response r where r.id = d.response_id)`
      : sql<string | null>`(select c.status from complaint c where c.id = d.complaint_id)`
  const sameBytes = sql<string | null>`(select e.original_name from document e where e.complaint_id = d.complaint_id and e.sha256 = d.sha256 and e.id <> d.id
    and d.size > 0 and e.state = 'stored' and e.removed_at is null order by e.created_at, e.id limit 1)`
  return tx.db
    .selectFrom('document as d')
    .innerJoin('person as p', 'p.id', 'd.uploaded_by')
    .select([
      'd.id', 'd.purpose', 'd.agency_id', 'd.company_id', 'd.side', 'd.shared', 'd.original_name', 'd.content_type', 'd.size', 'd.state',
      'd.sha256', 'd.scan', 'd.remark', 'd.lost_at', 'd.uploaded_by', 'd.created_at', 'p.name as uploader_name', parentStatus.as('parent_status'), sameBytes.as('same_as'),
    ])
    .where('d.removed_at', 'is', null)
    .where((is) => is.or([is('d.state', '=', 'stored'), is('d.side', '=', actor.kind)]))
    .orderBy('d.created_at')
    .orderBy('d.id')
}

function actorOf(tx: Tx): Actor {
  if (tx.actor.kind === 'job' || tx.actor.kind === 'nobody') throw new Error('Documents are listed for people only.')
  return tx.actor
}
