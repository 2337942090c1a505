import { expect, test } from 'vitest'
import { byDue, dueGroup } from './due-group.ts'

const monday = '2026-11-23'

test('a task that was due yesterday is overdue, one due now is for today', () => {
  expect(dueGroup('2026-11-22', monday)).toBe('Overdue')
  expect(dueGroup(monday, monday)).toBe('Today')
})

test('the week ends on Sunday', () => {
  expect(dueGroup('2026-11-29', monday)).toBe('This week')
  expect(dueGroup('2026-11-30', monday)).toBe('Later')
  expect(dueGroup('2026-11-29', '2026-11-28')).toBe('This week')
  expect(dueGroup('2026-11-30', '2026-11-29')).toBe('Later')
})

test('tasks without a due date come last', () => {
  expect([{ dueOn: null }, { dueOn: '2026-12-01' }, { dueOn: '2026-11-20' }].sort(byDue).map((task) => task.dueOn)).toEqual(['2026-11-20', '2026-12-01', null])
})
