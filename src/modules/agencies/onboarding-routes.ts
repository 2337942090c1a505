import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { createAgency } from './commands/create-agency.ts'
import { inviteAgain, inviteAgencyAdministrator } from './commands/invite-administrator.ts'
import { updateAgency } from './commands/update-agency.ts'
import { AdministratorOf, AgencyPage, AgencyRecord, ListAgencies, NewAdministrator, OnboardAgency, UpdateAgency } from './onboarding-contract.ts'
import { listAgencies, readAgency } from './queries/list-agencies.ts'

const tags = ['Platform']
const config = { permission: 'platform.manage-agencies' as const }

/** For whoever runs the system: agencies, components and first administrators; nothing of any complaint. */
export function onboardingRoutes(app: App, deps: Deps): void {
  app.get('/agencies', { config, schema: { tags, summary: 'All agencies', querystring: ListAgencies, response: { 200: AgencyPage } } }, (request) => listAgencies(deps, request.actor, request.query))

  app.post('/agencies', {
    config,
    schema: { tags, summary: 'Onboard an agency', description: 'With its first Account Administrator, who is invited by e-mail.', body: OnboardAgency, response: { 201: AgencyRecord } },
  }, async (request, reply) => {
    const { id } = await createAgency(deps, request.actor, request.body)
    return reply.code(201).send(await readAgency(deps, request.actor, id))
  })

  app.get('/agencies/:id', { config, schema: { tags, summary: 'An agency', params: ById, response: { 200: AgencyRecord } } }, (request) => readAgency(deps, request.actor, request.params.id))

  app.patch('/agencies/:id', {
    config,
    schema: { tags, summary: 'Change an agency', description: 'The participation map follows.', params: ById, body: UpdateAgency, response: { 200: AgencyRecord } },
  }, async (request) => {
    await updateAgency(deps, request.actor, request.params.id, request.body)
    return readAgency(deps, request.actor, request.params.id)
  })

  app.post('/agencies/:id/administrators', {
    config,
    schema: { tags, summary: 'Invite an Account Administrator', description: 'At most five an agency, invited ones included.', params: ById, body: NewAdministrator, response: { 201: AgencyRecord } },
  }, async (request, reply) => {
    await inviteAgencyAdministrator(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readAgency(deps, request.actor, request.params.id))
  })

  app.post('/agencies/:id/administrators/:userId/invitations', {
    config,
    schema: { tags, summary: 'Send the invitation again', description: 'With a new link, valid 14 days; the one before stops working.', params: AdministratorOf, response: { 204: z.null() } },
  }, async (request, reply) => {
    await inviteAgain(deps, request.actor, request.params.id, request.params.userId)
    return reply.code(204).send(null)
  })
}
