import { listColumnNames, type KeptFilters, type ListColumn } from '#src/modules/complaints/list-contract.ts'
import type { ComplaintColumn } from '../../../agency/complaint-columns.tsx'
import type { ListView } from '../../../agency/complaint-words.ts'
import type { ListInput } from '../../../agency/queries.ts'
import type { ComplaintSearch } from '../routes.ts'
import { dueRange, rangeOf } from './due-ranges.ts'

/** What the API is asked for, from what stands in the address. */
export function inputOf({ columns: _columns, status, sort, direction, ...rest }: ComplaintSearch, view: ListView): ListInput {
  const usual = usualSort(view)
  return { ...rest, view, status: status ? [status] : undefined, sort: sort ?? usual.sort, direction: direction ?? usual.direction }
}

/** Next due first, where somebody waits; else the newest first. */
function usualSort(view: ListView): Pick<Required<ListInput>, 'sort' | 'direction'> {
  if (view === 'closed') return { sort: 'closed', direction: 'desc' }
  return view === 'all' || view === 'all_agencies' || view === 'drafts' || view === 'canceled' ? { sort: 'number', direction: 'desc' } : { sort: 'due', direction: 'asc' }
}

/** The columns of a list: those chosen, else the view's own. */
export function columnsOf(view: ListView, { columns, status }: ComplaintSearch): readonly ComplaintColumn[] {
  const chosen = parseColumns(columns)
  return chosen.length > 0 ? chosen : usualColumns(view, status)
}

export function usualColumns(view: ListView, status?: ComplaintSearch['status']): readonly ComplaintColumn[] {
  if (view === 'drafts') return ['id', 'subject', 'received', 'started']
  if (view === 'pending') return ['id', 'subject', 'reviewer', 'received', 'due', 'days']
  if (view === 'all_agencies') return ['id', 'subject', 'status', 'agency', 'received', 'days', 'poc']
  if (view === 'shared') return ['id', 'subject', 'status', 'agency', 'waiting', 'answered', 'due', 'days']
  if (view === 'closed' || view === 'canceled' || status === 'closed') return ['id', 'subject', 'status', 'answered', 'received', 'closed', 'days', 'poc']
  return ['id', 'subject', 'status', 'waiting', 'answered', 'due', 'days', 'poc']
}

export function parseColumns(text: string | undefined): ListColumn[] {
  const names = new Set(text?.split('.'))
  return listColumnNames.filter((name) => names.has(name))
}

/** The columns as people choose them. */
export function chosenColumns(columns: readonly ComplaintColumn[]): ListColumn[] {
  const names = new Set(columns.map((name) => (name === 'answered' ? 'requests' : name === 'started' ? 'entered' : name)))
  return listColumnNames.filter((name) => names.has(name))
}

/** The columns as exports name them. */
export function exportColumns(columns: readonly ComplaintColumn[]): ListColumn[] {
  const names = new Set(chosenColumns(columns))
  // Subject and issue are one column of the list, and two of a sheet.
  return listColumnNames.filter((name) => names.has(name) || ((name === 'product' || name === 'issue') && names.has('subject')))
}

export function isNarrowed({ view: _view, sort: _sort, direction: _direction, columns: _columns, ...filters }: ComplaintSearch, words: string): boolean {
  return words !== '' || Object.values(filters).filter(Boolean).length > 0
}

/** What is kept of a list. Due dates that the filter names ("In 7 days") are kept as that, so that they move with the days. */
export function keptFrom(search: ComplaintSearch, today: string): KeptFilters {
  const { columns, status, dueFrom, dueTo, ...rest } = search
  const range = rangeOf({ dueFrom, dueTo }, today)
  const due = range === 'other' ? { dueFrom, dueTo } : range === '' ? {} : { dueWithin: range }
  const chosen = parseColumns(columns)
  const kept: KeptFilters = { ...rest, ...due, ...(status ? { status: [status] } : {}), ...(chosen.length > 0 ? { columns: chosen } : {}) }
  return kept
}

/** The address that a kept set leads to today. */
export function searchFrom({ dueWithin, columns, status, ...rest }: KeptFilters, today: string): ComplaintSearch {
  const search: ComplaintSearch = { ...rest, status: status?.[0], columns: columns?.join('.'), ...(dueWithin ? dueRange(dueWithin, today) : {}) }
  return Object.fromEntries(Object.entries(search).filter(([, value]) => isGiven(value)))
}

export function isSameList(a: ComplaintSearch, b: ComplaintSearch): boolean {
  return keyOf(a) === keyOf(b)
}

/** Addresses leave out what is not chosen; objects may name it. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== ''
}

function keyOf(search: ComplaintSearch): string {
  return JSON.stringify(Object.entries({ view: 'open', ...search }).filter(([, value]) => isGiven(value)).sort(([a], [b]) => (a < b ? -1 : 1)))
}
