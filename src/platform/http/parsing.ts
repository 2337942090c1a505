import { Readable } from 'node:stream'
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { AppError, type FieldErrors } from '../../kernel/errors.ts'
import { MalformedRequest } from './problems.ts'

/** Parses params, query and body by their contracts; what does not fit is refused with a sentence per field. */
export const parseByContract: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data) => {
    const result = schema.safeParse(data, { error: sentence })
    const unstorable = result.success ? pathOfNul(result.data) : null
    if (unstorable !== null) return { error: malformed({ [unstorable]: 'This text holds a character that cannot be stored.' }) }
    if (result.success) return { value: result.data }
    // An address that cannot name a record names none.
    if (httpPart === 'params') return { error: new AppError('not_found', 'This page was not found.') }
    return { error: malformed(fieldsOf(result.error.issues)) }
  }
}

/**
 * Writes an answer by its contract: what the contract does not name is left out, however it got there. An answer that
 * does not fit is a fault of the program; its paths are told to the log, its values are not.
 */
export function answerByContract({ schema, method, url }: { schema: z.ZodType; method: string; url: string }): (data: unknown) => string {
  return (data) => {
    const result = schema.safeParse(data)
    if (result.success) return JSON.stringify(result.data)
    const faults = result.error.issues.map((issue) => `${dotted(issue.path)} (${issue.code})`).join(', ')
    throw new Error(`The answer of ${method} ${url} does not fit its contract: ${faults}`)
  }
}

/** Where a text holds the character NUL, which no database stores; null: nowhere. Contracts bound how much is looked through. */
function pathOfNul(data: unknown): string | null {
  const open: [path: string[], value: unknown][] = [[[], data]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next
    if (typeof value === 'string' && value.includes('\u0000')) return dotted(path)
    if (typeof value === 'object' && value !== null && !(value instanceof Readable)) for (const [key, inner] of Object.entries(value)) open.push([[...path, key], inner])
  }
  return null
}

function malformed(fields: FieldErrors): AppError {
  const sentences = Object.values(fields)
  const detail = sentences.length === 1 ? (sentences[0] ?? '') : 'Some fields need your attention.'
  return new MalformedRequest('invalid', detail, { fields })
}

/** The first sentence for each field, by its dotted path. The whole body is "body". */
function fieldsOf(issues: readonly z.core.$ZodIssue[]): FieldErrors {
  const fields: FieldErrors = {}
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) fields[dotted([...issue.path, key])] ??= 'This field is not known here.'
      continue
    }
    fields[dotted(issue.path)] ??= issue.message
  }
  return fields
}

function dotted(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'body' : path.map(String).join('.')
}

/** Zod's own messages speak of types; people mend values. A contract's own sentence goes before these. */
function sentence(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'This is required.' : `This must be ${words[issue.expected] ?? 'of another kind'}.`
    case 'too_small':
      if (issue.origin === 'string') return Number(issue.minimum) <= 1 ? 'This is required.' : `Enter at least ${counted(issue.minimum, 'character')}.`
      if (issue.origin === 'array' || issue.origin === 'set') return `Choose at least ${String(issue.minimum)}.`
      return `Enter ${String(issue.minimum)} or more.`
    case 'too_big':
      if (issue.origin === 'string') return `Use at most ${counted(issue.maximum, 'character')}.`
      if (issue.origin === 'array' || issue.origin === 'set') return `Choose at most ${String(issue.maximum)}.`
      return `Enter ${String(issue.maximum)} or less.`
    case 'invalid_format':
      return formats[issue.format] ?? 'This is not written as it must be.'
    case 'invalid_value':
      return issue.values.length <= 20 ? `Choose one of: ${issue.values.map(String).join(', ')}.` : 'Choose one of the listed values.'
    case 'not_multiple_of':
      return `Enter a multiple of ${String(issue.divisor)}.`
    case 'invalid_union':
      return issue.input === undefined ? 'This is required.' : 'This is not one of the allowed values.'
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
    default:
      return 'This value cannot be used.'
  }
}

const words: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a date',
}

const formats: Record<string, string> = {
  uuid: 'This is not an ID.',
  email: 'Enter an e-mail address such as name@mail.example.',
  date: 'Enter a date as YYYY-MM-DD.',
  datetime: 'Enter a time such as 2026-11-23T14:05:00Z.',
  url: 'Enter an address that begins with https://.',
}

function counted(count: number | bigint, thing: string): string {
  return `${count.toLocaleString('en-US')} ${thing}${count === 1 || count === 1n ? '' : 's'}`
}
