import { randomUUID } from 'node:crypto'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { Registry } from 'prom-client'
import { AppError } from '../../kernel/errors.ts'
import type { Deps } from '../ports.ts'
import type { App, ResolveSession, ResolveToken } from './app.ts'
import { recogniseRepetitions, type Repetitions } from './idempotency.ts'
import { logRequests, observationRoutes, type PoolState, type Readiness } from './observation.ts'
import { apiDocumentRoutes, describeApi } from './openapi.ts'
import { answerByContract, parseByContract } from './parsing.ts'
import { problemOf } from './problems.ts'
import { requirePermissions } from './routes-list.ts'
import { secure } from './security.ts'
import { addSessions } from './session-hook.ts'
import { serveWeb, type ServePage } from './web-files.ts'

export type HttpParts = {
  version: string
  publicUrl: string
  trustProxy: boolean | number | string
  log: FastifyBaseLogger
  /** Per address, for the whole API. */
  requestsPerMinute: number
  limitsLoopback: boolean
  /** The plain transaction, that claims no Idempotency-Key. */
  transaction: Deps['transaction']
  resolveSession: ResolveSession
  resolveToken: ResolveToken
  requestsPerMinuteOfToken: number
  pool: PoolState
  readiness: Readiness
  /** Other parts' figures, shown at /metrics beside those of HTTP. */
  metrics?: Registry
  /** What other systems are sent, as OpenAPI describes it, by name. */
  webhooks?: Record<string, object>
  /** Where the built web lies. */
  webRoot: string
  /** Mounts what stands under /api/v1. */
  api: (app: App) => void
  /** Mounts what stands elsewhere, such as /uploads. */
  others: (app: App) => void
}

/** The application, ready to listen or to be injected into. Knows no module: all routes are handed to it. */
export async function buildApp(parts: HttpParts): Promise<App> {
  const { trustProxy } = parts
  const app: App = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(parseByContract)
  app.setSerializerCompiler(answerByContract)

  requirePermissions(app)
  logRequests(app, parts.log)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  await secure(app, parts)
  addSessions(app, parts.resolveSession, { resolve: parts.resolveToken, requestsPerMinute: parts.requestsPerMinuteOfToken })
  const repetitions = recogniseRepetitions(app, parts)
  answerErrors(app, parts.log, repetitions)
  await describeApi(app, parts.version, parts.webhooks ?? {})

  observationRoutes(app, parts.metrics ?? new Registry(), parts.pool, parts.readiness)
  await apiDocumentRoutes(app)
  await app.register(async (api) => parts.api(api.withTypeProvider<ZodTypeProvider>()), { prefix: '/api/v1' })
  await app.register(async (others) => parts.others(others.withTypeProvider<ZodTypeProvider>()))
  answerUnknown(app, await serveWeb(app, parts.webRoot))
  await app.ready()
  return app
}

function answerErrors(app: App, log: FastifyBaseLogger, repetitions: Repetitions): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = await repetitions.answered(error, request, reply).then(
      (answered) => (answered ? null : { error }),
      (another: unknown) => ({ error: another }),
    )
    return problem === null ? reply : sendProblem(problem.error, request, reply, log)
  })
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: FastifyBaseLogger): FastifyReply {
  const problem = problemOf(error, request.id, log)
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
}

/** A page that the web may know, for a browser that asks for one; else a problem. */
function answerUnknown(app: App, page: ServePage | null): void {
  app.setNotFoundHandler((request, reply) => {
    const asksForPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true && !/^\/(api|uploads|assets)\//.test(request.url)
    if (asksForPage && page !== null) return page(request, reply)
    throw new AppError('not_found', asksForPage ? 'The web was not built. Start the program with npm start.' : 'There is nothing at this address.')
  })
}
