import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import { ById } from '../../kernel/shapes.ts'
import type { App, SignedIn } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { changePassword } from './commands/change-password.ts'
import { confirm } from './commands/confirm.ts'
import { endOtherSessions, endOwnSession } from './commands/end-own-sessions.ts'
import { offerAuthenticator, removeAuthenticator, replaceAuthenticator } from './commands/own-authenticator.ts'
import { renewRecoveryCodes } from './commands/renew-recovery-codes.ts'
import { updateOwnProfile } from './commands/update-own-profile.ts'
import { SecondFactorSecret } from './contract.ts'
import { signInCookies } from './cookies.ts'
import { AccountSecurity, ChangePassword, Confirmation, OwnProfile, OwnSessions, ProveAuthenticator, RecoveryCodes, UpdateOwnProfile } from './own-account-contract.ts'
import { ceremonyCookies } from './passkeys/ceremony-cookie.ts'
import { relyingParty } from './passkeys/relying-party.ts'
import { accountSecurity } from './queries/account-security.ts'
import { ownProfile } from './queries/own-profile.ts'
import { ownSessions } from './queries/own-sessions.ts'
import type { Proof } from './prove-oneself.ts'
import type { AccountSettings } from './routes.ts'

const tags = ['Own account']
const confirmed = 'Asks for a confirmation (confirmation_required) when the last is more than 15 minutes old.'

/** What a signed-in person does with their own account. */
export function ownAccountRoutes(app: App, deps: Deps, settings: AccountSettings & { publicUrl: string }): void {
  const cookies = signInCookies(settings)
  const ceremony = ceremonyCookies(settings)
  const signedIn = { permission: 'signed-in' as const }
  // Setting up an account comes before the terms of use.
  const settingUp = { permission: 'signed-in' as const, beforeTerms: true }

  app.post('/session/confirmations', {
    config: { ...settingUp, secret: true },
    schema: { tags, summary: 'Confirm who sits at this session', description: 'By the password, a code of the authenticator app or a passkey (asked for under /session/confirmations/passkey-options), before a password or a factor is changed or a session is ended.', body: Confirmation, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    const { body } = request
    if ('response' in body) ceremony.forget(reply, 'session')
    const proof = 'response' in body ? { kind: 'passkey' as const, party: relyingParty(settings.publicUrl), response: body.response, ceremony: ceremony.of(request) } : proofTyped(body)
    await confirm(deps, own(request), proof, request.ip)
    return reply.code(204).send()
  })

  app.get('/account/profile', { config: signedIn, schema: { tags, summary: 'One’s own name, title and phone', response: { 200: OwnProfile } } }, async (request) => ownProfile(deps, own(request)))

  app.patch('/account/profile', { config: signedIn, schema: { tags, summary: 'Change one’s own name, title and phone', description: 'There is no version: of two changes at one time the later one stands.', body: UpdateOwnProfile, response: { 200: OwnProfile } } }, async (request) =>
    updateOwnProfile(deps, own(request), request.body))

  app.get('/account/security', { config: settingUp, schema: { tags, summary: 'By what one signs in', response: { 200: AccountSecurity } } }, async (request) => accountSecurity(deps, request.actor))

  app.put('/account/password', {
    config: signedIn,
    schema: { tags, summary: 'Change the password', description: 'The present password confirms it. Every session ends; this one goes on under a new cookie.', body: ChangePassword, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    const { token } = await changePassword(deps, own(request), request.body, cookies.callerOf(request))
    return cookies.keep(reply, token).code(204).send()
  })

  app.post('/account/authenticator', {
    config: { ...signedIn, secret: true },
    schema: { tags, summary: 'A new key for an authenticator app', description: `The app in use stays until a code proves the new one. ${confirmed}`, response: { 201: SecondFactorSecret } },
  }, async (request, reply) => reply.code(201).send(await offerAuthenticator(deps, own(request))))

  app.put('/account/authenticator', {
    config: signedIn,
    schema: { tags, summary: 'Prove the new authenticator app', description: `It then takes the place of the one before. ${confirmed}`, body: ProveAuthenticator, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await replaceAuthenticator(deps, own(request), request.body.code)
    return reply.code(204).send()
  })

  app.delete('/account/authenticator', {
    config: signedIn,
    schema: { tags, summary: 'Remove the authenticator app', description: `Only while a passkey stays. ${confirmed}`, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await removeAuthenticator(deps, own(request))
    return reply.code(204).send()
  })

  app.post('/account/recovery-codes', {
    config: { ...settingUp, secret: true },
    schema: { tags, summary: 'Ten new recovery codes', description: `Shown this once; those before are void. ${confirmed}`, response: { 201: RecoveryCodes } },
  }, async (request, reply) => reply.code(201).send(await renewRecoveryCodes(deps, own(request))))

  app.get('/account/sessions', { config: signedIn, schema: { tags, summary: 'Where one is signed in', response: { 200: OwnSessions } } }, async (request) => ownSessions(deps, own(request)))

  app.delete('/account/sessions', { config: signedIn, schema: { tags, summary: 'Sign out everywhere but here', description: confirmed, response: { 204: z.undefined() } } }, async (request, reply) => {
    await endOtherSessions(deps, own(request))
    return reply.code(204).send()
  })

  app.delete('/account/sessions/:id', { config: signedIn, schema: { tags, summary: 'Sign one device out', description: confirmed, params: ById, response: { 204: z.undefined() } } }, async (request, reply) => {
    await endOwnSession(deps, own(request), request.params.id)
    return reply.code(204).send()
  })
}

function proofTyped(typed: Exclude<Confirmation, { response: unknown }>): Proof {
  return 'password' in typed ? { kind: 'password', password: typed.password, field: 'password' } : { kind: 'code', code: typed.code, field: 'code' }
}

function own(request: Pick<FastifyRequest, 'signedIn'>): SignedIn {
  if (request.signedIn === null) throw new AppError('unauthenticated', 'Sign in to go on.')
  return request.signedIn
}
