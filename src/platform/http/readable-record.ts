import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { routesOf } from './routes-list.ts'

/**
 * The address at which the record that a POST was about can be read: the nearest record above it
 * (/complaints/1/closures → /complaints/1), else the one that it made (/complaints → /complaints/2).
 */
export function readableRecord(app: App, request: FastifyRequest, response: unknown): string | null {
  const readable = new Set(routesOf(app).filter((route) => route.method === 'GET').map((route) => route.url))
  const path = (request.url.split('?', 1)[0] ?? '').split('/')
  const pattern = (request.routeOptions.url ?? '').split('/')
  for (let length = pattern.length - 1; length > 0; length -= 1) {
    const isRecord = pattern[length - 1]?.startsWith(':') === true
    if (isRecord && readable.has(pattern.slice(0, length).join('/'))) return path.slice(0, length).join('/')
  }
  const made = typeof response === 'object' && response !== null && 'id' in response && typeof response.id === 'string' ? response.id : null
  return made !== null && readable.has([...pattern, ':id'].join('/')) ? [...path, made].join('/') : null
}
