import type { FastifyRequest } from 'fastify'
import { may, refusal } from '../../access/permissions.ts'
import { holdsScope } from '../../access/token-scopes.ts'
import { AppError } from '../../kernel/errors.ts'
import type { App, ResolveToken } from './app.ts'

/**
 * A program that shows an API token instead of a session. Such a request never uses a cookie, whatever comes with it, so
 * that no other site can make a browser send it; therefore it is not asked where it comes from.
 */
export function showsToken(request: FastifyRequest): boolean {
  const permission = request.routeOptions.config.permission
  return permission !== undefined && permission !== 'public' && /^Bearer\b/i.test(request.headers.authorization ?? '')
}

/** @param most requests of one token per minute */
export function acceptTokens(app: App, resolve: ResolveToken, most: number): (request: FastifyRequest) => Promise<void> {
  app.decorateRequest('bearer', null)
  const count = app.createRateLimit({ max: most, timeWindow: 60_000, allowList: [], keyGenerator: (request) => `token ${request.bearer?.token.id ?? ''}` })

  return async (request) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    request.bearer = await resolve(token ?? '', request.ip)
    const counted = await count(request)
    if (!counted.isAllowed && counted.isExceeded) {
      const seconds = Math.max(1, counted.ttlInSeconds)
      throw new AppError('too_many_attempts', `Too many requests with this API token. Try again in ${String(seconds)} seconds.`, { retryAfterSeconds: seconds })
    }
    const { actor, token: acting } = request.bearer
    const { permission, tokenScope } = request.routeOptions.config
    // What is open to whoever is signed in is closed to a token unless the route names its scope.
    const open = permission !== undefined && permission !== 'public' && permission !== 'signed-in' ? may(actor, permission) : tokenScope !== undefined
    if (!open || (tokenScope !== undefined && !holdsScope(acting, tokenScope))) throw new AppError('forbidden', refusal(actor))
  }
}
