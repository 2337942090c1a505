import type { FastifyReply, FastifyRequest } from 'fastify'

const name = 'ses_passkey'
const tenMinutes = 600

/** Binds what a passkey is asked for to the browser that asked; sent only to the part of the API that takes the answer. */
export function ceremonyCookies({ secureCookie }: { secureCookie: boolean }) {
  const cookie = (room: 'session' | 'account') => ({ path: `/api/v1/${room}`, httpOnly: true, sameSite: 'lax' as const, secure: secureCookie })
  return {
    of: (request: FastifyRequest): string | undefined => request.cookies[name],
    remember: (reply: FastifyReply, room: 'session' | 'account', token: string) => reply.setCookie(name, token, { ...cookie(room), maxAge: tenMinutes }),
    forget: (reply: FastifyReply, room: 'session' | 'account') => reply.clearCookie(name, cookie(room)),
  }
}
