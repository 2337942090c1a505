import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookie } from '../../platform/http/app.ts'
import { newToken } from './session-token.ts'

/** A browser that somebody has signed in from is known again by this cookie, which opens nothing. */
export const deviceCookie = 'ses_device'
const oneYear = 365 * 24 * 3_600

/** Whence a sign-in comes. `device`: the browser's long-lived token, made when it had none. */
export type Caller = { address: string; userAgent: string | null; device: string }

/** The cookies of signing in, the same for every way of it. */
export function signInCookies({ secureCookie }: { secureCookie: boolean }) {
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: secureCookie }
  const keep = (reply: FastifyReply, token: string) => reply.setCookie(sessionCookie, token, cookie)
  return {
    tokenOf: (request: FastifyRequest): string | undefined => request.cookies[sessionCookie],
    callerOf: (request: FastifyRequest): Caller => ({ address: request.ip, userAgent: request.headers['user-agent'] ?? null, device: deviceOf(request.cookies[deviceCookie]) }),
    /** A session that still waits for its second factor, or one that goes on under a new token. */
    keep,
    /** A completed sign-in: the session, and the browser that it was made from. */
    keepSignedIn: (reply: FastifyReply, token: string, caller: Caller) => keep(reply, token).setCookie(deviceCookie, caller.device, { ...cookie, maxAge: oneYear }),
    forget: (reply: FastifyReply) => reply.clearCookie(sessionCookie, cookie),
  }
}

/** Only what was made here is taken: 32 bytes in base64url. */
function deviceOf(sent: string | undefined): string {
  return sent !== undefined && /^[\w-]{43}$/.test(sent) ? sent : newToken().token
}
