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

test('what is to be done without a due date stands after what is due today, before what has time', () => {
  const tasks = [{ dueOn: '2026-12-01' }, { dueOn: null }, { dueOn: '2026-11-24' }, { dueOn: monday }, { dueOn: '2026-11-20' }]
  expect(tasks.sort(byDue(monday)).map((task) => task.dueOn)).toEqual(['2026-11-20', monday, null, '2026-11-24', '2026-12-01'])
})
