import { z } from 'zod'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { acceptTerms } from './commands/accept-terms.ts'
import { enterCode } from './commands/enter-code.ts'
import { setUpSecondFactor } from './commands/set-up-second-factor.ts'
import { signIn } from './commands/sign-in.ts'
import { signOut } from './commands/sign-out.ts'
import { enterRecoveryCode } from './commands/use-recovery-code.ts'
import { AcceptTerms, CurrentSession, NextStep, RecoveryCode, SecondFactor, SecondFactorSecret, SecondSteps, SignIn, TrainingAccounts, TrainingPlatformAccounts } from './contract.ts'
import { signInCookies } from './cookies.ts'
import { linkRoutes } from './link-routes.ts'
import { currentSession, type SessionSurroundings } from './queries/current-session.ts'
import { secondSteps } from './queries/second-steps.ts'
import { trainingAccounts, trainingPlatformAccounts } from './queries/training-accounts.ts'

export type AccountSettings = SessionSurroundings & {
  /** Under https the cookie goes over nothing else. */
  secureCookie: boolean
  trainingPassword: string
}

const tags = ['Session']

export function accountRoutes(app: App, deps: Deps, settings: AccountSettings): void {
  const cookies = signInCookies(settings)
  const open = { permission: 'public' as const }

  app.post('/session', {
    config: open,
    schema: { tags, summary: 'Sign in: e-mail address and password', description: 'Sets the cookie of a session that waits for the second factor. An unknown account and a wrong password are answered alike.', body: SignIn, response: { 200: NextStep } },
  }, async (request, reply) => {
    const { token, next } = await signIn(deps, request.body, cookies.callerOf(request))
    cookies.keep(reply, token)
    return { next }
  })

  app.post('/session/second-factor', {
    config: open,
    schema: { tags, summary: 'Sign in: the code of the authenticator app', description: 'Completes the sign-in under a new cookie. A code is accepted once, within 30 seconds of its time.', body: SecondFactor, response: { 200: NextStep } },
  }, async (request, reply) => {
    const caller = cookies.callerOf(request)
    const { token } = await enterCode(deps, request.body.code, cookies.tokenOf(request), caller)
    cookies.keepSignedIn(reply, token, caller)
    return { next: 'done' as const }
  })

  app.post('/session/recovery-codes', {
    config: open,
    schema: { tags, summary: 'Sign in: a recovery code', description: 'Instead of the second factor. Each code works once; its owner is told by e-mail.', body: RecoveryCode, response: { 200: NextStep } },
  }, async (request, reply) => {
    const caller = cookies.callerOf(request)
    const { token } = await enterRecoveryCode(deps, request.body.code, cookies.tokenOf(request), caller)
    cookies.keepSignedIn(reply, token, caller)
    return { next: 'done' as const }
  })

  app.get('/session/second-steps', {
    config: open,
    schema: { tags, summary: 'Which second factors this sign-in may go on with', description: 'After the password.', response: { 200: SecondSteps } },
  }, async (request) => secondSteps(deps, cookies.tokenOf(request)))

  app.post('/session/second-factor-secret', {
    config: open,
    schema: { tags, summary: 'Set up an authenticator app', description: 'For an account without a second factor, after its password. The first code entered proves it and completes the sign-in.', response: { 201: SecondFactorSecret } },
  }, async (request, reply) => reply.code(201).send(await setUpSecondFactor(deps, cookies.tokenOf(request))))

  app.get('/session', { config: { permission: 'signed-in', beforeTerms: true }, schema: { tags, summary: 'Who is signed in', response: { 200: CurrentSession } } }, async (request) => {
    if (request.signedIn === null) throw new AppError('unauthenticated', 'Sign in to go on.')
    return currentSession(deps, request.signedIn, { environment: settings.environment, support: settings.support })
  })

  app.delete('/session', {
    config: open,
    schema: { tags, summary: 'Sign out', description: 'Ends the session wherever its cookie was copied.', response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await signOut(deps, cookies.tokenOf(request))
    return cookies.forget(reply).code(204).send()
  })

  app.post('/session/terms', {
    config: { permission: 'signed-in', beforeTerms: true },
    schema: { tags, summary: 'Accept the terms of use', description: 'Until then nothing but the session and one’s own sign-in is open. Another version than the present one is refused.', body: AcceptTerms, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await acceptTerms(deps, request.actor, request.body.version)
    return reply.code(204).send()
  })

  linkRoutes(app, deps, settings)

  app.get('/training/accounts', {
    config: open,
    schema: { tags: ['Training'], summary: 'The invented accounts of the training environment', description: 'With passwords and present codes. Absent in production.', response: { 200: TrainingAccounts } },
  }, async () => {
    if (settings.environment !== 'training') throw notFound('page')
    return trainingAccounts(deps, settings.trainingPassword)
  })

  app.get('/training/platform-accounts', {
    config: open,
    schema: { tags: ['Training'], summary: 'The invented people who run the training environment', description: 'With passwords and present codes. Absent in production.', response: { 200: TrainingPlatformAccounts } },
  }, async () => {
    if (settings.environment !== 'training') throw notFound('page')
    return trainingPlatformAccounts(deps, settings.trainingPassword)
  })
}
