import { Metadata, Server, type Locker } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../access/actor.ts'
import { AppError, invalid, notFound } from '../../kernel/errors.ts'
import { Id } from '../../kernel/shapes.ts'
import { isStorageFull } from '../../platform/storage-full.ts'
import type { App } from '../../platform/http/app.ts'
import { beginUpload } from './commands/begin-upload.ts'
import { finishUpload } from './commands/finish-upload.ts'
import { removeDocument } from './commands/remove-document.ts'
import { UploadMetadata } from './contract.ts'
import { maxFileBytes } from './domain/limits.ts'
import { describedUploads } from './uploads-description.ts'
import { findUpload } from './queries/find-upload.ts'
import type { DocumentDeps } from './store.ts'

const path = '/uploads'
const passedOn = ['tus-resumable', 'upload-length', 'upload-offset', 'upload-metadata', 'upload-defer-length', 'upload-concat', 'content-type', 'content-length']

/**
 * The one way in for files: tus 1.0 at /uploads, not under /api/v1. Each request is checked for its session and
 * its right before tus sees it, and the document is stored before the last byte is acknowledged. tus answers
 * through Fastify, so that its answers carry the same headers, log lines and problems as all others.
 * `locker` sees to it that one request at a time writes an upload, in whichever process.
 */
export function mountUploads(app: App, deps: DocumentDeps, locker: Locker): void {
  const begun = new WeakMap<Request, string>()
  const tus = new Server({
    path,
    datastore: deps.files.uploads,
    locker,
    maxSize: maxFileBytes,
    relativeLocation: true,
    namingFunction: (request) => begun.get(request) ?? '',
    // Nobody else's page may upload here.
    allowedOrigins: () => false,
    // Not answered by tus, which would tell the fault as it is: the routes below throw it on.
    onResponseError: (_request, error) => {
      if (isStorageFull(error)) throw storageFull()
      return undefined
    },
  })
  const finish = onlyOnce((actor: Actor, id: string) => finishUpload(deps, actor, id))
  const config = { permission: 'signed-in' as const, tokenScope: 'documents:write' as const }
  const options = { config, schema: { hide: true } }

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<Response> {
    try {
      return await tus.handleWeb(passOn(request))
    } catch (error) {
      // What was not read of the body is not waited for.
      reply.header('connection', 'close')
      throw error
    }
  }

  async function create(request: FastifyRequest, id: string, length: number): Promise<Response> {
    const passed = passOn(request)
    begun.set(passed, id)
    const response = await tus.handleWeb(passed)
    if (response.status === 201 && (length === 0 || response.headers.get('upload-offset') === String(length))) await finish(request.actor, id)
    return response
  }

  /** Nobody was told the address of an upload that could not be created, so its row must not hold anything up. */
  async function forget(request: FastifyRequest, id: string): Promise<void> {
    try {
      await removeDocument(deps, request.actor, id)
    } catch (error) {
      // The sweep takes it away later; the answer is about what failed first.
      request.log.error({ err: error, document: id }, 'an upload that failed could not be taken away')
    }
  }

  void app.register(async (scope) => {
    // The bytes stay unread: tus takes them from the socket as they come, whatever their number.
    scope.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))

    scope.options(path, options, async (request, reply) => answer(reply, await tus.handleWeb(passOn(request))))

    scope.post(path, { config, schema: describedUploads.begin }, async (request, reply) => {
      const upload = readCreation(request)
      const id = await beginUpload(deps, request.actor, upload.metadata, upload.length)
      const response = await create(request, id, upload.length).catch(async (error: unknown) => {
        await forget(request, id)
        throw error
      })
      if (response.status !== 201) await forget(request, id)
      return answer(reply, response)
    })

    scope.head(`${path}/:id`, { config: { ...config, swagger: { exposeHeadRoute: true } }, schema: describedUploads.offset }, async (request, reply) => {
      const upload = await findUpload(deps, request.actor, idOf(request))
      // The last byte may have arrived while its answer, or the whole program, was lost.
      if (upload.state === 'uploading' && (await deps.files.size(upload.id)) === upload.size) await finish(request.actor, upload.id)
      return answer(reply, await tus.handleWeb(passOn(request)))
    })

    scope.patch(`${path}/:id`, { config, schema: describedUploads.send }, async (request, reply) => {
      const upload = await findUpload(deps, request.actor, idOf(request))
      const response = await handle(request, reply)
      if (response.status === 204 && response.headers.get('upload-offset') === String(upload.size)) await finish(request.actor, upload.id)
      return answer(reply, response)
    })

    scope.delete(`${path}/:id`, { config, schema: describedUploads.remove }, async (request, reply) => {
      const upload = await findUpload(deps, request.actor, idOf(request))
      await removeDocument(deps, request.actor, upload.id)
      return answer(reply, await tus.handleWeb(passOn(request)))
    })
  })
}

function storageFull(): AppError {
  return new AppError('unavailable', 'There is no room left for files. What was uploaded so far is kept and the upload goes on as soon as there is room; tell the people who run this system.')
}

function idOf(request: FastifyRequest): string {
  const { id } = request.params && typeof request.params === 'object' && 'id' in request.params ? request.params : { id: undefined }
  const parsed = Id.safeParse(id)
  if (!parsed.success) throw notFound('upload')
  return parsed.data
}

function readCreation(request: FastifyRequest): { metadata: UploadMetadata; length: number } {
  if (request.headers['tus-resumable'] !== '1.0.0') throw invalid({ 'tus-resumable': 'Send Tus-Resumable: 1.0.0.' })
  const length = request.headers['upload-length']
  if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) throw invalid({ 'upload-length': 'Say how many bytes the file has.' })
  const metadata = UploadMetadata.safeParse(decoded(request.headers['upload-metadata']))
  if (metadata.success) return { metadata: metadata.data, length: Number(length) }
  throw invalid(Object.fromEntries(metadata.error.issues.map((issue) => [issue.path.join('.') || 'upload-metadata', issue.message])))
}

function decoded(header: string | string[] | undefined): unknown {
  try {
    return Metadata.parse(String(header ?? ''))
  } catch {
    throw invalid({ 'upload-metadata': 'Upload-Metadata cannot be read.' })
  }
}

/** The request as tus reads it, with the headers that are its business. */
function passOn(request: FastifyRequest): Request {
  const headers = new Headers()
  for (const name of passedOn) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  // Not Readable.toWeb, which copies every piece: with it a gigabyte takes twice the time.
  const hasBody = request.method === 'PATCH' || request.method === 'POST'
  return new Request(new URL(request.url, 'http://uploads.invalid'), { method: request.method, headers, ...(hasBody && { body: ReadableStream.from(request.raw), duplex: 'half' }) })
}

async function answer(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  for (const [name, value] of response.headers) if (name !== 'content-length') reply.header(name, value)
  // What was not read of a refused body is not waited for.
  if (response.status >= 400 && !reply.request.raw.complete) reply.header('connection', 'close')
  const text = await response.text()
  return reply.code(response.status).send(text === '' ? undefined : text)
}

/** A second call while the first is at work gets the first one's outcome: a gigabyte is not hashed twice. */
function onlyOnce(work: (actor: Actor, id: string) => Promise<void>): (actor: Actor, id: string) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  return (actor, id) => {
    const known = running.get(id)
    if (known !== undefined) return known
    const started = work(actor, id).finally(() => running.delete(id))
    running.set(id, started)
    return started
  }
}
