import { countCharacters, nameKey, normaliseLineBreaks } from '../../../kernel/text.ts'
import type { ReceivedVia } from '../../complaints/domain/intake.ts'
import type { ColumnKey, Columns } from './columns.ts'
import { stateCode, zipCode } from './places.ts'
import { originalCell } from '../../../kernel/safe-cell.ts'

/** A row of the CFPB's export as a complaint: docs/imports.md says how each column is read. */
export type ImportedComplaint = {
  cfpbId: string
  receivedOn: string
  receivedVia: ReceivedVia | null
  labels: { product: string; subProduct: string; issue: string; subIssue: string }
  narrative: string
  companyName: string
  companyKey: string
  state: string | null
  zip: string
  servicemember: boolean
  olderAmerican: boolean
}
export type RowResult = { complaint: ImportedComplaint } | { reasons: string[] }

const limits = { narrative: 50_000, company: 300, label: 300, cfpbId: 40 }

/**
 * One row, or every reason why it cannot be imported.
 * @param today in the agency's zone: nothing was received after it
 */
export function readRow(cells: readonly string[], columns: Columns, today: string): RowResult {
  if (cells.length !== columns.names.length) return { reasons: [`The row has ${String(cells.length)} columns instead of ${String(columns.names.length)}.`] }
  const cell = (key: ColumnKey): string => valueOf(cells[columns.positions[key]] ?? '', columns.escaped)
  const reasons: string[] = []
  const refuseIf = (wrong: boolean, reason: string): void => {
    if (wrong) reasons.push(reason)
  }

  const cfpbId = cell('cfpbId')
  refuseIf(cfpbId === '', 'There is no Complaint ID.')
  refuseIf(countCharacters(cfpbId) > limits.cfpbId, `The Complaint ID is longer than ${String(limits.cfpbId)} characters.`)

  const receivedOn = readDate(cell('receivedOn'))
  if (receivedOn === null) reasons.push(cell('receivedOn') === '' ? 'There is no Date received.' : 'Date received is not a date such as 2026-11-23.')
  else refuseIf(receivedOn > today, 'Date received lies in the future.')

  const companyName = oneLine(cell('company'))
  const companyKey = nameKey(companyName)
  refuseIf(companyKey === '', 'There is no Company.')
  refuseIf(countCharacters(companyName) > limits.company, `Company is longer than ${String(limits.company)} characters.`)

  const labels = { product: oneLine(cell('product')), subProduct: oneLine(cell('subProduct')), issue: oneLine(cell('issue')), subIssue: oneLine(cell('subIssue')) }
  refuseIf(!/[\p{L}\p{N}]/u.test(labels.product), 'There is no Product.')
  refuseIf(Object.values(labels).some((label) => countCharacters(label) > limits.label), `A product or issue is longer than ${String(limits.label)} characters.`)

  const narrative = normaliseLineBreaks(cell('narrative'))
  const characters = countCharacters(narrative)
  refuseIf(characters > limits.narrative, `The narrative has ${characters.toLocaleString('en-US')} characters; ${limits.narrative.toLocaleString('en-US')} are possible.`)
  refuseIf(cells.some((text) => text.includes('\u0000')), 'The row holds a NUL character.')

  if (reasons.length > 0 || receivedOn === null) return { reasons }
  const tags = cell('tags').toLowerCase()
  return {
    complaint: {
      cfpbId, receivedOn, labels, narrative, companyName, companyKey,
      receivedVia: viaOf(cell('submittedVia')),
      state: stateCode(cell('state')),
      zip: zipCode(cell('zip')),
      servicemember: tags.includes('servicemember'),
      olderAmerican: tags.includes('older american'),
    },
  }
}

/** Missing values are spelt blank and "N/A". A half surrogate, which the database refuses, becomes U+FFFD. */
function valueOf(cell: string, escaped: boolean): string {
  const text = (escaped ? originalCell(cell) : cell).toWellFormed().trim()
  return text === 'N/A' ? '' : text
}

/** Line breaks, U+0085 and non-breaking spaces inside a name are one space. */
function oneLine(text: string): string {
  return text.replace(/[\s\u0085]+/gu, ' ').trim()
}

/** "2026-11-23", or "11/23/2026" as older exports have it; null for what is no date of the calendar. */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text)
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  const [year, month, day] = iso !== null ? [iso[1], iso[2], iso[3]] : american !== null ? [american[3], american[1], american[2]] : []
  if (year === undefined || month === undefined || day === undefined || year < '1900') return null
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : null
}

function viaOf(text: string): ReceivedVia | null {
  switch (text.toLowerCase()) {
    case 'web':
    case 'web referral':
      return 'web'
    case 'referral':
      return 'referral'
    case 'phone':
      return 'phone'
    case 'postal mail':
    case 'mail':
      return 'mail'
    case 'fax':
      return 'fax'
    case 'email':
    case 'e-mail':
      return 'email'
    default:
      return null
  }
}
