import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { Problem } from '../../kernel/shapes.ts'
import { scopeOfAction, type TokenScope } from '../../access/token-scopes.ts'
import { sessionCookie, type App, type RoutePermission } from './app.ts'
import { allPublic } from './routes-list.ts'

const guide = `Complaints of consumers, processed by state agencies together with the companies that they supervise.

**Sign in** with \`POST /api/v1/session\` and \`POST /api/v1/session/second-factor\`; the answers set the cookie \`ses_session\`.
**Programs** send an API token, made in one’s account: \`Authorization: Bearer ses_…\`. It acts as its maker, narrowed by its scopes; at most 600 requests a minute.
**Lists** answer \`{ "items": […], "next": "cursor" | null }\`; give \`next\` back as \`cursor\` for the page after.
**Times** are RFC 3339 in UTC, dates \`YYYY-MM-DD\`, money decimal strings in US dollars.
**A record** carries \`version\`, to be sent with a change (else \`stale_version\`), and \`can\`, the actions that you may take on it now. What you may not see is not found.
**Errors** are \`application/problem+json\` (RFC 9457): \`type\` ends in a code, \`fields\` has a sentence for each field to mend.
**Idempotency-Key** on a POST, any text of your own, makes it safe to send again within 24 hours, save where a secret is sent or answered. A repetition is answered as the first was, with the header \`Idempotency-Replayed: true\` and what you may read of it by then; the same key with another body is refused.
**429** comes with \`Retry-After\`, in seconds.
**Uploads** go to \`/uploads\` by the tus protocol 1.0.
**Webhooks** tell your own system what happened; see the section of that name.`

/** Must come before the routes that it shall describe. */
export async function describeApi(app: App, version: string, webhooks: Record<string, object>): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'State Examination System', version, description: guide, license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' } },
      servers: [{ url: '/', description: 'This server' }],
      webhooks,
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'ses_…', description: 'An API token, made on the page API tokens of one’s account. It acts as its maker, narrowed by its scopes.' }, session: { type: 'apiKey', in: 'cookie', name: sessionCookie, description: 'Set by signing in; ends after 30 minutes without use, 12 hours at most, or by signing out' } } },
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document)
      const permission = document.route.config?.permission
      const tokenScope = document.route.config?.tokenScope
      if (permission === undefined || schema.hide === true) return { schema: { ...schema, hide: true }, url }
      const method = [document.route.method].flat().find((name) => name !== 'HEAD') ?? 'HEAD'
      const takesKey = method === 'POST' && url.startsWith('/api/') && permission !== 'public' && document.route.config?.secret !== true
      return {
        url,
        schema: {
          ...schema,
          ...(takesKey && { headers: idempotencyKey }),
          operationId: schema.operationId ?? operationId(method, url),
          security: securityOf(permission, tokenScope),
          description: [schema.description, permissionSentence(permission), scopeSentence(permission, tokenScope)].filter((text) => text !== undefined).join('\n\n'),
          response: { ...described(schema.response), ...errorAnswers(permission, method, url) },
        },
      }
    },
    transformObject: jsonSchemaTransformObject,
  })
}

/** /api/openapi.json and, for people, /api/docs. */
export async function apiDocumentRoutes(app: App): Promise<void> {
  let document: object | undefined
  app.get('/api/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    document ??= withoutUnused(app.swagger())
    return reply.send(document)
  })
  await app.register(async (docs) => {
    allPublic(docs)
    await docs.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { url: '/api/openapi.json', docExpansion: 'none', persistAuthorization: false } })
  })
}

/** POST /api/v1/complaints/{id}/closures → postComplaintsByIdClosures */
function operationId(method: string, url: string): string {
  const words = url
    .replace(/^\/api\/v1\//, '/')
    .split(/[/\-_.]/)
    .filter((word) => word !== '')
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
  return method.toLowerCase() + words.join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function permissionSentence(permission: RoutePermission): string {
  if (permission === 'public') return 'Needs no session.'
  return permission === 'signed-in' ? 'For everybody who is signed in.' : `Permission: \`${permission}\`.`
}

function securityOf(permission: RoutePermission, tokenScope: TokenScope | undefined): Record<string, string[]>[] {
  if (permission === 'public') return []
  return takesToken(permission, tokenScope) ? [{ session: [] }, { token: [] }] : [{ session: [] }]
}

function takesToken(permission: RoutePermission, tokenScope: TokenScope | undefined): boolean {
  if (permission === 'public') return false
  return permission === 'signed-in' ? tokenScope !== undefined : scopeOfAction[permission] !== null
}

function scopeSentence(permission: RoutePermission, tokenScope: TokenScope | undefined): string | undefined {
  if (permission === 'public') return undefined
  if (!takesToken(permission, tokenScope)) return 'Not by API token.'
  const scopes = [...new Set([permission === 'signed-in' ? undefined : scopeOfAction[permission], tokenScope])].filter((scope) => scope !== undefined && scope !== null)
  return `API token with ${scopes.map((scope) => `\`${scope}\``).join(' and ')}.`
}

const successes: Record<string, string> = { 200: 'The answer', 201: 'Made', 202: 'Accepted', 204: 'Done; no content', 206: 'The part that was asked for', 503: 'Not ready' }

/** A response needs a description in OpenAPI, and Fastify's own default says nothing. */
function described(response: unknown): Record<string, unknown> {
  if (typeof response !== 'object' || response === null) return {}
  const entries = Object.entries(response).map(([status, schema]: [string, unknown]) => {
    const own = typeof schema === 'object' && schema !== null ? schema : {}
    const description = 'description' in own && typeof own.description === 'string' ? own.description : (successes[status] ?? 'The answer')
    return [status, { ...own, description }] as const
  })
  return Object.fromEntries(entries)
}

function errorAnswers(permission: RoutePermission, method: string, url: string): Record<string, unknown> {
  const answers: Record<string, string> = { 400: 'The request is malformed; `fields` says where' }
  if (permission !== 'public') answers['401'] = 'No session, or it has ended (`unauthenticated`, `session_expired`)'
  if (permission !== 'public' && permission !== 'signed-in') answers['403'] = "The actor's role does not allow it (`forbidden`)"
  if (url.includes(':')) answers['404'] = 'Not there, or not visible to the actor (`not_found`)'
  if (method !== 'GET') answers['409'] = 'Not possible in the present state, or changed since it was read (`conflict`, `stale_version`)'
  if (method !== 'GET') answers['422'] = 'A rule is broken; `fields` says which field to mend (`invalid`)'
  answers['429'] = 'Too many attempts; `Retry-After` says how long to wait (`too_many_attempts`)'
  return Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description, ...(status === '429' && { headers: retryAfter }), content: { 'application/problem+json': { schema: problemReference } } }]))
}

const retryAfter = { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } }
const idempotencyKey = { type: 'object', properties: { 'Idempotency-Key': { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$', description: 'Of your own choice; sent twice within 24 hours, the request is carried out once' } } }

const problemReference = { $ref: `#/components/schemas/${Problem.meta()?.id ?? 'Problem'}` }

/** Each contract with a name exists as input and as output; only those in use are published. */
function withoutUnused(document: object): object {
  const components = 'components' in document && typeof document.components === 'object' ? document.components : {}
  const all = components !== null && 'schemas' in components && typeof components.schemas === 'object' ? components.schemas : {}
  const schemas = new Map<string, unknown>(Object.entries(all ?? {}))
  const used = new Set<string>()
  const waiting = references({ ...document, components: undefined })
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name)) continue
    used.add(name)
    waiting.push(...references(schemas.get(name)))
  }
  const kept = Object.fromEntries([...schemas].filter(([name]) => used.has(name)))
  return { ...document, components: { ...components, schemas: kept } }
}

function references(part: unknown): string[] {
  const text = part === undefined ? '' : JSON.stringify(part)
  return [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '')
}
