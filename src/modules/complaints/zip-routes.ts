import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { zipStream } from '../../platform/zip/zip-stream.ts'
import type { DocumentDeps } from '../documents/index.ts'
import { archiveDocuments } from './queries/archive-documents.ts'

/** All documents of a complaint at once. */
export function zipRoutes(app: App, deps: DocumentDeps): void {
  app.get('/complaints/:id/documents.zip', {
    config: { permission: 'complaint.export', tokenScope: 'documents:read' },
    schema: {
      tags: ['Complaints'],
      summary: 'All documents of a complaint as ZIP',
      description: 'Streamed, in folders by where they belong, with a manifest.csv of names, sizes, checksums, and of what was left out and why. Recorded in the history.',
      params: ById,
      produces: ['application/zip'],
    },
  }, async (request, reply) => {
    const { number, entries } = await archiveDocuments(deps, request.actor, request.params.id)
    return reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="${number}-documents.zip"`)
      .header('cache-control', 'no-store')
      .send(zipStream(entries))
  })
}
