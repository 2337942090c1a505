import { may } from '../../access/permissions.ts'
import { AppError } from '../../kernel/errors.ts'
import { sessionCookie, type App, type ResolveSession, type ResolveToken } from './app.ts'
import { acceptTokens, showsToken } from './bearer.ts'

/**
 * Before anything of a request is read: who is it, and may their role ever do this? A record that they
 * may not see is another question, answered by the command as `not_found`.
 */
export function addSessions(app: App, resolve: ResolveSession, tokens: { resolve: ResolveToken; requestsPerMinute: number }): void {
  const acceptToken = acceptTokens(app, tokens.resolve, tokens.requestsPerMinute)
  app.decorateRequest('signedIn', null)
  app.decorateRequest('actor', {
    getter() {
      const by = this.signedIn ?? this.bearer
      if (by === null) throw new AppError('unauthenticated', 'Sign in to go on.')
      return by.actor
    },
  })
  // After the count of requests of this address, which runs last of onRequest: looking a session up costs a query.
  app.addHook('preParsing', async (request) => {
    const permission = request.routeOptions.config.permission
    if (permission === undefined || permission === 'public') return
    if (showsToken(request)) {
      await acceptToken(request)
      return
    }
    request.signedIn = await resolve(request.cookies[sessionCookie], { background: request.headers['x-ses-background'] === '1' })
    if (!request.signedIn.termsAccepted && request.routeOptions.config.beforeTerms !== true) {
      throw new AppError('terms_required', 'Accept the terms of use to go on.')
    }
    if (permission !== 'signed-in' && !may(request.signedIn.actor, permission)) {
      throw new AppError('forbidden', 'Your role does not allow this action.')
    }
  })
}
