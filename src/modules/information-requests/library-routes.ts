import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { addRequestSet, addRequestTemplate, retireRequestSet, retireRequestTemplate, updateRequestSet, updateRequestTemplate } from './commands/manage-library.ts'
import { useRequestSet } from './commands/use-set.ts'
import { RequestList } from './contract.ts'
import { AddRequestSet, AddRequestTemplate, RequestLibrary, RequestSet, RequestTemplate, Retire, UpdateRequestSet, UpdateRequestTemplate, UseRequestSet } from './library-contract.ts'
import { readLibrary } from './queries/read-library.ts'
import { listRequests } from './queries/read-requests.ts'

const tags = ['Library of requests']

/** The agency's library of requests: templates and sets of them. */
export function libraryRoutes(app: App, deps: Deps): void {
  app.get('/request-library', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Templates and sets of requests', description: "The agency's own, the retired ones last.", response: { 200: RequestLibrary } },
  }, (request) => readLibrary(deps, request.actor))

  app.post('/request-templates', {
    config: { permission: 'request-library.manage' },
    schema: { tags, summary: 'Add a template', body: AddRequestTemplate, response: { 201: RequestTemplate } },
  }, async (request, reply) => reply.code(201).send(await addRequestTemplate(deps, request.actor, request.body)))

  app.put('/request-templates/:id', {
    config: { permission: 'request-library.manage' },
    schema: { tags, summary: 'Change a template', description: 'Requests that were written from it stay as they are.', params: ById, body: UpdateRequestTemplate, response: { 200: RequestTemplate } },
  }, (request) => updateRequestTemplate(deps, request.actor, request.params.id, request.body))

  app.post('/request-templates/:id/retirements', {
    config: { permission: 'request-library.manage' },
    schema: { tags, summary: 'Retire a template, or take it back', params: ById, body: Retire, response: { 201: RequestTemplate } },
  }, async (request, reply) => reply.code(201).send(await retireRequestTemplate(deps, request.actor, request.params.id, request.body)))

  app.post('/request-sets', {
    config: { permission: 'request-library.manage' },
    schema: { tags, summary: 'Add a set of templates', body: AddRequestSet, response: { 201: RequestSet } },
  }, async (request, reply) => reply.code(201).send(await addRequestSet(deps, request.actor, request.body)))

  app.put('/request-sets/:id', {
    config: { permission: 'request-library.manage' },
    schema: { tags, summary: 'Change a set', params: ById, body: UpdateRequestSet, response: { 200: RequestSet } },
  }, (request) => updateRequestSet(deps, request.actor, request.params.id, request.body))

  app.post('/request-sets/:id/retirements', {
    config: { permission: 'request-library.manage' },
    schema: { tags, summary: 'Retire a set, or take it back', params: ById, body: Retire, response: { 201: RequestSet } },
  }, async (request, reply) => reply.code(201).send(await retireRequestSet(deps, request.actor, request.params.id, request.body)))

  app.post('/complaints/:id/request-sets', {
    config: { permission: 'request.add' },
    schema: { tags, summary: 'Write the requests of a set', description: 'One for each of its templates, with their due dates. None is sent yet.', params: ById, body: UseRequestSet, response: { 201: RequestList } },
  }, async (request, reply) => {
    await useRequestSet(deps, request.actor, request.params.id, request.body.setId)
    return reply.code(201).send(await listRequests(deps, request.actor, request.params.id))
  })
}
