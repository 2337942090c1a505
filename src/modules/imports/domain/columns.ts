import { AppError } from '../../../kernel/errors.ts'

/** The CFPB's columns that become part of a complaint. The other six of its 18 are left aside (docs/imports.md). */
const columnNames = {
  receivedOn: 'Date received',
  product: 'Product',
  subProduct: 'Sub-product',
  issue: 'Issue',
  subIssue: 'Sub-issue',
  narrative: 'Consumer complaint narrative',
  company: 'Company',
  state: 'State',
  zip: 'ZIP code',
  tags: 'Tags',
  submittedVia: 'Submitted via',
  cfpbId: 'Complaint ID',
} as const
export type ColumnKey = keyof typeof columnNames
const columnKeys: readonly ColumnKey[] = [
  'receivedOn', 'product', 'subProduct', 'issue', 'subIssue', 'narrative', 'company', 'state', 'zip', 'tags', 'submittedVia', 'cfpbId',
]

/** The two columns that a file of rejected rows has before the original ones. */
export const rejectedColumns = ['Row', 'Reason'] as const

export type Columns = {
  /** As the file spells them. */
  names: readonly string[]
  positions: Record<ColumnKey, number>
  /** A mended file of rejected rows: its cells were escaped when it was written. */
  escaped: boolean
}

/** Where each column stands, by the file's first line, in any order and case. Refuses a file without a needed column, naming it. */
export function readColumns(header: readonly string[]): Columns {
  const found = new Map<string, number>()
  header.forEach((name, position) => {
    if (!found.has(columnKey(name))) found.set(columnKey(name), position)
  })
  const missing: string[] = []
  const at = (key: ColumnKey): number => {
    const position = found.get(columnKey(columnNames[key]))
    if (position === undefined) missing.push(columnNames[key])
    return position ?? -1
  }
  const positions: Record<ColumnKey, number> = {
    receivedOn: at('receivedOn'), product: at('product'), subProduct: at('subProduct'), issue: at('issue'), subIssue: at('subIssue'),
    narrative: at('narrative'), company: at('company'), state: at('state'), zip: at('zip'), tags: at('tags'),
    submittedVia: at('submittedVia'), cfpbId: at('cfpbId'),
  }
  if (missing.length > 0) throw new AppError('invalid', refusal(missing))
  return { names: header, positions, escaped: rejectedColumns.every((name, position) => header[position] === name) }
}

function refusal(missing: readonly string[]): string {
  const all = missing.length === columnKeys.length
  const what = all ? 'none of the columns of the CFPB’s complaint export' : `no column named ${missing.map((name) => `“${name}”`).join(', ')}`
  return `The first line of the file has ${what}. Nothing was imported. Give the CSV file as the CFPB offers it, with commas between the columns and their names in the first line.`
}

function columnKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim()
}
