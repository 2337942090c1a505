import { z } from 'zod'
import { ById, SeenVersion } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { addCitation, updateCitation } from './commands/write-citation.ts'
import { addViolations, removeViolation, updateViolation } from './commands/write-violations.ts'
import {
  AddCitation, AddViolations, AllegedViolation, Citation, CitationList, CitationPage, ListCitations, ListViolations, SearchCitations, UpdateCitation, UpdateViolation, ViolationPage,
} from './contract.ts'
import { findCitation, listCitations, searchCitations } from './queries/list-citations.ts'
import { listViolations, readViolation } from './queries/read-violations.ts'

/** Alleged violations, and the citations to choose from. */
export function violationRoutes(app: App, deps: Deps): void {
  const tags = ['Alleged violations']

  app.get('/complaints/:id/alleged-violations', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'The alleged violations of a complaint', description: 'Agencies only; the reading is recorded.', params: ById, querystring: ListViolations, response: { 200: ViolationPage } },
  }, (request) => listViolations(deps, request.actor, request.params.id, request.query))

  app.post('/complaints/:id/alleged-violations', {
    config: { permission: 'violation.add' },
    schema: { tags, summary: 'Add alleged violations', description: 'Several at once, all or none. Each has a description and may cite a statute or regulation.', params: ById, body: AddViolations, response: { 201: ViolationPage } },
  }, async (request, reply) => {
    await addViolations(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await listViolations(deps, request.actor, request.params.id, { limit: 200 }))
  })

  app.patch('/alleged-violations/:id', {
    config: { permission: 'violation.add' },
    schema: { tags, summary: 'Change an alleged violation', description: 'All of its fields. A version that was overtaken is refused with what is there in `current`.', params: ById, body: UpdateViolation, response: { 200: AllegedViolation } },
  }, async (request) => {
    await updateViolation(deps, request.actor, request.params.id, request.body)
    return readViolation(deps, request.actor, request.params.id)
  })

  app.delete('/alleged-violations/:id', {
    config: { permission: 'violation.remove' },
    schema: { tags, summary: 'Remove an alleged violation', description: "Whoever added it; another's, only the Agency POC. At the version that was read: what somebody changed since is not removed unseen.", params: ById, querystring: SeenVersion, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeViolation(deps, request.actor, request.params.id, request.query.version)
    return reply.code(204).send(null)
  })

  citationRoutes(app, deps)
}

function citationRoutes(app: App, deps: Deps): void {
  const tags = ['Citations']

  app.get('/citations', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Citations', description: "The agency's own additions, or the federal ones that the program ships.", querystring: ListCitations, response: { 200: CitationPage } },
  }, (request) => listCitations(deps, request.actor, request.query))

  app.post('/citation-searches', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Find citations', description: 'By words of code, title and law: "1026.19", "loan estimate", "RESPA".', body: SearchCitations, response: { 200: CitationList } },
  }, (request) => searchCitations(deps, request.actor, request.body))

  app.post('/citations', {
    config: { permission: 'citation.manage' },
    schema: { tags, summary: 'Add a citation of the agency', body: AddCitation, response: { 201: Citation } },
  }, async (request, reply) => {
    const id = await addCitation(deps, request.actor, request.body)
    return reply.code(201).send(await findCitation(deps, request.actor, id))
  })

  app.patch('/citations/:id', {
    config: { permission: 'citation.manage' },
    schema: { tags, summary: 'Change or retire a citation of the agency', params: ById, body: UpdateCitation, response: { 200: Citation } },
  }, async (request) => {
    await updateCitation(deps, request.actor, request.params.id, request.body)
    return findCitation(deps, request.actor, request.params.id)
  })
}
