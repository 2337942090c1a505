import type { ContactPart } from './directory-part.ts'
import { canonical, licenceKey, type ListedCompany } from './listed-company.ts'

const words = { name: 'Name', kind: 'Kind', businessTypes: 'Business types', street: 'Street', city: 'City', state: 'State', zip: 'ZIP code', phone: 'Phone', website: 'Website' } as const
const contactWords: Record<ContactPart['kind'], string> = { contact_person: 'NMLS Contact Person', complaints_contact: 'NMLS Complaints Contact' }
/** What the report has room for. */
const longest = 1000

/**
 * What is different, a phrase each: a company's own facts with their values; of people only which field and whose
 * NMLS ID, for the report is no place for their data.
 */
export function describeChange(before: ListedCompany, after: ListedCompany): string[] {
  const said: string[] = []
  for (const field of Object.keys(words)) {
    if (!isField(field)) continue
    const [was, is] = [show(before[field]), show(after[field])]
    if (was !== is) said.push(`${words[field]}: ${was} → ${is}`)
  }
  said.push(
    ...lists('License', before.licences, after.licences, licenceKey, (licence) => `${licence.number} (${licence.state})`),
    ...contacts(before.contacts, after.contacts),
    ...lists('Branch', before.branches, after.branches, (branch) => branch.nmlsId, (branch) => branch.nmlsId),
    ...lists('Individual', before.individuals, after.individuals, (person) => person.nmlsId, (person) => person.nmlsId),
  )
  return said
}

export function inOneLine(sentences: readonly string[]): string {
  const text = sentences.join('; ')
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

function isField(field: string): field is keyof typeof words {
  return field in words
}

function show(value: string | readonly string[] | null): string {
  const text = typeof value === 'string' || value === null ? value : value.join(', ')
  return text === null || text === '' ? 'none' : `“${text}”`
}

function lists<T extends object>(what: string, before: readonly T[], after: readonly T[], keyOf: (item: T) => string, name: (item: T) => string): string[] {
  const was = new Map(before.map((item) => [keyOf(item), item]))
  const is = new Map(after.map((item) => [keyOf(item), item]))
  const group = (items: readonly T[], verb: string) => (items.length === 0 ? [] : [`${what} ${verb}: ${items.map(name).join(', ')}`])
  const changed = after.filter((item) => {
    const old = was.get(keyOf(item))
    return old !== undefined && canonical(old) !== canonical(item)
  })
  const fields = (item: T) => {
    const old = was.get(keyOf(item))
    const names = Object.entries(item).flatMap(([field, value]) => (old !== undefined && canonical(Object.entries(old).find(([key]) => key === field)?.[1]) !== canonical(value) ? [field] : []))
    return `${name(item)} (${names.join(', ')})`
  }
  return [
    ...group(after.filter((item) => !was.has(keyOf(item))), 'added'),
    ...group(before.filter((item) => !is.has(keyOf(item))), 'no longer listed'),
    ...(changed.length === 0 ? [] : [`${what} changed: ${changed.map(fields).join(', ')}`]),
  ]
}

function contacts(before: readonly ContactPart[], after: readonly ContactPart[]): string[] {
  return (['contact_person', 'complaints_contact'] as const).flatMap((kind) => {
    const was = before.find((contact) => contact.kind === kind)
    const is = after.find((contact) => contact.kind === kind)
    if (was === undefined && is === undefined) return []
    if (was === undefined || is === undefined) return [`${contactWords[kind]} ${was === undefined ? 'added' : 'no longer named'}`]
    const fields = (['name', 'title', 'email', 'phone'] as const).filter((field) => was[field] !== is[field])
    return fields.length === 0 ? [] : [`${contactWords[kind]}: ${fields.join(', ')} changed`]
  })
}
