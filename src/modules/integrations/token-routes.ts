import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { makeToken } from './commands/make-token.ts'
import { revokeToken } from './commands/revoke-token.ts'
import { ApiTokens, MadeApiToken, MakeApiToken, OwnApiTokens } from './contract.ts'
import { listOwnTokens, listTokens } from './queries/list-tokens.ts'
import { signedInOf } from './store.ts'

const tags = ['API tokens']
const own = { permission: 'account.own' as const }

/** Tokens with which an organization's own systems use the API. */
export function tokenRoutes(app: App, deps: Deps): void {
  app.get('/account/api-tokens', {
    config: own,
    schema: { tags, summary: 'Your API tokens', description: 'Each acts as you, narrowed by its scopes.', response: { 200: OwnApiTokens } },
  }, (request) => listOwnTokens(deps, request.actor))

  app.post('/account/api-tokens', {
    config: { ...own, secret: true },
    schema: { tags, summary: 'Make an API token', description: 'The token is shown this once. Asks for a confirmation (confirmation_required) when the last is more than 15 minutes old.', body: MakeApiToken, response: { 201: MadeApiToken } },
  }, async (request, reply) => reply.code(201).send(await makeToken(deps, signedInOf(request), request.body)))

  app.delete('/account/api-tokens/:id', {
    config: own,
    schema: { tags, summary: 'Revoke one of your API tokens', description: 'It stops working at once.', params: ById, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await revokeToken(deps, request.actor, request.params.id)
    return reply.code(204).send()
  })

  app.get('/api-tokens', {
    config: { permission: 'integration.manage' },
    schema: { tags, summary: 'All API tokens of your organization', response: { 200: ApiTokens } },
  }, async (request) => ({ items: await listTokens(deps, request.actor) }))

  app.delete('/api-tokens/:id', {
    config: { permission: 'integration.manage' },
    schema: { tags, summary: 'Revoke an API token of your organization', description: 'It stops working at once.', params: ById, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await revokeToken(deps, request.actor, request.params.id)
    return reply.code(204).send()
  })
}
