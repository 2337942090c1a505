import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client'
import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import type { App } from './app.ts'

export type PoolState = { totalCount: number; idleCount: number; waitingCount: number }
export type Readiness = () => Promise<{ ready: boolean; why: string }>

/** One line per request: who, what, how long. Never an address with its query, a body or a cookie. */
export function logRequests(app: App, log: FastifyBaseLogger): void {
  app.addHook('onResponse', async (request, reply) => {
    const entry = {
      request: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      user: (request.signedIn ?? request.bearer)?.actor.userId,
      token: request.bearer?.token.id,
    }
    if (reply.statusCode >= 500) log.error(entry, 'request')
    else log.info(entry, 'request')
  })
}

/** /healthz, /readyz and /metrics, for whoever runs the process. */
export function observationRoutes(app: App, registry: Registry, pool: PoolState, readiness: Readiness): void {
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const gauges: [name: string, help: string, read: () => number][] = [
    ['database_connections', 'Connections of this process to the database', () => pool.totalCount],
    ['database_connections_idle', 'Connections that no transaction uses', () => pool.idleCount],
    ['database_connections_waiting', 'Transactions that wait for a connection', () => pool.waitingCount],
  ]
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }

  app.addHook('onResponse', async (request, reply) => {
    // A stream of events is as long as its page is open.
    if (request.routeOptions.url === '/api/v1/events') return
    durations.observe({ method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode }, reply.elapsedTime / 1000)
  })

  const open = { permission: 'public' as const }
  const Ready = z.object({ ready: z.boolean(), why: z.string().describe('A sentence for the operator') })
  app.get(
    '/healthz',
    { config: open, schema: { tags: ['Operation'], summary: 'Is the process alive?', response: { 200: z.object({ alive: z.literal(true) }) } } },
    async () => ({ alive: true as const }),
  )
  app.get(
    '/readyz',
    { config: open, schema: { tags: ['Operation'], summary: 'Is the database reached and migrated?', response: { 200: Ready, 503: Ready } } },
    async (_request, reply) => {
      const state = await readiness()
      return reply.code(state.ready ? 200 : 503).send(state)
    },
  )
  app.get(
    '/metrics',
    { config: open, schema: { tags: ['Operation'], summary: 'Figures for Prometheus', description: 'For whoever reaches the process itself: what came through a proxy is answered 404.', response: { 200: z.string() }, produces: ['text/plain'] } },
    async (request, reply) => {
      if (cameThroughProxy(request)) throw new AppError('not_found', 'There is nothing at this address.')
      return reply.type(registry.contentType).serializer(String).send(await registry.metrics())
    },
  )
}

/** Whatever TRUST_PROXY says: a proxy that is not trusted still lets in the whole world. */
function cameThroughProxy({ headers }: FastifyRequest): boolean {
  return headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined
}
