import { expect, test, vi } from 'vitest'
import { chipsFor, type FilterField } from './list-filters.tsx'

const fields: FilterField[] = [
  { kind: 'select', name: 'status', label: 'Status', any: 'Any', options: [{ value: 'pending', label: 'Pending' }] },
  { kind: 'date', name: 'receivedFrom', label: 'Received after', more: true },
  { kind: 'multi', name: 'kind', label: 'Kind', more: true, options: [{ value: 'bank', label: 'Depository' }, { value: 'other', label: 'Non-depository' }] },
]

test('filters that are not in view stand as chips, in words', () => {
  const chips = chipsFor(fields, { status: 'pending', receivedFrom: '2026-05-01', kind: ['other'] }, () => undefined)
  expect(chips.map((chip) => chip.label)).toEqual(['Received after May 1, 2026', 'Kind: Non-depository'])
})

test('taking one chip away keeps the others of its filter', () => {
  const setSearch = vi.fn()
  const chips = chipsFor(fields, { kind: ['bank', 'other'] }, setSearch)
  chips[0]?.onRemove()
  expect(setSearch).toHaveBeenCalledWith({ kind: ['other'] })
})
