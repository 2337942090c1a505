import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../../kernel/errors.ts'
import type { App } from './app.ts'
import { showsToken } from './bearer.ts'
import { networkOf } from './network-of.ts'

const nonces = new WeakMap<IncomingMessage | ServerResponse, string>()

/** The nonce that this answer's policy allows for styles. */
export function styleNonce(response: IncomingMessage | ServerResponse): string {
  const nonce = nonces.get(response) ?? randomBytes(16).toString('base64')
  nonces.set(response, nonce)
  return nonce
}

export type SecurityOptions = { publicUrl: string; requestsPerMinute: number; limitsLoopback: boolean }

/** Headers, cookies, limits per address, and writes from other sites refused. */
export async function secure(app: App, options: SecurityOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", (_request, response) => `'nonce-${styleNonce(response)}'`],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: options.publicUrl.startsWith('https:') ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  })
  await app.register(cookie)
  app.addHook('onRequest', async (request, reply) => {
    if (isApi(request)) reply.header('cache-control', 'no-store')
    if (!showsToken(request)) refuseOtherSites(request, options.publicUrl)
  })
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    // An address of which only the connection's end is left (an aborted request) counts as one.
    keyGenerator: (request) => networkOf(addressOf(request)),
    // In training one machine plays everybody; behind a proxy on the same machine TRUST_PROXY tells addresses apart.
    allowList: (request) => !isApi(request) || (!options.limitsLoopback && isLoopback(addressOf(request))),
    errorResponseBuilder: (_request, { ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1000))
      return new AppError('too_many_attempts', `Too many requests from your address. Try again in ${String(seconds)} seconds.`, { retryAfterSeconds: seconds })
    },
  })
}

/** Also by the route, not only by the address as sent: /%61pi/v1 leads to the same route as /api/v1. */
function isApi(request: FastifyRequest): boolean {
  return [request.url, request.routeOptions.url ?? ''].some((url) => url.startsWith('/api/') || url.startsWith('/uploads') || url.startsWith('/scim/'))
}

function isLoopback(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'
}

/**
 * A browser says where a write comes from; one from another site is refused, whatever cookies it carries.
 * A script that says nothing has no cookies but its own, and is accepted.
 */
function refuseOtherSites(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const foreign = (origin !== undefined && origin !== publicUrl && hostOf(origin) !== request.host) || (site !== undefined && site !== 'same-origin' && site !== 'none')
  if (foreign) throw new AppError('forbidden', 'This request came from another site and was refused.')
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** Fastify says a string, but the socket of an aborted request has no address any more. */
function addressOf(request: { ip: string | undefined }): string {
  return request.ip ?? '0.0.0.0'
}
