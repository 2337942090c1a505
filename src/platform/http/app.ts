import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Actor } from '../../access/actor.ts'
import type { Action } from '../../access/permissions.ts'

/** What a module's routes are mounted on: Fastify that parses and answers by Zod contracts. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** Who may call a route: everybody, everybody who is signed in, or those whose role may ever do the action. */
export type RoutePermission = 'public' | 'signed-in' | Action

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission
  }
  interface FastifyRequest {
    /** Who is signed in. Throws `unauthenticated` on a public route without a session. */
    actor: Actor
  }
}
