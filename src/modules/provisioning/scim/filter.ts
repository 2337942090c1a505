import { sql, type RawBuilder } from 'kysely'
import SCIMMY from 'scimmy'
import { z } from 'zod'
import { emailKey } from '../../accounts/domain/email-key.ts'
import { ScimError } from './scim-error.ts'

type Condition = RawBuilder<boolean>

/** scimmy parses a filter into a list of alternatives, each attributes with what must hold of them. */
const Alternatives = z.array(z.record(z.string(), z.unknown()))
const Comparison = z.tuple([z.string()]).rest(z.unknown())
const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'pr', 'np'] as const

const text = (column: RawBuilder<string | null>, key: (value: string) => string = (value) => value.toLowerCase()) => ({ column, key })
const texts: Readonly<Record<string, ReturnType<typeof text>>> = {
  id: text(sql`a.user_id::text`),
  username: text(sql`a.email_key`, emailKey),
  emails: text(sql`a.email_key`, emailKey),
  'emails.value': text(sql`a.email_key`, emailKey),
  // The directory's own: its case counts.
  externalid: text(sql`a.scim_external_id`, (value) => value),
  displayname: text(sql`lower(p.name)`),
  'name.formatted': text(sql`lower(p.name)`),
  title: text(sql`lower(p.title)`),
}

/** A filter (RFC 7644 3.4.2.2) as a condition on our rows. Throws invalidFilter for what is not understood. */
export function conditionOf(filter: string): Condition {
  const alternatives = parse(filter).map((attributes) => {
    const conditions = Object.entries(attributes).flatMap(([name, tests]) => conditionsOf(name, tests))
    if (conditions.length === 0) throw notUnderstood()
    return sql<boolean>`(${sql.join(conditions, sql` and `)})`
  })
  if (alternatives.length === 0) throw notUnderstood()
  return sql<boolean>`(${sql.join(alternatives, sql` or `)})`
}

function parse(filter: string): z.infer<typeof Alternatives> {
  if (filter.length > 1000 || filter.includes('\u0000')) throw notUnderstood()
  try {
    return Alternatives.parse(Array.from<unknown>(new SCIMMY.Types.Filter(filter)))
  } catch {
    throw notUnderstood()
  }
}

function conditionsOf(sent: string, tests: unknown): Condition[] {
  const name = sent.replace(/^urn:ietf:params:scim:schemas:core:2\.0:User:/i, '').toLowerCase()
  if (!Array.isArray(tests)) {
    const parts = z.record(z.string(), z.unknown()).safeParse(tests)
    if (!parts.success) throw notUnderstood()
    return Object.entries(parts.data).flatMap(([part, inner]) => conditionsOf(`${name}.${part}`, inner))
  }
  // Several on one attribute come as a list of lists.
  if (tests.every((test) => Array.isArray(test))) return tests.flatMap((test) => conditionsOf(name, test))
  const parsed = Comparison.safeParse(tests)
  if (!parsed.success) throw notUnderstood()
  const [first, ...rest] = parsed.data
  const negated = first.toLowerCase() === 'not'
  const [operator, value] = negated ? rest : [first, ...rest]
  const known = comparisons.find((one) => one === String(operator).toLowerCase())
  if (known === undefined) throw notUnderstood()
  const condition = compare(name, known, value)
  return [negated ? sql<boolean>`not coalesce(${condition}, false)` : condition]
}

function compare(name: string, operator: (typeof comparisons)[number], value: unknown): Condition {
  if (name === 'active') return activity(operator, value)
  // The one address that a user has is that of work, and the main one.
  if (name === 'emails.type' && operator === 'eq') return sql<boolean>`${String(value).toLowerCase() === 'work'}::boolean`
  if (name === 'emails.primary' && operator === 'eq') return sql<boolean>`${value === true}::boolean`
  const attribute = Object.hasOwn(texts, name) ? texts[name] : undefined
  if (attribute === undefined) throw notUnderstood()
  const { column } = attribute
  if (operator === 'pr') return sql<boolean>`coalesce(${column}, '') <> ''`
  if (operator === 'np') return sql<boolean>`coalesce(${column}, '') = ''`
  if (typeof value !== 'string') throw notUnderstood()
  const wanted = attribute.key(value)
  switch (operator) {
    case 'eq':
      return sql<boolean>`coalesce(${column} = ${wanted}, false)`
    case 'ne':
      return sql<boolean>`${column} is distinct from ${wanted}`
    case 'co':
      return sql<boolean>`coalesce(strpos(${column}, ${wanted}) > 0, false)`
    case 'sw':
      return sql<boolean>`coalesce(starts_with(${column}, ${wanted}), false)`
    case 'ew':
      return sql<boolean>`coalesce(right(${column}, length(${wanted})) = ${wanted}, false)`
  }
}

function activity(operator: string, value: unknown): Condition {
  if (operator === 'pr') return sql<boolean>`true`
  const wanted = value === true || value === 'true' || value === 'True'
  if ((operator !== 'eq' && operator !== 'ne') || (!wanted && value !== false && value !== 'false' && value !== 'False')) throw notUnderstood()
  return (operator === 'eq') === wanted ? sql<boolean>`a.standing <> 'removed'` : sql<boolean>`a.standing = 'removed'`
}

function notUnderstood(): ScimError {
  return new ScimError(400, 'invalidFilter', 'This filter is not understood. Filter by userName, externalId, emails.value, id, displayName, title or active, with eq, ne, co, sw, ew or pr.')
}
