import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { zipStream } from '../../platform/zip/zip-stream.ts'
import { countOpenings, readOpenings } from './queries/read-openings.ts'
import { readSelection } from './queries/read-selection.ts'
import { ListOpenings, OpeningCounts, OpeningPage, SelectDocuments } from './selection-contract.ts'
import type { DocumentDeps } from './store.ts'

const tags = ['Documents']

/** Chosen documents as one ZIP; who opened what. */
export function selectionRoutes(app: App, deps: DocumentDeps): void {
  app.post('/documents/selections', {
    config: { permission: 'signed-in', tokenScope: 'documents:read' },
    schema: {
      tags,
      summary: 'Chosen documents as one ZIP',
      description: 'Streamed, with a manifest.csv of names, sizes, checksums, and of what was left out and why: what is still being checked, and what holds malware. Recorded for each document.',
      body: SelectDocuments,
      produces: ['application/zip'],
    },
  }, async (request, reply) => {
    const entries = await readSelection(deps, request.actor, request.body.ids)
    return reply.headers({ 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="documents.zip"', 'cache-control': 'no-store' }).send(zipStream(entries))
  })

  app.post('/documents/openings', {
    config: { permission: 'signed-in', tokenScope: 'documents:read' },
    schema: { tags, summary: 'How many people opened each of these documents', description: 'As far as the asker may know; see /documents/{id}/openings.', body: SelectDocuments, response: { 200: OpeningCounts } },
  }, (request) => countOpenings(deps, request.actor, request.body.ids))

  app.get('/documents/:id/openings', {
    config: { permission: 'signed-in', tokenScope: 'documents:read' },
    schema: {
      tags,
      summary: 'Who opened a document, newest first',
      description: "The agency whose complaint it is sees its own people, other agencies', and the company's where the agency sent it; others see their own people.",
      params: ById,
      querystring: ListOpenings,
      response: { 200: OpeningPage },
    },
  }, (request) => readOpenings(deps, request.actor, request.params.id, request.query))
}
