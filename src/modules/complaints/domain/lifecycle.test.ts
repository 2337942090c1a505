import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canMove, isChangeable, moveTo, statuses, takesRequests, type Status } from './lifecycle.ts'

test('no sequence of moves reaches a status that the table lacks, and canceled is the end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...statuses), { maxLength: 20 }), (wishes) => {
      let status: Status = 'draft'
      for (const wish of wishes) {
        if (canMove(status, wish)) status = moveTo(status, wish)
        else expect(() => moveTo(status, wish)).toThrow(/cannot become/)
        if (status === 'canceled') expect(statuses.some((next) => canMove('canceled', next))).toBe(false)
      }
      expect(statuses).toContain(status)
    }),
  )
})

test('a closed complaint can only be reopened', () => {
  expect(statuses.filter((next) => canMove('closed', next))).toEqual(['reopened'])
})

test('nothing goes back to being a draft', () => {
  expect(statuses.some((from) => canMove(from, 'draft'))).toBe(false)
})

test('requests are written only while a complaint is worked on, and only what is worked on can be changed', () => {
  expect(statuses.filter(takesRequests)).toEqual(['in_progress', 'reopened'])
  for (const status of statuses.filter(takesRequests)) expect(isChangeable(status)).toBe(true)
})

test('a refusal names both statuses in words', () => {
  expect(() => moveTo('pending', 'draft')).toThrow('A complaint that is waiting for preliminary review cannot become a draft.')
})
