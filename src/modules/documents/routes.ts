import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { removeDocument } from './commands/remove-document.ts'
import { DocumentItem } from './contract.ts'
import { attachment } from './domain/attachment.ts'
import { readRange } from './domain/byte-range.ts'
import { readDocument } from './queries/documents-of.ts'
import { openDocument } from './queries/open-document.ts'
import type { DocumentDeps } from './store.ts'

const tags = ['Documents']

/** Documents by their ID, for both sides: row-level security decides what is there. */
export function documentRoutes(app: App, deps: DocumentDeps): void {
  app.get('/documents/:id', {
    config: { permission: 'signed-in' },
    schema: { tags, summary: 'A document without its bytes', params: ById, response: { 200: DocumentItem } },
  }, (request) => readDocument(deps, request.actor, request.params.id))

  app.get('/documents/:id/content', {
    config: { permission: 'signed-in' },
    schema: {
      tags,
      summary: 'The bytes of a document',
      description: 'Always a download, never shown in the page. Takes one byte range (206), If-Range and If-None-Match; the ETag is the SHA-256. The reading is recorded.',
      params: ById,
      produces: ['application/octet-stream'],
    },
  }, async (request, reply) => sendContent(deps, request, reply, await openDocument(deps, request.actor, request.params.id)))

  app.delete('/documents/:id', {
    config: { permission: 'signed-in' },
    schema: { tags, summary: 'Remove a document that was not sent yet', params: ById, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeDocument(deps, request.actor, request.params.id)
    return reply.code(204).send(null)
  })
}

type Content = { id: string; name: string; content_type: string; size: number; sha256: string }

/** Nothing in a file may act in a reader's browser: it is downloaded, its type is not guessed, and it is sandboxed. */
function sendContent(deps: DocumentDeps, request: FastifyRequest, reply: FastifyReply, document: Content): FastifyReply {
  const tag = `"${document.sha256}"`
  reply.headers({
    'content-type': document.content_type,
    'content-disposition': attachment(document.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'accept-ranges': 'bytes',
    etag: tag,
  })
  if (request.headers['if-none-match']?.includes(tag) === true) return reply.code(304).send()
  const condition = request.headers['if-range']
  const range = readRange(condition === undefined || condition === tag ? request.headers.range : undefined, document.size)
  switch (range.kind) {
    case 'all':
      return reply.header('content-length', document.size).send(deps.files.read(document.id))
    case 'part':
      return reply
        .code(206)
        .headers({ 'content-range': `bytes ${String(range.first)}-${String(range.last)}/${String(document.size)}`, 'content-length': range.last - range.first + 1 })
        .send(deps.files.read(document.id, range))
    case 'unsatisfiable':
      return reply.code(416).header('content-range', `bytes */${String(document.size)}`).send()
  }
}
