import type { JobHandler } from '../../platform/jobs/handlers.ts'
import type { Deps } from '../../platform/ports.ts'
import { queueOrganisationDeliveries } from '../integrations/index.ts'
import { concernedBy } from './domain/organisation-concerned.ts'
import { planOrganisation } from './domain/organisation-plan.ts'
import type { MailEnvironment } from './mails/compose.ts'
import { forgetFormerAddress, loadOrganisationFacts } from './organisation-facts-store.ts'
import { finishOrganisationTasks, holdOrganisation, openAssignTasks, openOrganisationTasks } from './organisation-tasks-store.ts'
import { tellAll } from './tell-all.ts'

/**
 * Tells people of what concerns them or their organization, apart from any complaint. As the job for complaints, it
 * decides by the records as they stand when it runs and keeps one row per event and person.
 */
export function notifyOrganisationJob(deps: Pick<Deps, 'transaction'>, environment: MailEnvironment): JobHandler<'notify-organisation'> {
  return (happening) =>
    deps.transaction({ kind: 'job' }, async (tx) => {
      const facts = await loadOrganisationFacts(tx, happening)
      const { finish, open, assign, tell } = planOrganisation(facts)
      if (facts.home !== null && facts.home.kind !== 'platform') {
        const of = { eventId: happening.eventId, side: facts.home.kind, organisationId: facts.home.id, by: happening.by }
        await holdOrganisation(tx, of)
        await finishOrganisationTasks(tx, of, finish)
        for (const task of open) await openOrganisationTasks(tx, of, task)
        await openAssignTasks(tx, of, assign)
      }
      const concerned = concernedBy(facts)
      if (concerned !== null) await queueOrganisationDeliveries(tx, happening, concerned)
      await tellAll(tx, happening.eventId, tell, environment)
      if (facts.formerAddress !== null) await forgetFormerAddress(tx, happening.eventId)
    })
}
