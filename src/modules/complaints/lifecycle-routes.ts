import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { cancelComplaint } from './commands/cancel-complaint.ts'
import { reopenComplaint } from './commands/reopen-complaint.ts'
import { ComplaintRecord } from './contract.ts'
import { CancelComplaint, Closures, ReopenComplaint } from './lifecycle-contract.ts'
import { listClosures } from './queries/list-closures.ts'
import { readComplaint } from './queries/read-complaint.ts'

const tags = ['Complaints']

/** Canceling, reopening, and all closures of a complaint. */
export function lifecycleRoutes(app: App, deps: Deps): void {
  app.get('/complaints/:id/closures', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'All closures of a complaint', description: 'With its reopenings, or how it was canceled.', params: ById, response: { 200: Closures } },
  }, (request) => listClosures(deps, request.actor, request.params.id))

  app.post('/complaints/:id/cancellations', {
    config: { permission: 'complaint.cancel' },
    schema: {
      tags,
      summary: 'Cancel a complaint',
      description: 'Requests with the company become canceled, unsent ones are removed, and what other agencies had not decided ends. The company is told, without details, if a request had been sent.',
      params: ById,
      body: CancelComplaint,
      response: { 201: ComplaintRecord },
    },
  }, async (request, reply) => {
    await cancelComplaint(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/reopenings', {
    config: { permission: 'complaint.reopen' },
    schema: { tags, summary: 'Reopen a closed complaint', description: 'Within one year of the latest closure. The company is told with the next request.', params: ById, body: ReopenComplaint, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    await reopenComplaint(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })
}
