import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'
import { queueDeliveries } from '../integrations/index.ts'
import { plan } from './domain/plan.ts'
import { sharingAgencies } from './domain/sharing-agencies.ts'
import type { MailEnvironment } from './mails/compose.ts'
import { finishPlanned, holdComplaint, loadFacts, openTasks } from './store.ts'
import { tellAll } from './tell-all.ts'

/**
 * Opens and finishes tasks and tells people after an event. It decides by the records as they stand when it runs and
 * keeps one row per event and person, so that it may run late and more than once.
 */
export function notifyJob(deps: Pick<Deps, 'transaction'>, environment: MailEnvironment): JobHandler<'notify'> {
  return (payload) =>
    deps.transaction({ kind: 'job' }, async (tx) => {
      await holdComplaint(tx, payload.complaintId)
      const loaded = await loadFacts(tx, payload)
      // A draft may have been discarded since.
      if (loaded === null) return
      await queueDeliveries(tx, payload)
      const { finish, open, tell } = plan(loaded.facts)
      for (const tasks of finish) await finishPlanned(tx, loaded.happening, tasks)
      for (const tasks of open) await openTasks(tx, loaded.happening, tasks)
      await tellAll(tx, payload.eventId, tell, environment)
      for (const agencyId of sharingAgencies(loaded.facts)) await tx.announce(`agency:${agencyId}`, 'sharing')
    })
}
