import { guessDateFormat, type DateFormat } from './dates.ts'
import { cfpbNames, columnKey, fieldKeys, fields, type FieldKey } from './fields.ts'

export const dateFields = ['receivedOn', 'transactionDate'] as const
export type DateField = (typeof dateFields)[number]

/** Which column is which field, by position; null is left aside. Both kinds of date have their format. */
export type Mapping = {
  columns: readonly (FieldKey | null)[]
  dates: Readonly<Partial<Record<DateField, DateFormat>>>
}
export type Guess = { columns: (FieldKey | null)[]; dates: Partial<Record<DateField, DateFormat>>; ambiguous: DateField[] }

/** The columns that a file of rejected rows has before the original ones. */
export const rejectedColumns = ['Reason', 'Row'] as const

/** Is this a file of rejected rows that was mended? Its cells were escaped when it was written. Older ones have the row first. */
export function isRejectedFile(header: readonly string[]): boolean {
  return header.length > 2 && header.slice(0, 2).map(columnKey).sort().join() === 'reason,row'
}

const exportedColumns = ['complaint id', 'status', 'agency', 'subject', 'kind of subject', 'product', 'issue', 'waiting for', 'requests answered', 'next due', 'received', 'entered', 'closed', 'days open', 'agency poc']

/**
 * The list as this program exports it, whichever of its columns were chosen, also with further ones beside them: its cells
 * are escaped too, and its Complaint ID is no CFPB ID.
 */
export function isOwnExport(header: readonly string[]): boolean {
  const names = new Set(header.map(columnKey))
  return ['subject', 'agency', 'agency poc'].every((name) => names.has(name)) || (names.has('subject') && header.every((name) => exportedColumns.includes(columnKey(name))))
}

/** All twelve columns of the CFPB's export are there: each row then has its CFPB ID. */
export function isCfpbExport(header: readonly string[]): boolean {
  const names = new Set(header.map(columnKey))
  return Object.values(cfpbNames).every((name) => names.has(columnKey(name)))
}

/** What each column probably is, by its name, and how its dates are written, by some values. Each field at most once. */
export function guessMapping(header: readonly string[], samples: readonly (readonly string[])[]): Guess {
  const columns = guessColumns(header)
  const guess: Guess = { columns, dates: {}, ambiguous: [] }
  for (const field of dateFields) {
    const position = columns.indexOf(field)
    if (position < 0) continue
    const { format, ambiguous } = guessDateFormat(samples.map((cells) => cells[position] ?? ''))
    guess.dates[field] = format
    if (ambiguous) guess.ambiguous.push(field)
  }
  return guess
}

function guessColumns(header: readonly string[]): (FieldKey | null)[] {
  const keys = header.map(columnKey)
  const columns: (FieldKey | null)[] = header.map(() => null)
  const take = (field: FieldKey, name: string): boolean => {
    const position = keys.findIndex((key, at) => key === columnKey(name) && columns[at] === null)
    if (position < 0) return false
    columns[position] = field
    return true
  }
  const own = isOwnExport(header)
  const cfpb = !own && keys.includes(columnKey('Company')) && (keys.includes(columnKey('Submitted via')) || keys.includes(columnKey('Date sent to company')))
  for (const field of fieldKeys) {
    const { label, names } = fields[field]
    // Another system's own number is called Complaint ID too.
    const known = field === 'cfpbId' && !cfpb ? names.filter((name) => name !== 'Complaint ID') : names
    const inOrder = own && field === 'company' ? ['Subject', label, ...known] : [label, ...known]
    inOrder.some((name) => take(field, name))
  }
  if (isRejectedFile(header)) columns.fill(null, 0, rejectedColumns.length)
  return columns
}

export type MappingProblem = { path: string; sentence: string }

/** Why an import cannot begin with this mapping; none when it can. */
export function mappingProblems(mapping: Mapping, header: readonly string[]): MappingProblem[] {
  const problems: MappingProblem[] = []
  if (mapping.columns.length !== header.length) problems.push({ path: 'columns', sentence: 'The columns are not those of the file. Open the import again.' })
  const seen = new Map<FieldKey, number>()
  mapping.columns.forEach((field, position) => {
    if (field === null) return
    const before = seen.get(field)
    if (before === undefined) seen.set(field, position)
    else problems.push({ path: `columns.${String(position)}`, sentence: `${fields[field].label} is chosen for “${nameOf(header, before)}” already. Choose each field once.` })
  })
  if (!seen.has('receivedOn')) problems.push({ path: 'columns', sentence: 'Choose the column with the date received.' })
  if (!(['company', 'nmlsId', 'sesId', 'etn'] as const).some((field) => seen.has(field))) problems.push({ path: 'columns', sentence: 'Choose the column that names the company, or its NMLS ID or SES ID, or a Non-NMLS entity’s ID.' })
  if (!seen.has('product')) problems.push({ path: 'columns', sentence: 'Choose the column with the product.' })
  for (const field of dateFields) {
    if (seen.has(field) && mapping.dates[field] === undefined) problems.push({ path: `dates.${field}`, sentence: `Say how ${fields[field].label.toLowerCase()} is written.` })
  }
  return problems
}

/** A column's name for people; nameless ones by their place. */
export function nameOf(header: readonly string[], position: number): string {
  const name = header[position]?.replace(/\s+/g, ' ').trim() ?? ''
  return name === '' ? `Column ${String(position + 1)}` : name
}

/** All that reading a row needs. */
export type Layout = {
  /** As the file spells them. */
  names: readonly string[]
  positions: ReadonlyMap<FieldKey, number>
  dates: Mapping['dates']
  /** The cells were escaped for spreadsheets when the file was written. */
  escaped: boolean
  needsCfpbId: boolean
}

export function layoutOf(header: readonly string[], mapping: Mapping): Layout {
  const positions = new Map<FieldKey, number>()
  mapping.columns.forEach((field, position) => {
    if (field !== null && !positions.has(field)) positions.set(field, position)
  })
  return {
    names: header,
    positions,
    dates: mapping.dates,
    escaped: isRejectedFile(header) || isOwnExport(header),
    needsCfpbId: isCfpbExport(header) && positions.has('cfpbId'),
  }
}
