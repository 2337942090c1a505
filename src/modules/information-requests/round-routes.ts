import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { declineAsk } from './commands/decline-ask.ts'
import { extendRequest } from './commands/extend-request.ts'
import { sendBack } from './commands/send-back.ts'
import { RequestRecord } from './contract.ts'
import { readRequest } from './queries/read-requests.ts'
import { DeclineAsk, ExtendRequest, SendBack } from './round-contract.ts'

const tags = ['Information requests']

/** Extending and sending back; what the company asks of the agency, and its decision. */
export function roundRoutes(app: App, deps: Deps): void {
  app.post('/information-requests/:id/extensions', {
    config: { permission: 'request.extend' },
    schema: { tags, summary: 'Give a request that is with the company another due date', description: 'In the future. The original date is kept, the company is told, and more time that it asked for is granted by it.', params: ById, body: ExtendRequest, response: { 201: RequestRecord } },
  }, async (request, reply) => {
    await extendRequest(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readRequest(deps, request.actor, request.params.id))
  })

  app.post('/information-requests/:id/send-backs', {
    config: { permission: 'request.send-back' },
    schema: { tags, summary: 'Send an answered request back to the company', description: 'Begins a round, with an explanation, a new due date and documents; Quick Look is taken back. What the company asked is granted by it.', params: ById, body: SendBack, response: { 201: RequestRecord } },
  }, async (request, reply) => {
    await sendBack(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readRequest(deps, request.actor, request.params.id))
  })

  app.post('/request-asks/:id/declines', {
    config: { permission: 'request.decide-ask' },
    schema: { tags, summary: 'Decline what the company asked about a request', description: 'With words to the company. Granting is extending the request, or sending it back.', params: ById, body: DeclineAsk, response: { 201: RequestRecord } },
  }, async (request, reply) => {
    const requestId = await declineAsk(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readRequest(deps, request.actor, requestId))
  })
}
