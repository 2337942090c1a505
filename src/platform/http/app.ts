import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Actor } from '../../access/actor.ts'
import type { Action } from '../../access/permissions.ts'
import type { ActingToken, TokenScope } from '../../access/token-scopes.ts'

/** What a module's routes are mounted on: Fastify that parses and answers by Zod contracts. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** Who may call a route: everybody, everybody who is signed in, or those whose role may ever do the action. */
export type RoutePermission = 'public' | 'signed-in' | Action

/** A session and whose it is, as found by the cookie's token. */
export type SignedIn = {
  actor: Actor
  sessionId: string
  name: string
  email: string
  organisation: { id: string; code: string; name: string; shortName: string } | null
  /** Has accepted the terms of use that hold now; without that, only routes with `beforeTerms` are open. */
  termsAccepted: boolean
  /** How far the company's enrollment is; null for others than companies. */
  enrollment: string | null
  method: 'password' | 'passkey' | 'sso'
  /** When the user last proved who they are. */
  confirmedAt: Date
  idleEndsAt: Date
  endsAt: Date
}

/**
 * Finds the session of a cookie's token. Throws `unauthenticated` or `session_expired`.
 * A request that the page made by itself (`background`) does not prolong it.
 */
export type ResolveSession = (token: string | undefined, options: { background: boolean }) => Promise<SignedIn>

/** An API token and as whom it acts. It opens no session, so that nothing of sign-in and accounts is reached by it. */
export type Bearer = { actor: Actor; token: ActingToken }

/** Finds whose token it is. Throws `unauthenticated`, `terms_required`, or `too_many_attempts` where an address sent many wrong ones. */
export type ResolveToken = (token: string, address: string) => Promise<Bearer>

export const sessionCookie = 'ses_session'

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission
    /** Open to somebody signed in who has not accepted the terms of use yet. */
    beforeTerms?: boolean
    /** The scope that an API token needs here, besides that of `permission`. With 'signed-in' and no scope no token is taken. */
    tokenScope?: TokenScope
    /** Its body or its answer holds a secret: neither is kept for a repetition, and an Idempotency-Key does nothing. */
    secret?: boolean
  }
  interface FastifyRequest {
    /** Who is signed in, or as whom a token acts. Throws `unauthenticated` on a route that asked for neither. */
    actor: Actor
    signedIn: SignedIn | null
    bearer: Bearer | null
  }
}
