import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../../kernel/errors.ts'
import {
  advance, enrollmentMoves, enrollmentStates, mayBeComplaintsContact, mayBeSaContact, nextReminderAt, requireRejectable, requireWithdrawable, stepOf, wizardSteps, type EnrollmentMove, type EnrollmentState,
} from './enrollment-steps.ts'

const refusal = (work: () => unknown): string | null => {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return error.message
    throw error
  }
}

test('whatever is pressed in whatever order, an enrollment never goes back, and never skips a step', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...enrollmentMoves), { maxLength: 30 }), (presses) => {
      const passed: EnrollmentState[] = ['activated']
      const done = new Set<EnrollmentMove>()
      for (const move of presses) {
        const before = passed.at(-1) ?? 'activated'
        const refused = refusal(() => passed.push(advance(before, move)))
        const earlier = enrollmentMoves.slice(0, enrollmentMoves.indexOf(move))
        expect(refused === null).toBe(before !== 'complete' && earlier.every((step) => done.has(step)))
        if (refused === null) done.add(move)
      }
      const ranks = passed.map((state) => enrollmentStates.indexOf(state))
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
      expect(passed.includes('complete')).toBe(enrollmentMoves.every((move) => done.has(move)))
    }),
  )
})

test('an invitation is withdrawn before it is used or never; afterwards nothing goes on', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('withdraw' as const, 'activate' as const, ...enrollmentMoves), { maxLength: 30 }), (presses) => {
      let state: EnrollmentState | 'withdrawn' = 'invited'
      for (const press of presses) {
        const before: EnrollmentState | 'withdrawn' = state
        if (press === 'withdraw') {
          const refused = refusal(() => requireWithdrawable(before))
          expect(refused === null).toBe(before === 'invited')
          if (refused === null) state = 'withdrawn'
        } else if (press === 'activate') {
          if (before === 'invited') state = 'activated'
        } else {
          // The company's record says 'not_enrolled' once it was withdrawn.
          const refused = refusal(() => {
            state = advance(before === 'withdrawn' ? 'not_enrolled' : before, press)
          })
          if (before === 'withdrawn' || before === 'invited') expect(refused).not.toBeNull()
        }
      }
      if (state === 'withdrawn') expect(presses.indexOf('withdraw')).toBeLessThan([...presses, 'activate'].indexOf('activate'))
    }),
  )
})

test('every refusal is a sentence that says what to do', () => {
  for (const state of enrollmentStates) {
    for (const move of enrollmentMoves) {
      const words = refusal(() => advance(state, move))
      if (words !== null) expect(words).toMatch(/^[A-Z].*\.$/)
    }
    const kept = refusal(() => requireWithdrawable(state))
    if (kept !== null) expect(kept).toMatch(/^[A-Z].*\.$/)
  }
})

test('the step to take follows the state alone, so that every device shows the same', () => {
  fc.assert(
    fc.property(fc.constantFrom(...enrollmentStates), fc.boolean(), (state, named) => {
      const step = stepOf(state, named)
      expect(wizardSteps).toContain(step)
      expect(step === 'done').toBe(state === 'complete' || state === 'not_enrolled')
      if (step === 'review') expect(named).toBe(true)
    }),
  )
})

test('a contact who has left is to be named again before the review', () => {
  expect(stepOf('contacts_assigned', true)).toBe('review')
  expect(stepOf('contacts_assigned', false)).toBe('assign_contacts')
})

test('the association can be rejected from the first sign-in until the completion', () => {
  const rejectable = enrollmentStates.filter((state) => refusal(() => requireRejectable(state)) === null)
  expect(rejectable).toEqual(['activated', 'verified', 'users_added', 'contacts_assigned'])
})

test('a Complaints Contact may manage complaints; a third party is no contact at all', () => {
  const user = { standing: 'invited', systemRoles: ['leader'], complaintsRole: 'manage' }
  expect([mayBeComplaintsContact(user), mayBeSaContact(user)]).toEqual([true, true])
  expect([mayBeComplaintsContact({ ...user, complaintsRole: 'view' }), mayBeSaContact({ ...user, complaintsRole: null })]).toEqual([false, true])
  expect([mayBeComplaintsContact({ ...user, systemRoles: ['third_party'] }), mayBeSaContact({ ...user, systemRoles: ['third_party'] })]).toEqual([false, false])
  expect(mayBeSaContact({ ...user, standing: 'removed' })).toBe(false)
})

test('a reminder waits an hour after the one before', () => {
  const sent = new Date('2026-11-23T15:00:00Z')
  expect(nextReminderAt(null, sent)).toBeNull()
  expect(nextReminderAt(sent, new Date('2026-11-23T15:59:59Z'))?.toISOString()).toBe('2026-11-23T16:00:00.000Z')
  expect(nextReminderAt(sent, new Date('2026-11-23T16:00:00Z'))).toBeNull()
})
