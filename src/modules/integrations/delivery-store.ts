import { newId } from '../../platform/new-id.ts'
import type { Answer } from '../../platform/outbound/post-signed.ts'
import type { Deps, Tx } from '../../platform/ports.ts'
import { claimFor, kept, mustSwitchOff, nextTry, quietUntil } from './domain/retries.ts'
import { testEvent } from './domain/webhook-events.ts'

type Transactions = Pick<Deps, 'transaction'>
const job = { kind: 'job' } as const

export type Claimed = {
  id: string
  webhookId: string
  agencyId: string | null
  companyId: string | null
  /** Whoever registered the address: in whose organization's eyes visibility is judged. */
  createdBy: string
  enrolled: boolean
  url: string
  /** Sealed; the one before as well, for a day after a change. */
  secrets: string[]
  eventId: string
  event: string
  happenedAt: Date
  complaintId: string | null
  requestIds: string[]
  others: unknown
  claimedUntil: Date
}

/**
 * Takes a delivery for one attempt, so that no other process sends it at the same moment. Null: it is not to be sent now;
 * where it waits for something, it is queued for then.
 */
export async function claimDelivery(deps: Transactions, id: string): Promise<Claimed | null> {
  return deps.transaction(job, async (tx) => {
    const found = await lockDelivery(tx, id)
    if (found === undefined || found.delivery.state !== 'waiting') return null
    const { delivery, webhook } = found
    const isTest = delivery.event === testEvent
    if (webhook.off_since !== null && !isTest) {
      await tx.db.updateTable('webhook_delivery').set({ state: 'failed', last_outcome: 'switched_off', last_code: null, next_at: null, done_at: tx.now }).where('id', '=', id).execute()
      return null
    }
    const waitUntil = laterThan(tx.now, delivery.claimed_until, delivery.next_at, isTest ? null : webhook.quiet_until)
    if (waitUntil !== null) {
      await tx.enqueue('deliver-webhook', { deliveryId: id }, { key: `webhook:${id}`, runAt: waitUntil })
      return null
    }
    const claimedUntil = new Date(tx.now.getTime() + claimFor)
    // An address that fails is tried by one delivery at a time, or the others would hold up all other work.
    if (webhook.failures > 0) await tx.db.updateTable('webhook').set({ quiet_until: claimedUntil }).where('id', '=', webhook.id).execute()
    await tx.db.updateTable('webhook_delivery').set({ claimed_until: claimedUntil }).where('id', '=', id).execute()
    const company = webhook.company_id === null ? undefined : await tx.db.selectFrom('company').select('enrollment').where('id', '=', webhook.company_id).executeTakeFirst()
    return {
      id,
      webhookId: webhook.id,
      agencyId: webhook.agency_id,
      companyId: webhook.company_id,
      createdBy: webhook.created_by,
      enrolled: company?.enrollment === 'complete',
      url: webhook.url,
      secrets: [webhook.secret, ...(webhook.former_secret !== null && webhook.former_secret_until !== null && webhook.former_secret_until > tx.now ? [webhook.former_secret] : [])],
      eventId: delivery.event_id,
      event: delivery.event,
      happenedAt: delivery.happened_at,
      complaintId: delivery.complaint_id,
      requestIds: delivery.request_ids,
      others: delivery.others,
      claimedUntil,
    }
  })
}

/** The address first, then the delivery: always in this order. */
async function lockDelivery(tx: Tx, id: string) {
  const of = await tx.db.selectFrom('webhook_delivery').select('webhook_id').where('id', '=', id).executeTakeFirst()
  if (of === undefined) return undefined
  const webhook = await tx.db
    .selectFrom('webhook')
    .select(['id', 'agency_id', 'company_id', 'created_by', 'url', 'secret', 'former_secret', 'former_secret_until', 'failures', 'failing_since', 'quiet_until', 'off_since'])
    .where('id', '=', of.webhook_id)
    .forUpdate()
    .executeTakeFirst()
  const delivery = await tx.db
    .selectFrom('webhook_delivery')
    .select(['state', 'event', 'event_id', 'happened_at', 'complaint_id', 'request_ids', 'others', 'attempts', 'tries', 'try_until', 'next_at', 'claimed_until'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return webhook === undefined || delivery === undefined ? undefined : { webhook, delivery }
}

function laterThan(now: Date, ...times: (Date | null)[]): Date | null {
  const later = times.flatMap((time) => (time === null || time <= now ? [] : [time.getTime()]))
  return later.length === 0 ? null : new Date(Math.max(...later))
}

/** The organization may not see any more what it was about: nothing was sent, and the log says so. */
export async function dropDelivery(deps: Transactions, claimed: Claimed, outcome: 'not_visible' | 'secret_lost'): Promise<void> {
  await deps.transaction(job, async (tx) => {
    const state = outcome === 'not_visible' ? 'dropped' : 'failed'
    await tx.db.updateTable('webhook_delivery').set({ state, last_outcome: outcome, last_code: null, claimed_until: null, next_at: null, done_at: tx.now }).where('id', '=', claimed.id).where('claimed_until', '=', claimed.claimedUntil).execute()
  })
}

/** Gives it back untried: the program stops. */
export async function releaseDelivery(deps: Transactions, claimed: Claimed): Promise<void> {
  await deps.transaction(job, async (tx) => {
    await tx.db.updateTable('webhook_delivery').set({ claimed_until: null }).where('id', '=', claimed.id).where('claimed_until', '=', claimed.claimedUntil).execute()
    await tx.db.updateTable('webhook').set({ quiet_until: null }).where('id', '=', claimed.webhookId).where('quiet_until', '=', claimed.claimedUntil).execute()
  })
}

/** Logs the attempt and decides what follows from it: done, tried again, given up; the address rests or is switched off. */
export async function recordAttempt(deps: Transactions, claimed: Claimed, answer: Answer): Promise<void> {
  await deps.transaction(job, async (tx) => {
    const found = await lockDelivery(tx, claimed.id)
    // Removed meanwhile, or somebody else took it over after a long standstill of this process.
    if (found === undefined || found.delivery.claimed_until?.getTime() !== claimed.claimedUntil.getTime()) return
    const { webhook, delivery } = found
    const number = delivery.attempts + 1
    await tx.db
      .insertInto('webhook_attempt')
      .values({ delivery_id: claimed.id, number, agency_id: webhook.agency_id, company_id: webhook.company_id, at: tx.now, milliseconds: answer.milliseconds, code: answer.code, outcome: answer.outcome })
      .execute()
    const tried = { attempts: number, last_code: answer.code, last_outcome: answer.outcome, claimed_until: null }
    if (answer.outcome === 'delivered') {
      await tx.db.updateTable('webhook_delivery').set({ ...tried, state: 'delivered', next_at: null, done_at: tx.now }).where('id', '=', claimed.id).execute()
      if (webhook.failures > 0) await tx.db.updateTable('webhook').set({ failures: 0, failing_since: null, quiet_until: null }).where('id', '=', webhook.id).execute()
      await tx.db.deleteFrom('webhook_delivery').where('webhook_id', '=', webhook.id).where('created_at', '<', new Date(tx.now.getTime() - kept)).execute()
      return
    }
    const failed = delivery.tries + 1
    const again = delivery.event === testEvent ? null : nextTry(tx.now, failed, delivery.try_until)
    const next = again === null ? { state: 'failed', next_at: null, done_at: tx.now } : { next_at: again }
    await tx.db.updateTable('webhook_delivery').set({ ...tried, ...next, tries: failed }).where('id', '=', claimed.id).execute()
    if (delivery.event === testEvent) return
    if (again !== null) await tx.enqueue('deliver-webhook', { deliveryId: claimed.id }, { key: `webhook:${claimed.id}`, runAt: again })
    await noteFailure(tx, webhook)
  })
}

async function noteFailure(tx: Tx, webhook: { id: string; agency_id: string | null; company_id: string | null; failures: number; failing_since: Date | null; off_since: Date | null }): Promise<void> {
  const failures = webhook.failures + 1
  const failingSince = webhook.failing_since ?? tx.now
  const off = webhook.off_since === null && mustSwitchOff(tx.now, failingSince)
  await tx.db
    .updateTable('webhook')
    .set({ failures, failing_since: failingSince, quiet_until: quietUntil(tx.now, failures), ...(off && { off_since: tx.now, off_reason: 'failures' }) })
    .where('id', '=', webhook.id)
    .execute()
  if (!off) return
  await tx.db.updateTable('webhook_delivery').set({ state: 'failed', last_outcome: 'switched_off', last_code: null, next_at: null, done_at: tx.now }).where('webhook_id', '=', webhook.id).where('state', '=', 'waiting').execute()
  const owner = webhook.agency_id === null ? { companyId: webhook.company_id ?? '' } : { agencyId: webhook.agency_id }
  await tx.audit({ action: 'webhook.switched_off', audience: 'platform', ...owner, about: { kind: 'webhook', id: webhook.id }, details: { reason: 'failures' } })
  await tx.enqueue('notify-organisation', { eventId: newId(), event: 'webhook_switched_off', ...owner, by: null })
}
