import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { endDeputy, nameDeputy } from './commands/name-deputy.ts'
import { DeputyList, EndDeputy, NameDeputy } from './deputy-contract.ts'
import { listDeputies } from './queries/list-deputies.ts'

const tags = ['Deputies']

/** Who acts for a Company POC who is away. */
export function deputyRoutes(app: App, deps: Deps): void {
  app.get('/deputies', {
    config: { permission: 'deputy.name' },
    schema: { tags, summary: 'Who acts for whom in the company', response: { 200: DeputyList } },
  }, (request) => listDeputies(deps, request.actor))

  app.post('/deputies', {
    config: { permission: 'deputy.name' },
    schema: {
      tags, summary: 'Name a deputy for some days', body: NameDeputy, response: { 201: DeputyList },
      description: 'For oneself, or as an Account Administrator for a colleague. During these days the deputy acts as Company POC, and the colleague does not.',
    },
  }, async (request, reply) => {
    await nameDeputy(deps, request.actor, request.body)
    return reply.code(201).send(await listDeputies(deps, request.actor))
  })

  app.post('/deputies/:id/endings', {
    config: { permission: 'deputy.name' },
    schema: { tags, summary: 'End the days of a deputy now', params: ById, body: EndDeputy, response: { 201: DeputyList } },
  }, async (request, reply) => {
    await endDeputy(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await listDeputies(deps, request.actor))
  })
}
