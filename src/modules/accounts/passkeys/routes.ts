import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../kernel/errors.ts'
import { ById } from '../../../kernel/shapes.ts'
import type { App, SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { NextStep } from '../contract.ts'
import { signInCookies } from '../cookies.ts'
import type { AccountSettings } from '../routes.ts'
import { ceremonyCookies } from './ceremony-cookie.ts'
import { confirmationOptions } from './confirm.ts'
import { AddPasskey, AskForPasskey, NamePasskey, PasskeyCreationOptions, PasskeyList, PasskeyRequestOptions, UsePasskey } from './contract.ts'
import { listOwnPasskeys, removePasskey, renamePasskey } from './own-passkeys.ts'
import { register, registrationOptions, setUp, setUpOptions } from './register.ts'
import { relyingParty } from './relying-party.ts'
import { requestOptions, signInByPasskey } from './sign-in.ts'

const once = 'The challenge holds for ten minutes and one answer, in the browser that asked for it.'

/** Passkeys (WebAuthn): signing in with them and looking after one's own. */
export function passkeyRoutes(app: App, deps: Deps, settings: AccountSettings & { publicUrl: string }): void {
  const cookies = signInCookies(settings)
  const open = { permission: 'public' as const }
  const own = { permission: 'signed-in' as const }
  const party = () => relyingParty(settings.publicUrl)
  const ceremony = ceremonyCookies(settings)
  const tokensOf = (request: FastifyRequest) => ({ session: cookies.tokenOf(request), ceremony: ceremony.of(request) })

  app.post('/session/passkey-options', {
    config: open,
    schema: { tags: ['Session'], summary: 'Sign in: ask for a passkey', description: `Instead of the password, or after it as the second factor. ${once}`, body: AskForPasskey, response: { 200: PasskeyRequestOptions } },
  }, async (request, reply) => {
    const { token, options } = await requestOptions(deps, party(), request.body, cookies.tokenOf(request))
    ceremony.remember(reply, 'session', token)
    return options
  })

  app.post('/session/passkeys', {
    config: open,
    schema: { tags: ['Session'], summary: 'Sign in: the answer of a passkey', description: 'Completes the sign-in under a new cookie. An unknown passkey and a wrong answer are told alike.', body: UsePasskey, response: { 200: NextStep } },
  }, async (request, reply) => {
    const caller = cookies.callerOf(request)
    ceremony.forget(reply, 'session')
    const { token } = await signInByPasskey(deps, party(), request.body.response, tokensOf(request), caller)
    cookies.keepSignedIn(reply, token, caller)
    return { next: 'done' as const }
  })

  app.post('/session/passkey-set-up/options', {
    config: open,
    schema: { tags: ['Session'], summary: 'Set up a passkey as the first second factor: ask for it', description: `For an account without a second factor, after its password. ${once}`, response: { 200: PasskeyCreationOptions } },
  }, async (request, reply) => {
    const { token, options } = await setUpOptions(deps, party(), cookies.tokenOf(request))
    ceremony.remember(reply, 'session', token)
    return options
  })

  app.post('/session/passkey-set-up', {
    config: open,
    schema: { tags: ['Session'], summary: 'Set up a passkey as the first second factor', description: 'Completes the sign-in under a new cookie.', body: AddPasskey, response: { 200: NextStep } },
  }, async (request, reply) => {
    const caller = cookies.callerOf(request)
    ceremony.forget(reply, 'session')
    const { token } = await setUp(deps, party(), request.body, tokensOf(request), caller)
    cookies.keepSignedIn(reply, token, caller)
    return { next: 'done' as const }
  })

  app.post('/session/confirmations/passkey-options', {
    config: { ...own, beforeTerms: true },
    schema: { tags: ['Own account'], summary: 'Confirm who sits at this session: ask for a passkey', description: `One of your own, which itself makes sure who uses it. The answer goes to POST /session/confirmations. ${once}`, response: { 200: PasskeyRequestOptions } },
  }, async (request, reply) => {
    const { token, options } = await confirmationOptions(deps, party(), signedInOf(request))
    ceremony.remember(reply, 'session', token)
    return options
  })

  app.get('/account/passkeys', {
    config: own,
    schema: { tags: ['Account'], summary: 'Your passkeys', response: { 200: PasskeyList } },
  }, async (request) => ({ items: await listOwnPasskeys(deps, request.actor) }))

  app.post('/account/passkeys/options', {
    config: { ...own, secret: true },
    schema: { tags: ['Account'], summary: 'Add a passkey: ask for it', description: `After a fresh proof of who you are, else confirmation_required. ${once}`, response: { 200: PasskeyCreationOptions } },
  }, async (request, reply) => {
    const { token, options } = await registrationOptions(deps, signedInOf(request), party())
    ceremony.remember(reply, 'account', token)
    return options
  })

  app.post('/account/passkeys', {
    config: own,
    schema: { tags: ['Account'], summary: 'Add a passkey', description: 'You are told of it by e-mail.', body: AddPasskey, response: { 201: PasskeyList } },
  }, async (request, reply) => {
    ceremony.forget(reply, 'account')
    await register(deps, signedInOf(request), party(), request.body, ceremony.of(request))
    return reply.code(201).send({ items: await listOwnPasskeys(deps, request.actor) })
  })

  app.patch('/account/passkeys/:id', {
    config: own,
    schema: { tags: ['Account'], summary: 'Rename a passkey', params: ById, body: NamePasskey, response: { 200: PasskeyList } },
  }, async (request) => {
    await renamePasskey(deps, request.actor, request.params.id, request.body)
    return { items: await listOwnPasskeys(deps, request.actor) }
  })

  app.delete('/account/passkeys/:id', {
    config: own,
    schema: { tags: ['Account'], summary: 'Remove a passkey', description: 'Not the only second factor of the account. You are told of it by e-mail.', params: ById, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removePasskey(deps, signedInOf(request), request.params.id)
    return reply.code(204).send(null)
  })
}

function signedInOf(request: FastifyRequest): SignedIn {
  if (request.signedIn === null) throw new AppError('unauthenticated', 'Sign in to go on.')
  return request.signedIn
}
