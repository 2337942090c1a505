import { expect, test } from 'vitest'
import { chosenColumns, columnsOf, exportColumns, isSameList, keptFrom, searchFrom } from './list-state.ts'

const today = '2026-11-23'

test('a kept set leads to the same list, on the day itself', () => {
  const search = { view: 'mine', status: 'reopened', ageGroup: '91+', dueFrom: today, dueTo: '2026-11-30', sort: 'poc', direction: 'desc', columns: 'id.subject.poc' } as const
  expect(searchFrom(keptFrom(search, today), today)).toEqual(search)
})

test('"due in 7 days" moves with the days, plain dates do not', () => {
  expect(searchFrom(keptFrom({ dueFrom: today, dueTo: '2026-11-30' }, today), '2026-12-01')).toEqual({ dueFrom: '2026-12-01', dueTo: '2026-12-08' })
  expect(searchFrom(keptFrom({ dueFrom: '2026-01-01', dueTo: '2026-01-08' }, today), '2026-12-01')).toEqual({ dueFrom: '2026-01-01', dueTo: '2026-01-08' })
})

test('All Open is the list without an address; the order of filters does not matter', () => {
  expect(isSameList({}, { view: 'open' })).toBe(true)
  expect(isSameList({ status: 'closed', view: 'all' }, { view: 'all', status: 'closed' })).toBe(true)
  expect(isSameList({}, { view: 'mine' })).toBe(false)
})

test('unknown columns of an address are passed over, and none at all are the usual ones', () => {
  expect(columnsOf('open', { columns: 'poc.nonsense.id' })).toEqual(['id', 'poc'])
  expect(columnsOf('open', { columns: 'nonsense' })).toContain('waiting')
  expect(exportColumns(['id', 'subject', 'answered'])).toEqual(['id', 'subject', 'product', 'issue', 'requests'])
  // Who opens the choice and changes nothing keeps the list as it is.
  expect(chosenColumns(['id', 'subject', 'answered'])).toEqual(['id', 'subject', 'requests'])
})
