import { z } from 'zod'
import { ById, SeenVersion } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { addResearch, removeResearch, updateResearch } from './commands/write-research.ts'
import { AddResearch, ListResearch, ResearchEntry, ResearchPage, UpdateResearch } from './contract.ts'
import { listResearch, readResearch } from './queries/read-research.ts'

const tags = ['Research and communication']

/** Research, and communication that took place outside of the system. */
export function researchRoutes(app: App, deps: Deps): void {
  app.get('/complaints/:id/research-entries', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'Research and communication of a complaint', description: 'Newest first by when it took place. Agencies only; the reading is recorded.', params: ById, querystring: ListResearch, response: { 200: ResearchPage } },
  }, (request) => listResearch(deps, request.actor, request.params.id, request.query))

  app.post('/complaints/:id/research-entries', {
    config: { permission: 'research.add' },
    schema: { tags, summary: 'Note research or a communication', description: 'After closing and canceling too. Documents are uploaded into the note (tus, purpose research).', params: ById, body: AddResearch, response: { 201: ResearchEntry } },
  }, async (request, reply) => {
    const id = await addResearch(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readResearch(deps, request.actor, id))
  })

  app.get('/research-entries/:id', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'A note', params: ById, response: { 200: ResearchEntry } },
  }, (request) => readResearch(deps, request.actor, request.params.id))

  app.patch('/research-entries/:id', {
    config: { permission: 'research.add' },
    schema: { tags, summary: 'Change a note', description: 'All of its fields. A version that was overtaken is refused with the note that is there in `current`.', params: ById, body: UpdateResearch, response: { 200: ResearchEntry } },
  }, async (request) => {
    await updateResearch(deps, request.actor, request.params.id, request.body)
    return readResearch(deps, request.actor, request.params.id)
  })

  app.delete('/research-entries/:id', {
    config: { permission: 'research.add' },
    schema: { tags, summary: 'Remove a note with its documents', description: 'At the version that was read: what somebody changed since is not removed unseen.', params: ById, querystring: SeenVersion, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeResearch(deps, request.actor, request.params.id, request.query.version)
    return reply.code(204).send(null)
  })
}
