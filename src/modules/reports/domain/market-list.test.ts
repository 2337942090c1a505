import { expect, test } from 'vitest'
import { listOfMarket } from './market-list.ts'

const days = { firstDay: '2025-11-01', lastDay: '2026-11-30' }
const all = { view: 'all_agencies', canceled: 'without', receivedFrom: '2025-11-01', receivedTo: '2026-11-30' }

test('a number leads to the list of what it counts: the filters, its own row, its month', () => {
  expect(listOfMarket(days, {})).toEqual(all)
  expect(listOfMarket(days, { productId: 3, state: 'OH' }, { companyId: 'c', productId: null })).toEqual({ ...all, companyId: 'c', productId: 3, transactionState: 'OH' })
  expect(listOfMarket(days, {}, { month: '2026-02' })).toEqual({ ...all, receivedFrom: '2026-02-01', receivedTo: '2026-02-28' })
  expect(listOfMarket(days, {}, {}, { without: 'state' })).toEqual({ ...all, without: 'state' })
})

test('open ones leave out what has ended, closed ones are closed', () => {
  expect(listOfMarket(days, {}, {}, { open: true })).toEqual({ ...all, ended: 'without' })
  expect(listOfMarket(days, { status: 'open' })).toEqual({ ...all, ended: 'without' })
  expect(listOfMarket(days, { status: 'closed' })).toEqual({ ...all, status: 'closed' })
})
