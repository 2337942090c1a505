import { eventsFor } from './domain/webhook-events.ts'

/** The events of complaints and of organizations, as OpenAPI describes what a receiver is sent. */
export function describeWebhooks(): Record<string, object> {
  const events = [...eventsFor('agency'), ...eventsFor('company')]
  const described = (about: 'complaints' | 'organization') => [...new Map(events.filter((one) => one.about === about).map(({ name, label }) => [name, label]))]
  const id = { type: 'string', format: 'uuid' }
  const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more })
  const headers = [
    ['webhook-id', 'The same in every attempt and when it is sent again: keep those that you have worked off.'],
    ['webhook-timestamp', 'Seconds since 1970, of this attempt. Refuse what is older than five minutes.'],
    ['webhook-signature', '`v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, keyed with the secret’s base64 after `whsec_`. Two with a space between while two secrets hold.'],
  ].map(([name, description]) => ({ in: 'header', name, required: true, description, schema: { type: 'string' } }))
  const message = (names: string[], data: object) => ({
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: { type: { type: 'string', enum: names }, timestamp: text('When it happened', { format: 'date-time' }), data: { type: 'object', ...data } },
  })
  const describe = (summary: string, list: [string, string][], data: object) => ({
    post: {
      tags: ['Webhooks'],
      summary,
      description: `Sent to the addresses that an Account Administrator added, by the Standard Webhooks specification. It says that something happened and where to read it, nothing else. Of more than one attempt the last may arrive first.\n\n${list.map(([name, label]) => `- \`${name}\`: ${label}`).join('\n')}`,
      parameters: headers,
      requestBody: { required: true, content: { 'application/json': { schema: message(list.map(([name]) => name), data) } } },
      responses: {
        '2XX': { description: 'Taken. Answer within 10 seconds and work afterwards' },
        default: { description: 'Anything else, redirects included, is a failure and tried again for three days; then the address is switched off' },
      },
    },
  })
  const eventId = { ...id, description: 'Of what happened; the same to every address' }
  return {
    complaint: describe('Something happened to a complaint or its requests', described('complaints'), {
      required: ['eventId', 'complaintId', 'requestIds', 'links'],
      properties: {
        eventId,
        complaintId: id,
        requestIds: { type: 'array', items: id, description: 'Those that it is about, as far as you see them; may be empty' },
        ...Object.fromEntries(['referralId', 'askId', 'accessId', 'postId', 'letterId'].map((name) => [name, { ...id, description: 'Where the event has one' }])),
        links: { type: 'object', required: ['complaint', 'requests'], properties: { complaint: text('The record, for a token', { format: 'uri' }), requests: { type: 'array', items: { type: 'string', format: 'uri' } } } },
      },
    }),
    organization: describe('Something happened to your organization', described('organization'), {
      required: ['eventId', 'links'],
      properties: {
        eventId,
        ...Object.fromEntries(['userId', 'companyId', 'entityId', 'changeRequestId', 'accountRequestId', 'importId', 'deputyId', 'documentId', 'postId'].map((name) => [name, { ...id, description: 'Where the event has one' }])),
        links: { type: 'object', properties: Object.fromEntries(['company', 'entity', 'import', 'document'].map((name) => [name, text('The record, for a token', { format: 'uri' })])) },
      },
    }),
    test: describe('Somebody tries your address', [['test', 'Sent by the button Send a test event, once']], { required: ['eventId'], properties: { eventId } }),
  }
}
