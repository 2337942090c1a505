import { expect, test } from 'vitest'
import { dueChoices, dueRange, rangeOf } from './due-ranges.ts'

test('each choice is found again from the dates that it made', () => {
  for (const { value } of dueChoices) expect(rangeOf(dueRange(value, '2026-11-23'), '2026-11-23')).toBe(value)
})

test('overdue ends yesterday, so that what is due today is not late', () => {
  expect(dueRange('late', '2026-11-23')).toEqual({ dueFrom: undefined, dueTo: '2026-11-22' })
})

test('dates of an older link are shown as they are', () => {
  expect(rangeOf({ dueFrom: '2026-01-01', dueTo: '2026-01-08' }, '2026-11-23')).toBe('other')
})
