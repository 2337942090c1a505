import { userSchema } from './scim-user.ts'

/**
 * What directories really send as PATCH, brought into the shapes of RFC 7644: Okta sends one operation without a path,
 * Entra ID capital letters, booleans as texts, dotted names in a value, and "add" to a telephone number not there yet.
 */
export type Operation = { op: 'add' | 'remove' | 'replace'; path?: string | undefined; value?: unknown }

/** Attributes that may be sent and are kept nowhere. E-mail addresses are told by userName. */
const unread = /^(emails|password|meta|schemas|nickname|profileurl|usertype|preferredlanguage|locale|timezone|ims|photos|addresses|groups|entitlements|x509certificates)\b/i

export function usualShapes(operations: readonly Operation[]): Operation[] {
  return operations.flatMap(withPaths).flatMap((operation) => usual(operation))
}

function withPaths(operation: Operation): Operation[] {
  if (operation.path !== undefined && operation.path !== '') return [operation]
  if (!isRecord(operation.value)) return [operation]
  return Object.entries(operation.value).map(([path, value]) => ({ op: operation.op, path, value }))
}

function usual({ op, path: sent, value }: Operation): Operation[] {
  if (sent === undefined) return [{ op, value }]
  const path = sent.startsWith(`${userSchema}:`) ? sent.slice(userSchema.length + 1) : sent
  if (path.startsWith('urn:') || unread.test(path)) return []
  if (/^active$/i.test(path)) return [{ op, path: 'active', value: truth(value) }]
  if (/^name$/i.test(path) && isRecord(value)) return Object.entries(value).filter(([part]) => /^(formatted|givenName|familyName)$/i.test(part)).map(([part, text]) => ({ op, path: `name.${part}`, value: text }))
  if (/^name\.(middleName|honorific\w+)$/i.test(path)) return []
  const phone = /^phoneNumbers\[type eq "(\w+)"\]\.value$/i.exec(path)
  // Of several numbers we keep that of work; the list then has one of that type, whatever was there.
  if (phone !== null) return phone[1]?.toLowerCase() !== 'work' ? [] : [op === 'remove' ? { op, path: 'phoneNumbers' } : { op: 'replace', path: 'phoneNumbers', value: [{ value, type: 'work' }] }]
  if (/^roles$/i.test(path) && Array.isArray(value)) return [{ op, path: 'roles', value: value.map((role: unknown) => ({ value: isRecord(role) ? role['value'] : role })) }]
  if (op !== 'remove' && (value === null || value === '') && /^(title|externalId)$/i.test(path)) return [{ op: 'remove', path }]
  return [{ op, path, ...(value !== undefined && { value }) }]
}

/** "True" and "False" as Entra ID writes them. */
export function truth(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
