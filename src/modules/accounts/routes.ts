import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError, notFound } from '../../kernel/errors.ts'
import { sessionCookie, type App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { enterCode } from './commands/enter-code.ts'
import { setUpSecondFactor } from './commands/set-up-second-factor.ts'
import { signIn } from './commands/sign-in.ts'
import { signOut } from './commands/sign-out.ts'
import { CurrentSession, NextStep, SecondFactor, SecondFactorSecret, SignIn, TrainingAccounts } from './contract.ts'
import { currentSession, type SessionSurroundings } from './queries/current-session.ts'
import { trainingAccounts } from './queries/training-accounts.ts'

export type AccountSettings = SessionSurroundings & {
  /** Under https the cookie goes over nothing else. */
  secureCookie: boolean
  trainingPassword: string
}

const tags = ['Session']

export function accountRoutes(app: App, deps: Deps, settings: AccountSettings): void {
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: settings.secureCookie }
  const open = { permission: 'public' as const }
  const tokenOf = (request: FastifyRequest) => request.cookies[sessionCookie]
  const keep = (reply: FastifyReply, token: string) => reply.setCookie(sessionCookie, token, cookie)

  app.post('/session', {
    config: open,
    schema: { tags, summary: 'Sign in: e-mail address and password', description: 'Sets the cookie of a session that waits for the second factor. An unknown account and a wrong password are answered alike.', body: SignIn, response: { 200: NextStep } },
  }, async (request, reply) => {
    const { token, next } = await signIn(deps, request.body, { address: request.ip, userAgent: request.headers['user-agent'] ?? null })
    keep(reply, token)
    return { next }
  })

  app.post('/session/second-factor', {
    config: open,
    schema: { tags, summary: 'Sign in: the code of the authenticator app', description: 'Completes the sign-in under a new cookie. A code is accepted once, within 30 seconds of its time.', body: SecondFactor, response: { 200: NextStep } },
  }, async (request, reply) => {
    const { token } = await enterCode(deps, request.body.code, tokenOf(request), request.ip)
    keep(reply, token)
    return { next: 'done' as const }
  })

  app.post('/session/second-factor-secret', {
    config: open,
    schema: { tags, summary: 'Set up an authenticator app', description: 'For an account without a second factor, after its password. The first code entered proves it and completes the sign-in.', response: { 201: SecondFactorSecret } },
  }, async (request, reply) => reply.code(201).send(await setUpSecondFactor(deps, tokenOf(request))))

  app.get('/session', { config: { permission: 'signed-in', beforeTerms: true }, schema: { tags, summary: 'Who is signed in', response: { 200: CurrentSession } } }, async (request) => {
    if (request.signedIn === null) throw new AppError('unauthenticated', 'Sign in to go on.')
    return currentSession(deps, request.signedIn, { environment: settings.environment, support: settings.support })
  })

  app.delete('/session', {
    config: open,
    schema: { tags, summary: 'Sign out', description: 'Ends the session wherever its cookie was copied.', response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await signOut(deps, tokenOf(request))
    return reply.clearCookie(sessionCookie, cookie).code(204).send()
  })

  app.get('/training/accounts', {
    config: open,
    schema: { tags: ['Training'], summary: 'The invented accounts of the training environment', description: 'With passwords and present codes. Absent in production.', response: { 200: TrainingAccounts } },
  }, async () => {
    if (settings.environment !== 'training') throw notFound('page')
    return trainingAccounts(deps, settings.trainingPassword)
  })
}
