import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { allPublic } from './routes-list.ts'
import { styleNonce } from './security.ts'

/** Answers an address that is the web's own business; null where the web was not built. */
export type ServePage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

/**
 * The built web. Files under /assets carry their hash in the name and never change; index.html is given the
 * nonce of its answer and never kept.
 */
export async function serveWeb(app: App, root: string): Promise<ServePage | null> {
  const index = join(root, 'index.html')
  if (!existsSync(index)) return null
  const pieces = (await readFile(index, 'utf8')).split('__CSP_NONCE__')
  const page: ServePage = (_request, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(pieces.join(styleNonce(reply.raw)))
  await app.register(async (files) => {
    allPublic(files)
    files.get('/', { schema: { hide: true } }, page)
    await files.register(fastifyStatic, {
      root,
      index: false,
      // index.html needs its nonce, so it is never sent as it lies there.
      allowedPath: (path) => !path.startsWith('/index.html'),
      preCompressed: true,
      cacheControl: false,
      schemaHide: true,
      setHeaders: (response, path) => {
        response.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      },
    })
  })
  return page
}
