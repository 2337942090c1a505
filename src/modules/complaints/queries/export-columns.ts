import { dateIn } from '../../../kernel/clock.ts'
import type { ComplaintItem } from '../contract.ts'
import { statusWords } from '../domain/lifecycle.ts'
import type { ListColumn } from '../list-contract.ts'

export type Cell = string | number | { day: string } | null
type SheetColumn = { head: string; width: number; isDay?: true; cell: (item: ComplaintItem, timeZone: string) => Cell }

export function sheetColumn(name: ListColumn): SheetColumn {
  return sheetColumns[name]
}

/** As people typed it: what looks like a formula is escaped by whoever writes the sheet. */
const text = (value: string | null | undefined): Cell => (value ? value : null)
const day = (value: string | null): Cell => (value === null ? null : { day: value })
const moment = (value: string | null, timeZone: string): Cell => (value === null ? null : { day: dateIn(timeZone, new Date(value)) })

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

const sheetColumns: Record<ListColumn, SheetColumn> = {
  id: { head: 'Complaint ID', width: 13, cell: (item) => item.number },
  status: { head: 'Status', width: 18, cell: (item) => capital(statusWords(item.status)) },
  agency: { head: 'Agency', width: 30, cell: (item) => text(item.agency.name) },
  subject: { head: 'Subject', width: 34, cell: (item) => text(item.etn === null ? item.subjectName : `${item.subjectName} (${item.etn})`) },
  kind: { head: 'Kind of subject', width: 18, cell: (item) => (item.subjectKind === null ? null : item.subjectKind === 'entity' ? 'Non-NMLS entity' : capital(item.subjectKind)) },
  product: { head: 'Product', width: 26, cell: (item) => text(item.product) },
  issue: { head: 'Issue', width: 34, cell: (item) => text(item.issue) },
  waiting: { head: 'Waiting for', width: 16, cell: (item) => (item.waitingFor === null ? null : item.waitingFor === 'agency' ? text(item.agency.shortName) : 'Company') },
  // Both are one column of the list, as "2 of 3".
  requests: { head: 'Requests answered', width: 18, cell: (item) => (item.requestsSent === null || item.requestsAnswered === null ? null : `${String(item.requestsAnswered)} of ${String(item.requestsSent)}`) },
  due: { head: 'Next due', width: 12, isDay: true, cell: (item) => day(item.nextDue) },
  received: { head: 'Received', width: 12, isDay: true, cell: (item) => day(item.receivedOn) },
  entered: { head: 'Entered', width: 12, isDay: true, cell: (item, timeZone) => moment(item.createdAt, timeZone) },
  closed: { head: 'Closed', width: 12, isDay: true, cell: (item, timeZone) => moment(item.closedAt, timeZone) },
  days: { head: 'Days open', width: 10, cell: (item) => item.daysOpen },
  poc: { head: 'Agency POC', width: 22, cell: (item) => text(item.agencyPoc?.name) },
}
