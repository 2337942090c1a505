import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cancelObstacle, canMove, canTake, isChangeable, lastDayToReopen, moveTo, referralObstacle, statuses, takesRequests, takeStep, type Status, type Step } from './lifecycle.ts'

/** The table of the rules, written out once more: from, step, to. */
const table: readonly [Status, Step, Status][] = [
  ['draft', 'submit', 'in_progress'],
  ['draft', 'submit_for_review', 'pending'],
  ['pending', 'proceed', 'in_progress'],
  ['pending', 'close', 'closed'],
  ['pending', 'refer', 'referral_in_progress'],
  ['in_progress', 'refer', 'referral_in_progress'],
  ['reopened', 'refer', 'referral_in_progress'],
  ['referral_in_progress', 'accept', 'in_progress'],
  ['referral_in_progress', 'hand_back', 'pending'],
  ['referral_in_progress', 'hand_back', 'in_progress'],
  ['referral_in_progress', 'hand_back', 'reopened'],
  ['in_progress', 'close', 'closed'],
  ['reopened', 'close', 'closed'],
  ['draft', 'cancel', 'canceled'],
  ['pending', 'cancel', 'canceled'],
  ['in_progress', 'cancel', 'canceled'],
  ['referral_in_progress', 'cancel', 'canceled'],
  ['reopened', 'cancel', 'canceled'],
  ['closed', 'reopen', 'reopened'],
]
const steps: readonly Step[] = ['submit', 'submit_for_review', 'proceed', 'refer', 'accept', 'hand_back', 'close', 'reopen', 'cancel']

test('each step leads from and to the statuses of the table, and to no other', () => {
  const found = statuses.flatMap((from) =>
    steps.flatMap((step) =>
      statuses.flatMap((to) => {
        try {
          return [[from, step, takeStep(step, from, to)].join(' ')]
        } catch {
          return []
        }
      }),
    ),
  )
  expect(found.sort()).toEqual(table.map((line) => line.join(' ')).sort())
})

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

test('a closed complaint can only be reopened, and nothing goes back to being a draft', () => {
  expect(statuses.filter((next) => canMove('closed', next))).toEqual(['reopened'])
  expect(statuses.some((from) => canMove(from, 'draft'))).toBe(false)
})

test('requests are written only while a complaint is worked on, and what is referred, closed or canceled cannot be changed', () => {
  expect(statuses.filter(takesRequests)).toEqual(['in_progress', 'reopened'])
  expect(statuses.filter(isChangeable)).toEqual(['draft', 'pending', 'in_progress', 'reopened'])
})

test('a refusal says in words what cannot be done', () => {
  expect(() => moveTo('pending', 'draft')).toThrow('A complaint that is waiting for preliminary review cannot become a draft.')
  expect(() => takeStep('reopen', 'canceled')).toThrow('A complaint that is canceled cannot be reopened.')
  expect(() => takeStep('proceed', 'referral_in_progress')).toThrow('A complaint that is being referred cannot be let through by a preliminary review.')
  expect(canTake('submit', 'pending')).toBe(false)
})

test('a year later is the same day, and February 28 for a February 29', () => {
  expect(lastDayToReopen('2026-11-23')).toBe('2027-11-23')
  expect(lastDayToReopen('2024-02-29')).toBe('2025-02-28')
  expect(lastDayToReopen('2027-02-28')).toBe('2028-02-28')
})

test('what was sent to the company or is on legal hold is not referred; an empty draft is not canceled', () => {
  expect(referralObstacle({ everSent: true, onHold: false })).toMatch(/was sent/)
  expect(referralObstacle({ everSent: false, onHold: true })).toMatch(/legal hold/)
  expect(referralObstacle({ everSent: false, onHold: false })).toBeNull()
  expect(cancelObstacle({ status: 'draft', hasSubject: false, receivedOn: null })).toMatch(/Discard/)
  expect(cancelObstacle({ status: 'pending', hasSubject: true, receivedOn: null })).toBeNull()
})
