import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../../kernel/errors.ts'
import { problemOf } from '../../../platform/http/problems.ts'

export const scimContentType = 'application/scim+json; charset=utf-8'
type ScimType = 'uniqueness' | 'invalidFilter' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue' | 'tooMany'

/** An error that SCIM has a word for (RFC 7644 3.12). */
export class ScimError extends Error {
  override name = 'ScimError'
  readonly status: number
  readonly scimType: string

  constructor(status: number, scimType: ScimType, message: string) {
    super(message)
    this.status = status
    this.scimType = scimType
  }
}

/** Every error under /scim/v2, as SCIM writes them. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, scimType, detail, retryAfterSeconds } = explained(error, request)
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="scim"')
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), ...(scimType !== undefined && { scimType }), detail }
  return reply.code(status).type(scimContentType).serializer(JSON.stringify).send(body)
}

type Explained = { status: number; scimType?: string | undefined; detail: string; retryAfterSeconds?: number | undefined }

function explained(error: unknown, request: FastifyRequest): Explained {
  if (error instanceof ScimError) return { status: error.status, scimType: error.scimType, detail: error.message }
  const problem = problemOf(error, request.id, request.log)
  if (!(error instanceof AppError)) return { status: problem.status === 422 ? 400 : problem.status, detail: problem.detail }
  const detail = Object.entries(error.extras.fields ?? {}).map(([field, sentence]) => `${attributes[field] ?? field}: ${sentence}`).join(' ') || problem.detail
  switch (error.code) {
    case 'invalid':
      return /already used|was removed/.test(error.extras.fields?.['email'] ?? '') ? { status: 409, scimType: 'uniqueness', detail } : { status: 400, scimType: 'invalidValue', detail }
    case 'conflict':
      return { status: 400, scimType: 'mutability', detail }
    default:
      return { status: problem.status, detail, retryAfterSeconds: problem.retryAfterSeconds }
  }
}

/** Our fields, as the directory calls them. */
const attributes: Readonly<Record<string, string>> = { email: 'userName', phone: 'phoneNumbers', systemRoles: 'roles', complaintsRole: 'roles' }
