import SCIMMY from 'scimmy'
import { z } from 'zod'
import { truth, usualShapes } from '../domain/patch-shapes.ts'
import { userSchema, type ScimUser } from '../domain/scim-user.ts'
import { ScimError } from './scim-error.ts'

// What the database cannot hold is refused here, as in every contract.
const text = (most: number) => z.string().max(most).refine((value) => !value.includes('\u0000'))
const optional = (most: number) => text(most).nullish()

/** What is read of a user that the directory sends. Everything else, whatever it claims, is left aside. */
const UserBody = z.object({
  userName: text(254).trim().min(1),
  externalId: optional(200),
  name: z.object({ formatted: optional(200), givenName: optional(100), familyName: optional(100) }).nullish(),
  displayName: optional(200),
  title: optional(200),
  phoneNumbers: z.array(z.object({ value: optional(40), type: optional(40), primary: z.unknown().optional() })).max(20).nullish(),
  roles: z.array(z.object({ value: z.string().max(200) })).max(20).nullish(),
  active: z.preprocess(truth, z.boolean().nullish()),
})
export type UserBody = z.infer<typeof UserBody>

const PatchBody = z.object({
  Operations: z
    .array(z.object({ op: z.string().transform((op) => op.toLowerCase()).pipe(z.enum(['add', 'remove', 'replace'])), path: z.string().max(300).optional(), value: z.unknown().optional() }))
    .min(1)
    .max(100),
})

/** A user sent whole (POST, PUT). Names of attributes are the same in any case. */
export function readUser(body: unknown): UserBody {
  return parse(UserBody, canonical(body))
}

/** The user as the operations leave it. */
export async function patched(user: ScimUser, body: unknown): Promise<UserBody> {
  const { Operations } = parse(PatchBody, isRecord(body) ? { Operations: body['Operations'] ?? body['operations'] } : body)
  const operations = usualShapes(Operations)
  if (operations.length === 0) return readUser(user)
  try {
    const { schemas: _schemas, meta, ...attributes } = user
    const resource = new SCIMMY.Schemas.User({ schemas: [userSchema], ...attributes, meta: { resourceType: meta.resourceType } }, 'out', meta.location)
    const patch = new SCIMMY.Messages.PatchOp({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations })
    const result: unknown = await patch.apply(resource, async (changed) => Object.fromEntries(Object.entries(changed)))
    // Nothing answered: nothing changed.
    const after: unknown = JSON.parse(JSON.stringify(result ?? resource))
    return readUser(after)
  } catch (error) {
    if (error instanceof SCIMMY.Types.Error) throw asScimError(error)
    throw error
  }
}

const Refusal = z.object({ status: z.coerce.number(), scimType: z.enum(['mutability', 'invalidSyntax', 'invalidPath', 'noTarget', 'invalidValue']).catch('invalidValue'), message: z.string() })

function asScimError(error: unknown): ScimError {
  const { status, scimType, message } = Refusal.parse(error)
  return new ScimError(status, scimType, message)
}

const names = ['userName', 'externalId', 'name', 'formatted', 'givenName', 'familyName', 'displayName', 'title', 'phoneNumbers', 'roles', 'active', 'value', 'type', 'primary']

// A user is two levels deep; what lies deeper is read by nobody, however deep it is.
const deepest = 4

function canonical(value: unknown, depth = 0): unknown {
  if (depth > deepest) return null
  if (Array.isArray(value)) return value.map((inner) => canonical(inner, depth + 1))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key, canonical(inner, depth + 1)]))
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const paths = [...new Set(result.error.issues.map(({ path }) => path.map(String).join('.') || 'the body'))]
  throw new ScimError(400, isRecord(value) ? 'invalidValue' : 'invalidSyntax', `These cannot be used as they are: ${paths.join(', ')}.`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
