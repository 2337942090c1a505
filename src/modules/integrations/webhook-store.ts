import type { Selectable } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { permit } from '../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../kernel/errors.ts'
import type { Webhook } from '../../platform/database/schema.ts'
import type { Tx } from '../../platform/ports.ts'
import { addressProblem } from './domain/webhook-address.ts'
import { eventsFor } from './domain/webhook-events.ts'
import { memberOf, type Member } from './store.ts'
import type { WebhookItem } from './webhook-contract.ts'

export const mostWebhooks = 10
/** The secret before signs beside a new one for this long. */
export const formerSecretFor = 24 * 3_600_000
export const webhookColumns = ['id', 'agency_id', 'company_id', 'name', 'url', 'events', 'former_secret_until', 'created_at', 'failing_since', 'off_since', 'off_reason', 'version'] as const
export type WebhookRow = Pick<Selectable<Webhook>, (typeof webhookColumns)[number]>

export function administratorOf(actor: Actor): Member {
  permit(actor, 'integration.manage')
  return memberOf(actor)
}

export function requireFields(actor: Member, input: { url: string; events: string[] }, training: boolean): { url: string; events: string[] } {
  const url = input.url.trim()
  const problem = addressProblem(url, training)
  const known = eventsFor(actor.kind).map(({ name }) => name)
  const events = known.filter((name) => input.events.includes(name))
  const fields: Record<string, string> = {}
  if (problem !== null) fields['url'] = problem
  if (events.length !== new Set(input.events).size) fields['events'] = 'Choose from the events that are offered.'
  if (Object.keys(fields).length > 0) throw invalid(fields)
  return { url: new URL(url).href, events }
}

export async function lockWebhook(tx: Tx, actor: Member, id: string): Promise<WebhookRow> {
  const row = await tx.db.selectFrom('webhook').select(webhookColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw notFound('address')
  permit(actor, 'integration.manage', { ownerAgencyId: row.agency_id, companyId: row.company_id })
  return row
}

export function requireSeen(row: WebhookRow, version: number): void {
  if (row.version !== version) throw new AppError('stale_version', 'Somebody else changed this address meanwhile.', { current: presentWebhook(row) })
}

export function presentWebhook(row: WebhookRow): WebhookItem {
  const state = row.off_reason === 'failures' ? 'switched_off' : row.off_reason !== null ? 'paused' : row.failing_since !== null ? 'failing' : 'working'
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: row.events,
    state,
    since: (row.off_since ?? row.failing_since)?.toISOString() ?? null,
    formerSecretUntil: row.former_secret_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}
