import type { FastifyBaseLogger } from 'fastify'
import { AppError, type ErrorCode } from '../../kernel/errors.ts'
import type { Problem } from '../../kernel/shapes.ts'

const kinds: Record<ErrorCode, { status: number; title: string }> = {
  invalid: { status: 422, title: 'Something must be mended' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  session_expired: { status: 401, title: 'The session has ended' },
  invalid_credentials: { status: 401, title: 'Not signed in' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  terms_required: { status: 403, title: 'Terms of use' },
  confirmation_required: { status: 403, title: 'Confirm that it is you' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Not possible now' },
  stale_version: { status: 409, title: 'Changed by somebody else' },
  too_large: { status: 413, title: 'Too large' },
  unavailable: { status: 503, title: 'Not available now' },
}

/** Thrown by parsing: the same code as a broken rule, but the request itself is malformed. */
export class MalformedRequest extends AppError {}

/** The answer to an error (RFC 9457). What is not the program's own error is logged here, and nothing of it is told. */
export function problemOf(error: unknown, incident: string, log: FastifyBaseLogger): Problem {
  const known = error instanceof AppError ? error : fromFramework(error)
  if (known !== null) return { ...problem(known.code, known.message, known instanceof MalformedRequest ? 400 : undefined), ...known.extras }
  const fault = describeFault(error)
  if (isOutage(error)) {
    log.error({ incident, ...fault }, 'a part that is needed does not answer')
    return problem('unavailable', 'The system cannot answer right now. Try again in a minute.')
  }
  log.error({ incident, ...fault }, 'unexpected error')
  return {
    type: '/problems/unexpected',
    title: 'Something went wrong',
    status: 500,
    detail: `Something went wrong on our side. Look whether your change was saved, then try again. If it happens again, tell support this number: ${incident}.`,
  }
}

function problem(code: ErrorCode, detail: string, status = kinds[code].status): Problem {
  return { type: `/problems/${code}`, title: kinds[code].title, status, detail }
}

/** Errors that Fastify itself raises before a handler runs. */
function fromFramework(error: unknown): AppError | null {
  switch (statusOf(error)) {
    case 400:
      return new MalformedRequest('invalid', 'The request cannot be read. Its body must be JSON.')
    case 403:
    case 404:
    case 414:
      return new AppError('not_found', 'This page was not found.')
    case 413:
      return new AppError('too_large', 'The request is larger than the server accepts.')
    case 415:
      return new MalformedRequest('invalid', 'Send the body as application/json.')
    case undefined:
    default:
      return null
  }
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return undefined
  return typeof error.statusCode === 'number' && String(error.code).startsWith('FST_') ? error.statusCode : undefined
}

/** The database is away, restarting or full: passing, and not a fault of the request. */
function isOutage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|57P0.|53...)$/.test(code) || (error instanceof Error && /^Connection terminated|^timeout exceeded when trying to connect/.test(error.message))
}

/** Enough to find the fault. A database error's detail is left out: it quotes the row. */
function describeFault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { thrown: typeof error }
  const code = 'code' in error ? String(error.code) : undefined
  const cause = error.cause instanceof Error ? { name: error.cause.name, message: error.cause.message } : undefined
  return { name: error.name, message: error.message, code, cause, stack: error.stack }
}
