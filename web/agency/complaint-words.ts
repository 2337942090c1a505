import type { ComplaintItem } from '#src/modules/complaints/contract.ts'
import type { ReceivedVia, SubjectKind } from '#src/modules/complaints/domain/intake.ts'
import type { Status } from '#src/modules/complaints/domain/lifecycle.ts'
import type { listViews } from '#src/modules/complaints/contract.ts'

/** What the agencies' pages call the values of a complaint. */
export const statusWords: Record<Status, string> = {
  draft: 'Draft',
  pending: 'Pending',
  in_progress: 'In progress',
  referral_in_progress: 'Referral in progress',
  closed: 'Closed',
  reopened: 'Reopened',
  canceled: 'Canceled',
}

export const viaWords: Record<ReceivedVia, string> = { web: 'Web', phone: 'Phone', email: 'E-mail', mail: 'Mail', fax: 'Fax', in_person: 'In person', referral: 'Referral' }

export const kindWords: Record<SubjectKind, string> = { company: 'Company', branch: 'Branch', individual: 'Individual', entity: 'Non-NMLS entity' }

export type ListView = (typeof listViews)[number]
export const viewWords: Record<ListView, string> = {
  open: 'All Open',
  all: 'All',
  awaiting_us: 'Awaiting us',
  awaiting_company: 'Awaiting company',
  overdue: 'Overdue',
  pending: 'Preliminary review',
  drafts: 'Drafts',
  mine: 'My open',
  shared: 'Shared with us',
  closed: 'Closed',
  canceled: 'Canceled',
  all_agencies: 'All agencies',
}

const openStatuses: readonly Status[] = ['pending', 'in_progress', 'referral_in_progress', 'reopened']
export function isOpen(status: Status): boolean {
  return openStatuses.includes(status)
}

/** "Mortgage · Escrow, taxes or insurance" */
export function categoryLine(item: Pick<ComplaintItem, 'product' | 'issue'>): string {
  return [item.product, item.issue].filter(Boolean).join(' · ')
}

/** "D. Whitfield": a name that fits a column. */
export function shortName(name: string): string {
  const words = name.split(' ')
  const last = words.at(-1)
  return words.length < 2 || !last ? name : `${name.slice(0, 1)}. ${last}`
}

/** The first words of a company's name, as people say it: "Brightwater Home Loans, LLC" is "Brightwater". */
export function companyWord(name: string): string {
  return name.split(/[\s,]/)[0] ?? name
}

/** Counts are made up to a cap: "1,000+". */
export function countWords(count: number | undefined, cap = 1000): string {
  if (count === undefined) return ''
  return count >= cap ? `${cap.toLocaleString('en-US')}+` : count.toLocaleString('en-US')
}

/** The beginning of a text, to its last whole word. */
export function excerpt(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most).replace(/\s+\S*$/, '')} …`
}

/** What the server said instead of a subject, while there is none. */
export function subjectWords(name: string): string {
  return name || 'No subject yet'
}
