import { isEmailAddress } from '../../../kernel/organisation-shapes.ts'
import { countCharacters, ended, nameKey, normaliseLineBreaks } from '../../../kernel/text.ts'
import { parseDisplayId } from '../../../kernel/ids.ts'
import { originalCell } from '../../../kernel/safe-cell.ts'
import type { ReceivedVia } from '../../complaints/domain/intake.ts'
import { readDate } from './dates.ts'
import { fields, type FieldKey } from './fields.ts'
import type { Layout } from './mapping.ts'
import { stateCode, zipCode } from './places.ts'

/** A row as a complaint: docs/imports.md says how each column is read. */
export type ImportedComplaint = {
  cfpbId: string | null
  receivedOn: string
  receivedVia: ReceivedVia | null
  labels: { product: string; subProduct: string; issue: string; subIssue: string }
  narrative: string
  desiredOutcome: string
  /** The subject: by SES number, else by NMLS ID, else by a Non-NMLS entity's number, else by name. */
  sesNumber: number | null
  nmlsId: string
  entityNumber: number | null
  companyName: string
  companyKey: string
  amount: string | null
  transactionDate: string | null
  transactionCity: string
  transactionState: string | null
  complainant: { firstName: string; lastName: string; street: string; city: string; state: string | null; zip: string; phone: string; email: string; language: string }
  servicemember: boolean
  olderAmerican: boolean
}
/** Reasons hold no value of the row, so that rows with the same reason can be counted together. */
export type RowResult = { complaint: ImportedComplaint } | { reasons: string[] }

const limits: Partial<Record<FieldKey, number>> = {
  cfpbId: 40, company: 300, nmlsId: 20, product: 300, subProduct: 300, issue: 300, subIssue: 300, narrative: 50_000, desiredOutcome: 10_000,
  transactionCity: 100, firstName: 100, lastName: 100, street: 200, city: 100, phone: 40, email: 254, language: 60,
}

/**
 * One row, or every reason why it cannot be imported.
 * @param today in the agency's zone: nothing was received after it
 */
export function readRow(cells: readonly string[], layout: Layout, today: string): RowResult {
  if (cells.length !== layout.names.length) return { reasons: [`The row has ${cells.length < layout.names.length ? 'fewer' : 'more'} columns than the first line, which has ${String(layout.names.length)}.`] }
  const cell = (field: FieldKey): string => {
    const position = layout.positions.get(field)
    return position === undefined ? '' : valueOf(cells[position] ?? '', layout.escaped)
  }
  const name = (field: FieldKey): string => {
    const position = layout.positions.get(field)
    return position === undefined ? fields[field].label : (layout.names[position]?.trim() ?? fields[field].label)
  }
  const line = (field: FieldKey): string => oneLine(cell(field))
  const reasons: string[] = []
  const refuseIf = (wrong: boolean, reason: string): void => {
    if (wrong) reasons.push(reason)
  }

  const texts = { cfpbId: cell('cfpbId'), narrative: normaliseLineBreaks(cell('narrative')), desiredOutcome: normaliseLineBreaks(cell('desiredOutcome')) }
  refuseIf(layout.needsCfpbId && texts.cfpbId === '', ended(`There is no ${name('cfpbId')}`))
  refuseIf(parseDisplayId('complaint', texts.cfpbId) !== null, `${name('cfpbId')} is a number of this system, and no CFPB ID.`)

  const receivedOn = readDate(cell('receivedOn'), layout.dates.receivedOn)
  if (receivedOn === null) reasons.push(cell('receivedOn') === '' ? ended(`There is no ${name('receivedOn')}`) : `${name('receivedOn')} is not a date such as ${exampleOf(layout.dates.receivedOn)}.`)
  else refuseIf(receivedOn > today, `${name('receivedOn')} lies in the future.`)

  const transactionDate = cell('transactionDate') === '' ? null : readDate(cell('transactionDate'), layout.dates.transactionDate)
  if (cell('transactionDate') !== '') {
    refuseIf(transactionDate === null, `${name('transactionDate')} is not a date such as ${exampleOf(layout.dates.transactionDate)}.`)
    refuseIf(transactionDate !== null && transactionDate > today, `${name('transactionDate')} lies in the future.`)
  }

  // Our exports name an entity's number behind its name.
  const companyName = line('company').replace(/ \(ETN-\d+\)$/, '')
  const companyKey = nameKey(companyName)
  const sesNumber = numberOf('company', cell('sesId'))
  refuseIf(cell('sesId') !== '' && sesNumber === null, `${name('sesId')} is not an ID such as SES-001234.`)
  const nmlsId = cell('nmlsId').replace(/^NMLS\s*(ID)?\s*#?\s*/i, '')
  refuseIf(nmlsId !== '' && !/^\d{1,12}$/.test(nmlsId), `${name('nmlsId')} is not a number.`)
  const entityNumber = numberOf('entity', cell('etn'))
  refuseIf(cell('etn') !== '' && entityNumber === null, `${name('etn')} is not an ID such as ETN-000012.`)
  refuseIf(companyKey === '' && sesNumber === null && nmlsId === '' && entityNumber === null, ended(`There is no ${name('company')}`))

  const labels = { product: line('product'), subProduct: line('subProduct'), issue: line('issue'), subIssue: line('subIssue') }
  refuseIf(!/[\p{L}\p{N}]/u.test(labels.product), ended(`There is no ${name('product')}`))

  const amount = amountOf(cell('amount'))
  refuseIf(amount === undefined, `${name('amount')} is not an amount such as 412.60.`)

  const email = line('email')
  // The form takes no other, so that the complaint could not be saved again.
  refuseIf(email !== '' && !isEmailAddress(email), `${name('email')} is not an e-mail address such as name@mail.example.`)

  for (const [field, most] of Object.entries(limits) as [FieldKey, number][]) {
    if (!layout.positions.has(field)) continue
    const text = cell(field)
    // Counting characters takes its time: a text is never longer than its code units.
    refuseIf(text.length > most && countCharacters(text) > most, `${name(field)} is longer than ${most.toLocaleString('en-US')} characters.`)
  }
  refuseIf(cells.some((text) => text.includes('\u0000')), 'The row holds a NUL character.')

  if (reasons.length > 0 || receivedOn === null) return { reasons }
  const tags = cell('tags').toLowerCase()
  return {
    complaint: {
      ...texts,
      cfpbId: texts.cfpbId === '' ? null : texts.cfpbId,
      receivedOn, labels, companyName, companyKey, sesNumber, nmlsId, entityNumber, transactionDate,
      amount: amount ?? null,
      receivedVia: viaOf(cell('receivedVia')),
      transactionCity: line('transactionCity'),
      transactionState: stateCode(cell('transactionState')),
      complainant: {
        firstName: line('firstName'), lastName: line('lastName'), street: line('street'), city: line('city'),
        state: stateCode(cell('state')), zip: zipCode(cell('zip')), phone: line('phone'), email, language: line('language'),
      },
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

function exampleOf(format: Layout['dates']['receivedOn']): string {
  return format === 'dmy' ? '23/11/2026' : format === 'excel' ? '46349' : '2026-11-23'
}

/** The number of a displayed ID, with or without its letters. */
function numberOf(kind: 'company' | 'entity', text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : parseDisplayId(kind, text)
}

/** "$1,412.60" → "1412.60"; null where there is none, undefined where it is no amount. */
function amountOf(text: string): string | null | undefined {
  if (text === '') return null
  const plain = text.replace(/^(USD|US\$|\$)\s*/i, '').replace(/\s*USD$/i, '').replace(/,(?=\d{3}(\D|$))/g, '')
  return /^\d{1,12}(\.\d{1,2}0*)?$/.test(plain) ? Number(plain).toFixed(2) : undefined
}

function viaOf(text: string): ReceivedVia | null {
  switch (text.toLowerCase().replace(/[^a-z]+/g, ' ').trim()) {
    case 'web':
    case 'web referral':
    case 'website':
    case 'online':
    case 'web form':
    case 'portal':
      return 'web'
    case 'referral':
      return 'referral'
    case 'phone':
    case 'telephone':
    case 'call':
      return 'phone'
    case 'postal mail':
    case 'mail':
    case 'letter':
    case 'us mail':
      return 'mail'
    case 'fax':
      return 'fax'
    case 'email':
    case 'e mail':
      return 'email'
    case 'in person':
    case 'walk in':
    case 'visit':
      return 'in_person'
    default:
      return null
  }
}
