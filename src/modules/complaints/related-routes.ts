import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { relateRecord, removeRelated } from './commands/relate-record.ts'
import { listRelated } from './queries/list-related.ts'
import { AddRelated, ByRelated, RelatedList } from './related-contract.ts'

const tags = ['Complaints']

/** Related records of a complaint. */
export function relatedRoutes(app: App, deps: Deps): void {
  app.get('/complaints/:id/related-records', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'Related records of a complaint', description: 'Supervisory activities, complaints, companies, Non-NMLS entities, individuals and agent locations; a relation to a complaint stands at both.', params: ById, response: { 200: RelatedList } },
  }, (request) => listRelated(deps, request.actor, request.params.id))

  app.post('/complaints/:id/related-records', {
    config: { permission: 'complaint.update' },
    schema: { tags, summary: 'Relate a record', params: ById, body: AddRelated, response: { 201: RelatedList } },
  }, async (request, reply) => {
    await relateRecord(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await listRelated(deps, request.actor, request.params.id))
  })

  app.delete('/complaints/:id/related-records/:relatedId', {
    config: { permission: 'complaint.update' },
    schema: { tags, summary: 'Remove a relation', description: 'On the complaint on which it was made.', params: ByRelated, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeRelated(deps, request.actor, request.params.id, request.params.relatedId)
    return reply.code(204).send(null)
  })
}
