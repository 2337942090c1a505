import { isReasonGroup } from '../../complaints/domain/closing.ts'
import { receivedIn } from './age-bands.ts'
import { commonDays, daysOf, daysOfMonth, type Days } from './period.ts'
import type { Asked, Grouping, ListSearch, Measure, ReportDefinition } from './report.ts'

export type ListBehind = { path: '/complaints' | '/information-requests'; search: ListSearch }
/** A row of a report by its key, null where nothing is given; or the line of all. */
export type RowOf = { by: Grouping; key: string | null } | 'all'

const dateParams = { received: ['receivedFrom', 'receivedTo'], closed: ['closedFrom', 'closedTo'], sent: ['sentFrom', 'sentTo'] } as const

/** The list that holds exactly what a number counts; null where the number counts nothing that a list shows. */
export function listBehind(report: ReportDefinition, asked: Asked, today: string, row: RowOf, measure: Measure<string>): ListBehind | null {
  if (measure.list === undefined) return null
  const { receivedTo, ...ofMeasure } = measure.list(today)
  const days = commonDays(commonDays(daysOf(report, asked, today), daysOfRow(row, today)), { from: null, to: receivedTo ?? null })
  const narrowed = { ...ofAsked(asked), ...ofRow(row) }
  const search = { ...ofReport(report), ...narrowed, ...ofMeasure, ...reasonOf(narrowed, ofMeasure), ...ofDays(report, days) }
  return { path: report.of === 'requests' ? '/information-requests' : '/complaints', search: withoutIdle(search) }
}

/** Of the reasons that a column takes together, the one that is asked for or that the row stands for. */
function reasonOf({ closeReason: one }: ListSearch, { closeReason: ofMeasure }: ListSearch): ListSearch {
  return one !== undefined && ofMeasure !== undefined && isReasonGroup(ofMeasure) ? { closeReason: one } : {}
}

function ofReport(report: ReportDefinition): ListSearch {
  if (report.of === 'requests') return { view: 'all', standing: 'sent', canceled: 'without' }
  if (report.scope === 'open') return { view: 'open' }
  return report.scope === 'closed' ? { view: 'closed' } : { view: 'all', canceled: 'without' }
}

function ofAsked({ status, standing, closeReason, pocId, companyId, productId, issueId, state }: Asked): Record<string, string> {
  const given = {
    ...(status === 'open' ? { view: 'open' } : { status }),
    standing, closeReason, pocId, companyId, productId: productId?.toString(), issueId: issueId?.toString(), transactionState: state,
  }
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function ofRow(row: RowOf): ListSearch {
  if (row === 'all') return {}
  const { by, key } = row
  switch (by) {
    case 'product':
      return key === null ? { without: 'product' } : { productId: key }
    case 'issue':
      return key === null ? { without: 'issue' } : { issueId: key }
    case 'company':
      return key === null ? { subjectKind: 'entity' } : { companyId: key }
    case 'state':
      return key === null ? { without: 'state' } : { transactionState: key }
    case 'poc':
      return { pocId: key ?? 'nobody' }
    case 'reason':
      return key === null ? {} : { closeReason: key }
    case 'month':
    case 'age':
      return {}
  }
}

function daysOfRow(row: RowOf, today: string): Days {
  if (row === 'all' || row.key === null) return { from: null, to: null }
  if (row.by === 'month') return daysOfMonth(row.key)
  return row.by === 'age' ? receivedIn(row.key, today) : { from: null, to: null }
}

function ofDays({ dates }: ReportDefinition, { from, to }: Days): Record<string, string> {
  const [first, last] = dateParams[dates]
  return { ...(from === null ? {} : { [first]: from }), ...(to === null ? {} : { [last]: to }) }
}

/** A list of open complaints, or of one status, has no canceled ones anyway. */
function withoutIdle({ canceled, ...search }: Record<string, string>): ListSearch {
  return canceled !== undefined && (search['view'] === 'open' || (search['status'] !== undefined && search['status'] !== 'canceled')) ? search : { ...search, ...(canceled === undefined ? {} : { canceled }) }
}
