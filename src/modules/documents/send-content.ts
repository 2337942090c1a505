import type { FastifyReply, FastifyRequest } from 'fastify'
import { readRange } from './domain/byte-range.ts'
import type { DocumentDeps } from './store.ts'

/** `key` of the file store; `tag` changes with the bytes. */
type Content = { key: string; type: string; disposition: string; size: number; tag: string }

/** Nothing in a file may act in a reader's browser: its type is not guessed, and it is sandboxed. All of it, or one range. */
export function sendContent(deps: Pick<DocumentDeps, 'files'>, request: FastifyRequest, reply: FastifyReply, content: Content): FastifyReply {
  const tag = `"${content.tag}"`
  reply.headers({
    'content-type': content.type,
    'content-disposition': content.disposition,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'accept-ranges': 'bytes',
    etag: tag,
  })
  if (request.headers['if-none-match']?.includes(tag) === true) return reply.code(304).send()
  const condition = request.headers['if-range']
  const range = readRange(condition === undefined || condition === tag ? request.headers.range : undefined, content.size)
  switch (range.kind) {
    case 'all':
      return reply.header('content-length', content.size).send(deps.files.read(content.key))
    case 'part':
      return reply
        .code(206)
        .headers({ 'content-range': `bytes ${String(range.first)}-${String(range.last)}/${String(content.size)}`, 'content-length': range.last - range.first + 1 })
        .send(deps.files.read(content.key, range))
    case 'unsatisfiable':
      return reply.code(416).header('content-range', `bytes */${String(content.size)}`).send()
  }
}
