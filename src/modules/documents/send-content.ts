import type { FastifyReply, FastifyRequest } from 'fastify'
import { readRange } from './domain/byte-range.ts'
import type { DocumentDeps } from './store.ts'
import { watchedRead } from './watch-reading.ts'

/** `key` of the file store; `tag` changes with the bytes; `mayGoOn` is asked while they are read (watch-reading.ts). */
type Content = { key: string; type: string; disposition: string; size: number; tag: string; mayGoOn: () => Promise<boolean> }

/** Nothing in a file may act in a reader's browser: its type is not guessed, and it is sandboxed. All of it, or one range. */
export function sendContent(deps: Pick<DocumentDeps, 'files' | 'clock'>, request: FastifyRequest, reply: FastifyReply, content: Content): FastifyReply {
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
      return reply.header('content-length', content.size).send(watchedRead(deps, () => deps.files.read(content.key), content.mayGoOn))
    case 'part':
      return reply
        .code(206)
        .headers({ 'content-range': `bytes ${String(range.first)}-${String(range.last)}/${String(content.size)}`, 'content-length': range.last - range.first + 1 })
        .send(watchedRead(deps, () => deps.files.read(content.key, range), content.mayGoOn))
    case 'unsatisfiable':
      return reply.code(416).header('content-range', `bytes */${String(content.size)}`).send()
  }
}
