import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { companyViewRoutes } from './company-view-routes.ts'
import { cancelRequest } from './commands/cancel-request.ts'
import { markQuickLook } from './commands/mark-quick-look.ts'
import { sendRequests } from './commands/send-requests.ts'
import { addRequest, removeRequest, removeRequests, updateRequest } from './commands/write-request.ts'
import { AddRequest, CancelRequest, MarkQuickLook, RemoveRequests, RequestList, RequestRecord, SendingDefaults, SendRequests, UpdateRequest } from './contract.ts'
import { onTimeRoutes } from './on-time-routes.ts'
import { listRequests, readRequest, readSendingDefaults } from './queries/read-requests.ts'

const tags = ['Information requests']

/** The agency's side of the exchange. */
export function requestRoutes(app: App, deps: Deps): void {
  companyViewRoutes(app, deps)
  onTimeRoutes(app, deps)

  app.get('/complaints/:id/information-requests', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'The requests of a complaint', params: ById, response: { 200: RequestList } },
  }, (request) => listRequests(deps, request.actor, request.params.id))

  app.post('/complaints/:id/information-requests', {
    config: { permission: 'request.add' },
    schema: { tags, summary: 'Write a request', description: 'It is not sent yet.', params: ById, body: AddRequest, response: { 201: RequestRecord } },
  }, async (request, reply) => {
    const id = await addRequest(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readRequest(deps, request.actor, id))
  })

  app.post('/complaints/:id/request-removals', {
    config: { permission: 'request.update' },
    schema: { tags, summary: 'Remove several requests that were not sent', description: 'All of them, or none.', params: ById, body: RemoveRequests, response: { 200: RequestList } },
  }, async (request) => {
    await removeRequests(deps, request.actor, request.params.id, request.body.requestIds)
    return listRequests(deps, request.actor, request.params.id)
  })

  app.get('/complaints/:id/sending-defaults', {
    config: { permission: 'request.send' },
    schema: { tags, summary: 'What the sending form proposes', params: ById, response: { 200: SendingDefaults } },
  }, (request) => readSendingDefaults(deps, request.actor, request.params.id))

  app.post('/complaints/:id/sendings', {
    config: { permission: 'request.send' },
    schema: { tags, summary: 'Send requests to the company', description: 'The first sending delivers the complaint. Every due date lies in the future; the bulk date fills blanks only.', params: ById, body: SendRequests, response: { 201: RequestList } },
  }, async (request, reply) => {
    await sendRequests(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await listRequests(deps, request.actor, request.params.id))
  })

  app.get('/information-requests/:id', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'A request with its answers', params: ById, response: { 200: RequestRecord } },
  }, (request) => readRequest(deps, request.actor, request.params.id))

  app.patch('/information-requests/:id', {
    config: { permission: 'request.update' },
    schema: { tags, summary: 'Change a request that was not sent', params: ById, body: UpdateRequest, response: { 200: RequestRecord } },
  }, async (request) => {
    await updateRequest(deps, request.actor, request.params.id, request.body)
    return readRequest(deps, request.actor, request.params.id)
  })

  app.delete('/information-requests/:id', {
    config: { permission: 'request.update' },
    schema: { tags, summary: 'Remove a request that was not sent', params: ById, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeRequest(deps, request.actor, request.params.id)
    return reply.code(204).send(null)
  })

  app.post('/information-requests/:id/cancellations', {
    config: { permission: 'request.cancel' },
    schema: { tags, summary: 'Cancel a request that is with the company', description: 'The company is told, without the reason.', params: ById, body: CancelRequest, response: { 201: RequestRecord } },
  }, async (request, reply) => {
    await cancelRequest(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readRequest(deps, request.actor, request.params.id))
  })

  app.post('/information-requests/:id/quick-looks', {
    config: { permission: 'request.quick-look' },
    schema: { tags, summary: 'Mark an answer as looked at', description: 'Agencies only; can be undone.', params: ById, body: MarkQuickLook, response: { 201: RequestRecord } },
  }, async (request, reply) => {
    await markQuickLook(deps, request.actor, request.params.id, { ...request.body, complete: true })
    return reply.code(201).send(await readRequest(deps, request.actor, request.params.id))
  })

  app.delete('/information-requests/:id/quick-looks', {
    config: { permission: 'request.quick-look' },
    schema: { tags, summary: 'Undo the mark', params: ById, querystring: z.object({ version: z.coerce.number().int().min(1) }), response: { 200: RequestRecord } },
  }, async (request) => {
    await markQuickLook(deps, request.actor, request.params.id, { ...request.query, complete: false })
    return readRequest(deps, request.actor, request.params.id)
  })
}
