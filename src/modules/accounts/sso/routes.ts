import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { notFound } from '../../../kernel/errors.ts'
import type { App } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { signInCookies } from '../cookies.ts'
import type { AccountSettings } from '../routes.ts'
import { startSignOn } from './begin-sign-on.ts'
import { SignInWays } from './contract.ts'
import { finishSignOn, type SignedOn } from './finish-sign-on.ts'
import { openIssuer, type SsoSettings } from './issuer.ts'
import { SignOnFailure } from './sign-on-failure.ts'

const tags = ['Session']
const address = '/session/sso'
const signOnCookie = 'ses_sign_on'
const tenMinutes = 600

/** Single sign-on by OpenID Connect. Both addresses are opened by the browser itself, so every outcome is a redirect. */
export function ssoRoutes(app: App, deps: Deps, settings: AccountSettings & { publicUrl: string; sso: SsoSettings | undefined }): void {
  const open = { permission: 'public' as const }
  const own = { httpOnly: true, sameSite: 'lax' as const, secure: settings.secureCookie, path: `/api/v1${address}` }
  const cookies = signInCookies(settings)
  const redirectUri = `${settings.publicUrl}/api/v1${address}/callback`
  const issuer = settings.sso && openIssuer(settings.sso, { redirectUri, allowHttp: settings.environment === 'training' })
  const offered = () => {
    if (issuer === undefined) throw notFound('page')
    return issuer
  }

  app.get('/session/ways', {
    config: open,
    schema: { tags, summary: 'Which ways to sign in are offered', response: { 200: SignInWays } },
  }, async () => ({ singleSignOn: issuer !== undefined }))

  app.get(address, {
    config: open,
    schema: {
      tags, summary: 'Single sign-on: go to the identity provider', description: 'For a browser. `to` is a path of this site; anything else leads to the first page.',
      querystring: z.object({ to: z.string().optional().catch(undefined) }), response: { 302: z.undefined() },
    },
  }, async (request, reply) => {
    const from = offered()
    try {
      const { address: there, token } = await startSignOn(deps, from, request.query.to)
      return await reply.setCookie(signOnCookie, token, { ...own, maxAge: tenMinutes }).redirect(there)
    } catch (error) {
      return explain(request, reply, error)
    }
  })

  app.get(`${address}/callback`, {
    config: open,
    schema: { tags, summary: 'Single sign-on: the answer of the identity provider', description: 'Taken once, within ten minutes, and only in the browser that began.', response: { 302: z.undefined() } },
  }, async (request, reply) => {
    const from = offered()
    reply.clearCookie(signOnCookie, own)
    try {
      const answer = new URL(redirectUri + new URL(request.url, settings.publicUrl).search)
      const caller = cookies.callerOf(request)
      const session = await finishSignOn(deps, from, answer, request.cookies[signOnCookie], caller)
      if (session.next === 'done') cookies.keepSignedIn(reply, session.token, caller)
      else cookies.keep(reply, session.token)
      return await reply.redirect(nextPage(session))
    } catch (error) {
      return explain(request, reply, error)
    }
  })
}

function nextPage({ next, to }: SignedOn): string {
  return next === 'done' ? to : `/sign-in?${String(new URLSearchParams({ step: next, to }))}`
}

function explain(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof SignOnFailure)) throw error
  request.log.warn({ problem: error.problem, why: error.why }, 'a single sign-on failed')
  return reply.redirect(`/sign-in?problem=${error.problem}`)
}
