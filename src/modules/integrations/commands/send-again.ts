import type { Actor } from '../../../access/actor.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { longestFailing } from '../domain/retries.ts'
import { testEvent } from '../domain/webhook-events.ts'
import { organisationOf, ownerOf } from '../store.ts'
import type { ReplayDeliveries } from '../webhook-contract.ts'
import { administratorOf, lockWebhook } from '../webhook-store.ts'

const mostAtOnce = 1_000

/** Sends an event of no meaning at once, so that one sees whether the other system takes it. It is tried once. */
export async function sendTest(deps: Deps, by: Actor, id: string): Promise<{ deliveryId: string }> {
  const actor = administratorOf(by)
  return deps.transaction(actor, async (tx) => {
    await lockWebhook(tx, actor, id)
    const deliveryId = newId()
    await tx.db
      .insertInto('webhook_delivery')
      .values({ id: deliveryId, webhook_id: id, ...organisationOf(actor), event_id: newId(), event: testEvent, happened_at: tx.now, state: 'waiting', created_at: tx.now, next_at: tx.now, try_until: tx.now })
      .execute()
    await tx.enqueue('deliver-webhook', { deliveryId }, { key: `webhook:${deliveryId}` })
    return { deliveryId }
  })
}

/** One delivery, whatever became of it, or all that failed since a time; under the same webhook-id, with all attempts anew. */
export async function replayDeliveries(deps: Deps, by: Actor, id: string, input: ReplayDeliveries): Promise<{ count: number; more: boolean }> {
  const actor = administratorOf(by)
  return deps.transaction(actor, async (tx) => {
    const webhook = await lockWebhook(tx, actor, id)
    if (webhook.off_since !== null) throw new AppError('conflict', 'This address is off. Switch it on first.')
    let query = tx.db.selectFrom('webhook_delivery').select(['id', 'state']).where('webhook_id', '=', id).where('event', '<>', testEvent)
    query = 'deliveryId' in input ? query.where('id', '=', input.deliveryId) : query.where('state', '=', 'failed').where('happened_at', '>=', new Date(input.failedSince))
    const found = await query.orderBy('created_at').orderBy('id').limit(mostAtOnce + 1).execute()
    if ('deliveryId' in input && found.length === 0) throw notFound('delivery')
    const chosen = found.slice(0, mostAtOnce).map((row) => row.id)
    if (chosen.length === 0) return { count: 0, more: false }
    await tx.db
      .updateTable('webhook_delivery')
      .set({ state: 'waiting', tries: 0, try_until: new Date(tx.now.getTime() + longestFailing), next_at: tx.now, done_at: null })
      .where('id', 'in', chosen)
      .execute()
    await tx.db.updateTable('webhook').set({ quiet_until: null }).where('id', '=', id).execute()
    for (const deliveryId of chosen) await tx.enqueue('deliver-webhook', { deliveryId }, { key: `webhook:${deliveryId}` })
    await tx.audit({ action: 'webhook.replayed', audience: 'platform', ...ownerOf(actor), about: { kind: 'webhook', id }, details: { count: chosen.length } })
    return { count: chosen.length, more: found.length > mostAtOnce }
  })
}
