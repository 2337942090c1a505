import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { addWebhook, removeWebhook, renewSecret, switchWebhook, updateWebhook, type WebhookSettings } from './commands/manage-webhooks.ts'
import { replayDeliveries, sendTest } from './commands/send-again.ts'
import { listDeliveries, listWebhooks, readDelivery, readWebhook } from './queries/read-webhooks.ts'
import { AddedWebhook, AddWebhook, ByWebhookAndDelivery, Deliveries, DeliveryRecord, ListDeliveries, NewWebhookSecret, ReplayDeliveries, Replayed, SwitchWebhook, TestSent, UpdateWebhook, WebhookItem, WebhookList } from './webhook-contract.ts'

const tags = ['Webhooks']
const config = { permission: 'integration.manage' as const }

/** Addresses of an organization's own systems to which events are sent. */
export function webhookRoutes(app: App, deps: Deps, { publicUrl, ...settings }: WebhookSettings & { publicUrl: string }): void {
  app.get('/webhooks', {
    config,
    schema: { tags, summary: 'Addresses to which events are sent', description: 'With the events that may be chosen.', response: { 200: WebhookList } },
  }, (request) => listWebhooks(deps, request.actor))

  app.post('/webhooks', {
    config: { ...config, secret: true },
    schema: { tags, summary: 'Add an address', description: 'The secret that signs the messages (Standard Webhooks) is shown this once.', body: AddWebhook, response: { 201: AddedWebhook } },
  }, async (request, reply) => reply.code(201).send(await addWebhook(deps, request.actor, request.body, settings)))

  app.get('/webhooks/:id', {
    config,
    schema: { tags, summary: 'An address', params: ById, response: { 200: WebhookItem } },
  }, (request) => readWebhook(deps, request.actor, request.params.id))

  app.put('/webhooks/:id', {
    config,
    schema: { tags, summary: 'Change an address', params: ById, body: UpdateWebhook, response: { 200: WebhookItem } },
  }, async (request) => {
    await updateWebhook(deps, request.actor, request.params.id, request.body, settings)
    return readWebhook(deps, request.actor, request.params.id)
  })

  app.delete('/webhooks/:id', {
    config,
    schema: { tags, summary: 'Remove an address with its log', params: ById, response: { 204: z.undefined() } },
  }, async (request, reply) => {
    await removeWebhook(deps, request.actor, request.params.id)
    return reply.code(204).send()
  })

  app.post('/webhooks/:id/secrets', {
    config: { ...config, secret: true },
    schema: { tags, summary: 'Make a new secret', description: 'The one before signs beside it for 24 hours.', params: ById, response: { 201: NewWebhookSecret } },
  }, async (request, reply) => reply.code(201).send(await renewSecret(deps, request.actor, request.params.id)))

  for (const [path, to, summary] of [['pauses', 'paused', 'Pause an address'], ['resumptions', 'working', 'Switch an address on again']] as const) {
    app.post(`/webhooks/:id/${path}`, {
      config,
      schema: { tags, summary, description: 'While it is off, events are kept for 30 days and can be sent by hand.', params: ById, body: SwitchWebhook, response: { 200: WebhookItem } },
    }, async (request) => {
      await switchWebhook(deps, request.actor, request.params.id, request.body.version, to)
      return readWebhook(deps, request.actor, request.params.id)
    })
  }

  deliveryRoutes(app, deps, publicUrl)
}

function deliveryRoutes(app: App, deps: Deps, publicUrl: string): void {
  app.post('/webhooks/:id/tests', {
    config,
    schema: { tags, summary: 'Send a test event', description: 'Once, at once; what became of it stands in the log.', params: ById, response: { 202: TestSent } },
  }, async (request, reply) => reply.code(202).send(await sendTest(deps, request.actor, request.params.id)))

  app.get('/webhooks/:id/deliveries', {
    config,
    schema: { tags, summary: 'What was sent to an address, newest first', description: 'Kept for 30 days.', params: ById, querystring: ListDeliveries, response: { 200: Deliveries } },
  }, (request) => listDeliveries(deps, request.actor, request.params.id, request.query))

  app.get('/webhooks/:id/deliveries/:deliveryId', {
    config,
    schema: { tags, summary: 'A delivery with each attempt', params: ByWebhookAndDelivery, response: { 200: DeliveryRecord } },
  }, (request) => readDelivery(deps, request.actor, request.params.id, request.params.deliveryId, publicUrl))

  app.post('/webhooks/:id/replays', {
    config,
    schema: { tags, summary: 'Send again: one delivery, or all that failed since a time', description: 'Under the same webhook-id, so that the receiver knows a repetition.', params: ById, body: ReplayDeliveries, response: { 202: Replayed } },
  }, async (request, reply) => reply.code(202).send(await replayDeliveries(deps, request.actor, request.params.id, request.body)))
}
