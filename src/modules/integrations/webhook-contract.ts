import { z } from 'zod'
import { Id, Instant, pageOf, Paging, requiredText, text, Version } from '../../kernel/shapes.ts'

/** Addresses of an organization's own systems to which events are sent, by the Standard Webhooks specification. */
export const webhookStates = ['working', 'failing', 'paused', 'switched_off'] as const
export const deliveryStates = ['waiting', 'delivered', 'failed', 'dropped'] as const

export const WebhookItem = z
  .object({
    id: Id,
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    state: z.enum(webhookStates).describe('switched_off: by the system, after three days of failures; paused: by hand'),
    since: Instant.nullable().describe('Since when it fails, is paused or is switched off'),
    formerSecretUntil: Instant.nullable().describe('Until then messages are signed with the secret before as well'),
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: 'Webhook' })
export type WebhookItem = z.infer<typeof WebhookItem>
export const EventChoice = z.object({ name: z.string(), label: z.string(), about: z.enum(['complaints', 'organization']) })
export const WebhookList = z.object({ items: z.array(WebhookItem), most: z.number().int().describe('How many addresses an organization may have'), events: z.array(EventChoice).describe('What may be chosen') })
export type WebhookList = z.infer<typeof WebhookList>

const fields = {
  name: requiredText(100, 'Enter a name, such as that of your system.'),
  url: text(500).refine((value) => value.trim() !== '', { error: 'Enter the address of your system.' }).meta({ example: 'https://example.com/webhooks' }),
  events: z.array(z.string().max(60)).min(1, 'Choose at least one event.').max(60),
}
export const AddWebhook = z.strictObject(fields).meta({ example: { name: 'Case system', url: 'https://example.com/webhooks', events: ['requests.sent', 'request.canceled'] } })
export type AddWebhook = z.infer<typeof AddWebhook>
export const UpdateWebhook = z.strictObject({ version: Version, ...fields })
export type UpdateWebhook = z.infer<typeof UpdateWebhook>
const Secret = z.string().describe('Shown this once: it is kept encrypted').meta({ example: 'whsec_…' })
export const AddedWebhook = z.object({ id: Id, secret: Secret })
export type AddedWebhook = z.infer<typeof AddedWebhook>
export const NewWebhookSecret = z.object({ secret: Secret, formerUntil: Instant })
export type NewWebhookSecret = z.infer<typeof NewWebhookSecret>
export const SwitchWebhook = z.strictObject({ version: Version })

export const Delivery = z
  .object({
    id: Id.describe('Also its webhook-id'),
    event: z.string(),
    happenedAt: Instant,
    state: z.enum(deliveryStates).describe('dropped: your organization could not see it any more, and nothing was sent'),
    attempts: z.number().int(),
    nextAt: Instant.nullable(),
    lastCode: z.number().int().nullable().describe('HTTP status of the last answer'),
    lastOutcome: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' })
export type Delivery = z.infer<typeof Delivery>
export const ListDeliveries = z.object({ ...Paging, state: z.enum(deliveryStates).optional(), event: z.string().max(60).optional().describe('The name of an event, or test') })
export const Deliveries = pageOf(Delivery)
export const DeliveryRecord = Delivery.extend({
  tries: z.array(z.object({ number: z.number().int(), at: Instant, milliseconds: z.number().int(), code: z.number().int().nullable(), outcome: z.string() })).describe('Newest first, at most 100'),
  message: z.string().nullable().describe('The body as it would be sent now, as text; null: nothing, as your organization does not see any more what it was about'),
}).meta({ id: 'WebhookDeliveryRecord' })
export type DeliveryRecord = z.infer<typeof DeliveryRecord>

export const ReplayDeliveries = z.union([z.strictObject({ deliveryId: Id }), z.strictObject({ failedSince: Instant })]).meta({ example: { failedSince: '2026-11-23T00:00:00.000Z' } })
export type ReplayDeliveries = z.infer<typeof ReplayDeliveries>
export const Replayed = z.object({ count: z.number().int(), more: z.boolean().describe('At most 1,000 are sent again at a time') })
export const TestSent = z.object({ deliveryId: Id })
export const ByWebhookAndDelivery = z.object({ id: Id, deliveryId: Id })
