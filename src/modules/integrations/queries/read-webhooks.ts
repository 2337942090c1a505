import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { eventsFor } from '../domain/webhook-events.ts'
import { deliveryStates, type Delivery, type DeliveryRecord, type WebhookItem, type WebhookList } from '../webhook-contract.ts'
import { composeMessage } from '../message.ts'
import type { Member } from '../store.ts'
import { administratorOf, mostWebhooks, presentWebhook, webhookColumns } from '../webhook-store.ts'

const Position = z.tuple([z.iso.datetime(), z.string()])
const deliveryColumns = ['id', 'event', 'happened_at', 'state', 'attempts', 'next_at', 'last_code', 'last_outcome', 'created_at'] as const
type DeliveryRow = { id: string; event: string; happened_at: Date; state: string; attempts: number; next_at: Date | null; last_code: number | null; last_outcome: string | null }

export async function listWebhooks(deps: Pick<Deps, 'transaction'>, by: Actor): Promise<WebhookList> {
  const actor = administratorOf(by)
  const rows = await deps.transaction(actor, (tx) => tx.db.selectFrom('webhook').select(webhookColumns).orderBy('created_at').orderBy('id').limit(mostWebhooks).execute())
  return { items: rows.map(presentWebhook), most: mostWebhooks, events: eventsFor(actor.kind) }
}

export async function readWebhook(deps: Pick<Deps, 'transaction'>, by: Actor, id: string): Promise<WebhookItem> {
  const actor = administratorOf(by)
  const row = await deps.transaction(actor, (tx) => tx.db.selectFrom('webhook').select(webhookColumns).where('id', '=', id).executeTakeFirst())
  if (row === undefined) throw notFound('address')
  return presentWebhook(row)
}

/** What was sent to an address, newest first. */
export async function listDeliveries(
  deps: Pick<Deps, 'transaction' | 'cursors'>,
  by: Actor,
  id: string,
  page: { state?: Delivery['state'] | undefined; event?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Delivery[]; next: string | null }> {
  const actor = administratorOf(by)
  await readWebhook(deps, actor, id)
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  const rows = await deps.transaction(actor, (tx) => {
    let query = tx.db.selectFrom('webhook_delivery').select(deliveryColumns).where('webhook_id', '=', id).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(page.limit + 1)
    if (page.state !== undefined) query = query.where('state', '=', page.state)
    if (page.event !== undefined) query = query.where('event', '=', page.event)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(new Date(after[0]), after[1])))
    return query.execute()
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return { items: shown.map(presentDelivery), next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.created_at.toISOString(), last.id]) : null }
}

/** A delivery with each attempt at it, and what is sent. */
export async function readDelivery(deps: Pick<Deps, 'transaction'>, by: Actor, id: string, deliveryId: string, publicUrl: string): Promise<DeliveryRecord> {
  const actor = administratorOf(by)
  const { row, tries } = await deps.transaction(actor, async (tx) => {
    const row = await tx.db.selectFrom('webhook_delivery').select([...deliveryColumns, 'event_id', 'complaint_id', 'request_ids', 'others']).where('id', '=', deliveryId).where('webhook_id', '=', id).executeTakeFirst()
    if (row === undefined) throw notFound('delivery')
    const tries = await tx.db.selectFrom('webhook_attempt').select(['number', 'at', 'milliseconds', 'code', 'outcome']).where('delivery_id', '=', deliveryId).orderBy('number', 'desc').limit(100).execute()
    return { row, tries }
  })
  const said = { event: row.event, eventId: row.event_id, happenedAt: row.happened_at, complaintId: row.complaint_id, requestIds: row.request_ids, others: row.others }
  const message = await composeMessage(deps, { ...said, ...readerOf(actor) }, publicUrl)
  return { ...presentDelivery(row), tries: tries.map((one) => ({ ...one, at: one.at.toISOString() })), message }
}

/** In whose eyes a message is composed (message.ts). */
function readerOf(actor: Member) {
  const whose = actor.kind === 'agency' ? { agencyId: actor.agencyId, companyId: null, enrolled: false } : { agencyId: null, companyId: actor.companyId, enrolled: actor.enrolled }
  return { ...whose, createdBy: actor.userId }
}

function presentDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    event: row.event,
    happenedAt: row.happened_at.toISOString(),
    state: oneOf(deliveryStates, row.state),
    attempts: row.attempts,
    nextAt: row.next_at?.toISOString() ?? null,
    lastCode: row.last_code,
    lastOutcome: row.last_outcome,
  }
}
