import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { App } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { deleteUser, patchUser, replaceUser } from '../commands/change-user.ts'
import { provisionUser } from '../commands/provision-user.ts'
import { userSchema, type ScimUser } from '../domain/scim-user.ts'
import type { Provisioner } from '../provisioner.ts'
import { listScimUsers, readScimUser } from '../queries/scim-users.ts'
import { authenticate } from './authenticate.ts'
import { readUser } from './body.ts'
import { listOf, serviceProviderConfig, userResourceType, userSchemaDescription } from './discovery.ts'
import { answerError, scimContentType } from './scim-error.ts'

// What is called is decided by the token, not by a session.
const open = { config: { permission: 'public' as const }, schema: { hide: true } }
const Listing = z.object({ filter: z.string().optional(), startIndex: z.coerce.number().int().catch(1), count: z.coerce.number().int().catch(100), attributes: z.string().optional(), excludedAttributes: z.string().optional() })
const ById = z.object({ id: z.string() })

declare module 'fastify' {
  interface FastifyRequest {
    /** For whom a directory acts; null outside /scim/v2. */
    provisioner: Provisioner | null
  }
}

/** The routes of SCIM 2.0 (RFC 7644), in a scope of their own: its errors, its content type, its token. */
export function scimRoutes(app: App, deps: Deps, base: string): void {
  app.decorateRequest('provisioner', null)
  app.addContentTypeParser('application/scim+json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  // After the count of requests of this address, before a body is read.
  app.addHook('preParsing', async (request) => {
    request.provisioner = await authenticate(deps, request.headers.authorization, request.ip)
  })

  app.get('/ServiceProviderConfig', open, (_request, reply) => send(reply, serviceProviderConfig(base)))
  app.get('/ResourceTypes', open, (_request, reply) => send(reply, listOf([userResourceType(base)])))
  app.get('/ResourceTypes/User', open, (_request, reply) => send(reply, userResourceType(base)))
  app.get('/Schemas', open, (_request, reply) => send(reply, listOf([userSchemaDescription(base)])))
  app.get(`/Schemas/${userSchema.replaceAll(':', '::')}`, open, (_request, reply) => send(reply, userSchemaDescription(base)))

  app.get('/Users', open, async (request, reply) => {
    const asked = Listing.parse(request.query)
    const list = await listScimUsers(deps, by(request), base, asked)
    return send(reply, { ...list, Resources: list.Resources.map((user) => chosen(user, asked)) })
  })
  app.post('/Users', open, async (request, reply) => {
    const id = await provisionUser(deps, by(request), readUser(request.body))
    const user = await readScimUser(deps, by(request), base, id)
    return send(reply.code(201).header('location', user.meta.location), user)
  })
  app.get('/Users/:id', open, async (request, reply) => send(reply, chosen(await readScimUser(deps, by(request), base, idOf(request)), Listing.parse(request.query))))
  app.put('/Users/:id', open, async (request, reply) => {
    await readScimUser(deps, by(request), base, idOf(request))
    await replaceUser(deps, by(request), idOf(request), readUser(request.body))
    return send(reply, await readScimUser(deps, by(request), base, idOf(request)))
  })
  app.patch('/Users/:id', open, async (request, reply) => {
    const user = await readScimUser(deps, by(request), base, idOf(request))
    await patchUser(deps, by(request), user.id, request.body)
    return send(reply, await readScimUser(deps, by(request), base, user.id))
  })
  app.delete('/Users/:id', open, async (request, reply) => {
    const user = await readScimUser(deps, by(request), base, idOf(request))
    await deleteUser(deps, by(request), user.id)
    return reply.code(204).send()
  })
  // As a route, so that whoever has no token learns nothing of what there is.
  app.all('/*', open, () => {
    throw notFound('resource')
  })
}

function send(reply: FastifyReply, body: object): FastifyReply {
  return reply.type(scimContentType).serializer(JSON.stringify).send(body)
}

function by(request: FastifyRequest): Provisioner {
  if (request.provisioner === null) throw new AppError('unauthenticated', 'Send the token of this organisation.')
  return request.provisioner
}

function idOf(request: FastifyRequest): string {
  return ById.parse(request.params).id
}

/** The attributes that were asked for, whole (RFC 7644 3.9); id and schemas always come. */
function chosen(user: ScimUser, { attributes, excludedAttributes }: { attributes?: string | undefined; excludedAttributes?: string | undefined }): object {
  const named = (list: string) => list.split(',').map((name) => (name.trim().replace(`${userSchema}:`, '').split('.')[0] ?? '').toLowerCase())
  const always = ['schemas', 'id']
  const keep = (name: string) => {
    if (attributes !== undefined) return named(attributes).includes(name.toLowerCase())
    return excludedAttributes === undefined || !named(excludedAttributes).includes(name.toLowerCase())
  }
  return Object.fromEntries(Object.entries(user).filter(([name]) => always.includes(name) || keep(name)))
}
