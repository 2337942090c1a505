import { expect, test } from 'vitest'
import { countStates, countWords, duplicatesAmong, foldedRows, notUpYet, overallWords, rowsShown } from './queue-words.ts'
import type { QueueState } from './queue-items.ts'

const many = (count: number, state: QueueState) => Array.from({ length: count }, () => ({ state, sent: state === 'done' ? 1000 : 0, size: 1000 }))

test('two thousand files are a line of counts and some rows, those that need somebody first', () => {
  const items = [...many(1980, 'done'), ...many(17, 'waiting'), ...many(3, 'failed')]
  expect(countWords(countStates(items))).toBe('1,980 done · 17 waiting · 3 failed')
  const rows = foldedRows(items, rowsShown)
  expect(rows).toHaveLength(rowsShown)
  expect(rows.slice(0, 4).map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'waiting'])
  expect(foldedRows(many(5, 'done'), rowsShown)).toHaveLength(5)
})

test('what is said of all files leaves out what was refused, and ends with the last byte', () => {
  expect(overallWords([...many(1, 'done'), ...many(1, 'waiting'), ...many(4, 'refused')], 0)).toMatch(/^50%/)
  expect(overallWords(many(3, 'done'), 10)).toBe('')
})

test('a second file of the same content is told of the first; empty files are not compared', () => {
  const file = (id: string, sha256: string | null, size = 1) => ({ id, name: `${id}.pdf`, size, sha256 })
  expect([...duplicatesAmong([file('a', 'x'), file('b', 'y'), file('c', 'x'), file('d', null), file('e', 'z', 0), file('f', 'z', 0)])]).toEqual([['c', 'a.pdf']])
})

test('of a folder that is chosen again after a break only what is not up yet is given', () => {
  const chosen = [{ name: 'a.pdf', size: 1 }, { name: 'a.pdf', size: 2 }, { name: 'b.pdf', size: 1 }]
  expect(notUpYet(chosen, (file) => file, [{ name: 'a.pdf', size: 1 }])).toEqual(chosen.slice(1))
})
