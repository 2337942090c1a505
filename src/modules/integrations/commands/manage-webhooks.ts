import { randomBytes } from 'node:crypto'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { organisationOf, ownerOf } from '../store.ts'
import type { AddedWebhook, AddWebhook, NewWebhookSecret, UpdateWebhook } from '../webhook-contract.ts'
import { administratorOf, formerSecretFor, lockWebhook, mostWebhooks, requireFields, requireSeen } from '../webhook-store.ts'

export type WebhookSettings = { training: boolean }

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

export async function addWebhook(deps: Deps, by: Actor, input: AddWebhook, { training }: WebhookSettings): Promise<AddedWebhook> {
  const actor = administratorOf(by)
  const { url, events } = requireFields(actor, input, training)
  const secret = newSecret()
  return deps.transaction(actor, async (tx) => {
    const { count } = await tx.db.selectFrom('webhook').select(({ fn }) => fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
    if (Number(count) >= mostWebhooks) throw new AppError('conflict', `Your organization has ${String(mostWebhooks)} addresses. Remove one that is not used any more first.`)
    const id = newId()
    await tx.db.insertInto('webhook').values({ id, ...organisationOf(actor), name: input.name.trim(), url, events, secret: deps.secrets.seal('webhook', secret), created_by: actor.userId, created_at: tx.now }).execute()
    await tx.audit({ action: 'webhook.added', audience: 'platform', ...ownerOf(actor), about: { kind: 'webhook', id }, details: { events } })
    return { id, secret }
  })
}

export async function updateWebhook(deps: Deps, by: Actor, id: string, input: UpdateWebhook, { training }: WebhookSettings): Promise<void> {
  const actor = administratorOf(by)
  await deps.transaction(actor, async (tx) => {
    const row = await lockWebhook(tx, actor, id)
    requireSeen(row, input.version)
    const { url, events } = requireFields(actor, input, training)
    const after = { name: input.name.trim(), url, events }
    const fields = (['name', 'url', 'events'] as const).filter((field) => JSON.stringify(row[field]) !== JSON.stringify(after[field]))
    await tx.db.updateTable('webhook').set({ ...after, version: row.version + 1, ...(fields.includes('url') && { failures: 0, failing_since: null, quiet_until: null }) }).where('id', '=', id).execute()
    await tx.audit({ action: 'webhook.changed', audience: 'platform', ...ownerOf(actor), about: { kind: 'webhook', id }, details: { fields } })
  })
}

/** With its log. What is on its way at this moment may still arrive. */
export async function removeWebhook(deps: Deps, by: Actor, id: string): Promise<void> {
  const actor = administratorOf(by)
  await deps.transaction(actor, async (tx) => {
    await lockWebhook(tx, actor, id)
    await tx.db.deleteFrom('webhook').where('id', '=', id).execute()
    await tx.audit({ action: 'webhook.removed', audience: 'platform', ...ownerOf(actor), about: { kind: 'webhook', id } })
  })
}

/** A new secret; the one before signs beside it for a day, so that no message is refused while the other system is changed. */
export async function renewSecret(deps: Deps, by: Actor, id: string): Promise<NewWebhookSecret> {
  const actor = administratorOf(by)
  const secret = newSecret()
  return deps.transaction(actor, async (tx) => {
    const row = await lockWebhook(tx, actor, id)
    const formerUntil = new Date(tx.now.getTime() + formerSecretFor)
    await tx.db.updateTable('webhook').set({ secret: deps.secrets.seal('webhook', secret), former_secret_until: formerUntil, version: row.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'webhook.secret_renewed', audience: 'platform', ...ownerOf(actor), about: { kind: 'webhook', id } })
    return { secret, formerUntil: formerUntil.toISOString() }
  })
}

/** Paused: events are kept for 30 days and can be sent by hand. Resumed, also after the system switched it off: it begins anew. */
export async function switchWebhook(deps: Deps, by: Actor, id: string, version: number, to: 'paused' | 'working'): Promise<void> {
  const actor = administratorOf(by)
  await deps.transaction(actor, async (tx) => {
    const row = await lockWebhook(tx, actor, id)
    requireSeen(row, version)
    const paused = to === 'paused'
    if ((row.off_since !== null) === paused) throw new AppError('conflict', paused ? 'It is off already.' : 'It is on already.')
    await tx.db
      .updateTable('webhook')
      .set({ off_since: paused ? tx.now : null, off_reason: paused ? 'by_hand' : null, failures: 0, failing_since: null, quiet_until: null, version: row.version + 1 })
      .where('id', '=', id)
      .execute()
    await tx.audit({ action: paused ? 'webhook.paused' : 'webhook.resumed', audience: 'platform', ...ownerOf(actor), about: { kind: 'webhook', id } })
  })
}
