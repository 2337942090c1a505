import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { removeDocument } from './commands/remove-document.ts'
import { DocumentItem } from './contract.ts'
import { attachment } from './domain/attachment.ts'
import { readDocument } from './queries/documents-of.ts'
import { openDocument } from './queries/open-document.ts'
import { sendContent } from './send-content.ts'
import type { DocumentDeps } from './store.ts'
import { stillReadsDocument } from './watch-reading.ts'

const tags = ['Documents']

/** Documents by their ID, for both sides: row-level security decides what is there. */
export function documentRoutes(app: App, deps: DocumentDeps): void {
  app.get('/documents/:id', {
    config: { permission: 'signed-in', tokenScope: 'documents:read' },
    schema: { tags, summary: 'A document without its bytes', params: ById, response: { 200: DocumentItem } },
  }, (request) => readDocument(deps, request.actor, request.params.id))

  app.get('/documents/:id/content', {
    config: { permission: 'signed-in', tokenScope: 'documents:read' },
    schema: {
      tags,
      summary: 'The bytes of a document',
      description: 'Always a download, never shown in the page. Takes one byte range (206), If-Range and If-None-Match; the ETag is the SHA-256. The reading is recorded.',
      params: ById,
      produces: ['application/octet-stream'],
    },
  }, async (request, reply) => {
    const document = await openDocument(deps, request.actor, request.params.id)
    return sendContent(deps, request, reply, { key: document.id, type: document.content_type, disposition: attachment(document.name), size: document.size, tag: document.sha256, mayGoOn: stillReadsDocument(deps, request.actor, document.id) })
  })

  app.delete('/documents/:id', {
    config: { permission: 'signed-in', tokenScope: 'documents:write' },
    schema: { tags, summary: 'Remove a document that was not sent yet', params: ById, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeDocument(deps, request.actor, request.params.id)
    return reply.code(204).send(null)
  })
}
