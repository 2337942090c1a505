import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { makeClient } from './commands/make-client.ts'
import { revokeClient } from './commands/revoke-client.ts'
import { MadeProvisioningClient, MakeProvisioningClient, ProvisioningClients } from './contract.ts'
import { mostClients } from './domain/clients.ts'
import { listClients } from './queries/list-clients.ts'
import { scimRoutes } from './scim/scim-routes.ts'

const tags = ['Provisioning']
const config = { permission: 'users.manage' as const }
const prefix = '/scim/v2'

/** Making and revoking tokens, under /api/v1. */
export function provisioningRoutes(app: App, deps: Deps, settings: { publicUrl: string }): void {
  app.get('/provisioning-clients', {
    config,
    schema: { tags, summary: 'Tokens for provisioning by SCIM 2.0', description: 'Provisioning is off while there is none.', response: { 200: ProvisioningClients } },
  }, async (request) => ({ address: `${settings.publicUrl}${prefix}`, most: mostClients, items: await listClients(deps, request.actor) }))

  app.post('/provisioning-clients', {
    config: { ...config, secret: true },
    schema: { tags, summary: 'Make a token for provisioning', description: 'The token is shown this once. Asks for a confirmation (confirmation_required) when the last is more than 15 minutes old.', body: MakeProvisioningClient, response: { 201: MadeProvisioningClient } },
  }, async (request, reply) => {
    if (request.signedIn === null) throw new AppError('unauthenticated', 'Sign in to go on.')
    return reply.code(201).send(await makeClient(deps, request.signedIn, request.body))
  })

  app.delete('/provisioning-clients/:id', {
    config,
    schema: { tags, summary: 'Revoke a token', description: 'It stops working at once. Users stay as they are.', params: ById, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await revokeClient(deps, request.actor, request.params.id)
    return reply.code(204).send()
  })
}

/** SCIM 2.0 itself, under /scim/v2. */
export function mountScim(app: App, deps: Deps, settings: { publicUrl: string }): void {
  void app.register(async (scim) => scimRoutes(scim, deps, `${settings.publicUrl}${prefix}`), { prefix })
}
