import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { PostSigned } from '../../platform/outbound/post-signed.ts'
import type { Deps } from '../../platform/ports.ts'
import { claimDelivery, dropDelivery, recordAttempt, releaseDelivery } from './delivery-store.ts'
import { composeMessage } from './message.ts'

export type Outbound = { post: PostSigned; publicUrl: string }

/** This module's jobs by name. */
export function integrationJobs(deps: Deps, outbound: Outbound) {
  return { 'deliver-webhook': deliverWebhookJob(deps, outbound) }
}

/**
 * One attempt at one delivery. Its failures are no failures of the job: attempts and pauses are kept with the delivery,
 * where the organization sees them. Nothing is held in the database while the other side is waited for. Killed on the way,
 * it is sent again under the same webhook-id.
 */
function deliverWebhookJob(deps: Deps, { post, publicUrl }: Outbound): JobHandler<'deliver-webhook'> {
  return async ({ deliveryId }, { signal }) => {
    const claimed = await claimDelivery(deps, deliveryId)
    if (claimed === null) return
    const secrets = claimed.secrets.flatMap((sealed) => deps.secrets.open('webhook', sealed) ?? [])
    const body = await composeMessage(deps, claimed, publicUrl)
    if (body === null) return dropDelivery(deps, claimed, 'not_visible')
    if (secrets.length === 0) return dropDelivery(deps, claimed, 'secret_lost')
    try {
      const answer = await post({ url: claimed.url, id: claimed.id, at: deps.clock.now(), body, secrets }, signal)
      await recordAttempt(deps, claimed, answer)
    } catch (error) {
      if (signal.aborted) await releaseDelivery(deps, claimed)
      throw error
    }
  }
}
