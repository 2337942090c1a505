import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { DocumentPreview } from './preview-contract.ts'
import { openPreview, openPreviewContent } from './queries/open-preview.ts'
import { sendContent } from './send-content.ts'
import type { DocumentDeps } from './store.ts'
import { stillReadsDocument } from './watch-reading.ts'

const tags = ['Documents']

/** What can be shown of a document without downloading it. */
export function previewRoutes(app: App, deps: DocumentDeps): void {
  app.get('/documents/:id/preview', {
    config: { permission: 'signed-in', tokenScope: 'documents:read' },
    schema: {
      tags,
      summary: 'What can be shown of a document',
      description: 'By its bytes, whatever its name says. Texts and tables come with it; a PDF, a picture, and an Office file that was converted are read from /preview/content. Refused until the document was scanned. The looking is recorded.',
      params: ById,
      response: { 200: DocumentPreview },
    },
  }, (request) => openPreview(deps, request.actor, request.params.id))

  app.get('/documents/:id/preview/content', {
    config: { permission: 'signed-in', tokenScope: 'documents:read' },
    schema: {
      tags,
      summary: 'The bytes that a preview shows',
      description: 'A PDF, PNG, JPEG, GIF or WebP by its signature; of an Office file the PDF that was made of it. Nothing else: never HTML or SVG. Takes one byte range.',
      params: ById,
      produces: ['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp'],
    },
  }, async (request, reply) => {
    const content = await openPreviewContent(deps, request.actor, request.params.id)
    reply.header('cache-control', 'private, no-store')
    return sendContent(deps, request, reply, { ...content, disposition: 'inline', mayGoOn: stillReadsDocument(deps, request.actor, request.params.id) })
  })
}
