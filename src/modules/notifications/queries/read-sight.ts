import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import type { Deps, LiveTopic, Tx } from '../../../platform/ports.ts'
import { otherReadings } from '../../complaints/domain/history-kinds.ts'

/** How much of it the actor sees now: the detail, whose changes are told; basic information, whose changes are not; nothing. */
export type Sight = 'detail' | 'basic' | 'none'

/** What the actor may see of these records at this moment; row-level security decides. */
export async function readSight(deps: Pick<Deps, 'transaction'>, actor: Actor, topics: readonly LiveTopic[]): Promise<Map<LiveTopic, Sight>> {
  const own = ownTopics(actor)
  const sight = new Map<LiveTopic, Sight>(topics.map((topic) => [topic, own.includes(topic) ? 'detail' : 'none']))
  const complaints = idsOf(topics, 'complaint')
  const entities = idsOf(topics, 'entity')
  if (complaints.length + entities.length === 0) return sight
  await deps.transaction(actor, async (tx) => {
    for (const { id, detail } of await complaintsOf(tx, actor, complaints)) sight.set(`complaint:${id}`, detail ? 'detail' : 'basic')
    for (const { id } of await entitiesOf(tx, actor, entities)) sight.set(`entity:${id}`, 'detail')
  })
  return sight
}

/** What everybody follows, whatever page is open: their own tasks and notifications, and what their agency shares. */
export function ownTopics(actor: Actor): LiveTopic[] {
  return [`user:${actor.userId}`, ...(actor.kind === 'agency' && actor.complaintsRole !== null ? [`agency:${actor.agencyId}` as const] : [])]
}

// As in the index audit_entry_deeds.
const isDeed = sql`action not like '%.read' and action not in (${sql.join(otherReadings.map((action) => sql.lit(action)))})`

/** When each changed last, as far as the actor reads its history; of a user, when they were told something last. */
export async function readChanged(deps: Pick<Deps, 'transaction'>, actor: Actor, topics: readonly LiveTopic[]): Promise<Record<string, string | null>> {
  const complaints = idsOf(topics, 'complaint')
  const entities = idsOf(topics, 'entity')
  const changed: Record<string, string | null> = Object.fromEntries([...complaints.map((id) => [`complaint:${id}`, null] as const), ...entities.map((id) => [`entity:${id}`, null] as const)])
  const { rows } = await deps.transaction(actor, (tx) =>
    sql<{ topic: string; at: Date }>`
      select 'user:' || user_id as topic, created_at as at from (select user_id, created_at from notification where user_id = ${actor.userId} order by created_at desc, id desc limit 1) n
      ${actor.kind === 'platform' || complaints.length + entities.length === 0 ? sql`` : sql`union all
      select 'complaint:' || i.id as topic, e.at from unnest(${complaints}::uuid[]) i (id)
      cross join lateral (select at from audit_entry where complaint_id = i.id and ${isDeed} order by at desc, id desc limit 1) e
      union all
      select 'entity:' || i.id, e.at from unnest(${entities}::uuid[]) i (id)
      cross join lateral (select at from audit_entry where about_kind = 'entity' and about_id = i.id and ${isDeed} order by at desc, id desc limit 1) e`}`.execute(tx.db),
  )
  for (const { topic, at } of rows) changed[topic] = at.toISOString()
  return changed
}

/** An Account Administrator without complaints access reads of a complaint that it waits, and hears no more of it. */
async function complaintsOf(tx: Tx, actor: Actor, ids: string[]): Promise<{ id: string; detail: boolean }[]> {
  if (ids.length === 0 || actor.kind === 'platform') return []
  if (actor.kind === 'company') {
    const rows = await tx.db.selectFrom('complaint_delivery').select('complaint_id').where('complaint_id', 'in', ids).execute()
    return rows.map((row) => ({ id: row.complaint_id, detail: actor.complaintsAccess !== null }))
  }
  const { rows } = await sql<{ id: string; detail: boolean }>`
    select id, agency_id = actor_agency() or complaint_is_shared(id) as detail from complaint where id = any(${ids}::uuid[])`.execute(tx.db)
  return rows
}

async function entitiesOf(tx: Tx, actor: Actor, ids: string[]): Promise<{ id: string }[]> {
  return ids.length === 0 || actor.kind !== 'agency' ? [] : tx.db.selectFrom('entity').select('id').where('id', 'in', ids).execute()
}

function idsOf(topics: readonly LiveTopic[], kind: 'complaint' | 'entity'): string[] {
  return topics.flatMap((topic) => (topic.startsWith(`${kind}:`) ? [topic.slice(kind.length + 1)] : []))
}
