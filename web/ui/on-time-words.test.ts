import { describe, expect, test } from 'vitest'
import type { Punctuality } from '#src/modules/information-requests/on-time-contract.ts'
import { onTimeWords } from './on-time-words.ts'

const numbers = (more: Partial<Punctuality> = {}): Punctuality => ({ answers: 42, onTime: 36, medianDays: 12.5, extended: 3, sentBack: 1, overdue: 0, ...more })

describe('an on-time record in words', () => {
  test('says the share of the last twelve months first, with all time beside it', () => {
    expect(onTimeWords({ lastYear: numbers({ overdue: 2 }), allTime: numbers({ answers: 120, onTime: 100, overdue: 2 }) })).toEqual({
      share: '85% on time',
      lines: ['Of 42 answers in the last 12 months; half took 12.5 days or less.', '3 had more time, 1 was sent back.', 'Of all time: 83% of 120 answers.'],
      overdue: '2 requests overdue now',
    })
  })

  test('says all of them only of all of them, and all time only where it is more', () => {
    expect(onTimeWords({ lastYear: numbers({ answers: 1_000, onTime: 999, extended: 0, sentBack: 0, medianDays: 0.3 }), allTime: numbers({ answers: 1_000, onTime: 999 }) })).toMatchObject({
      share: '99% on time',
      lines: ['Of 1,000 answers in the last 12 months; half took less than a day.', 'None had more time, none was sent back.'],
    })
  })

  test('says that there are too few, or none', () => {
    expect(onTimeWords({ lastYear: null, allTime: null })).toEqual({ share: null, lines: ['Too few answers in the last 12 months to say.'], overdue: null })
    expect(onTimeWords({ lastYear: numbers({ answers: 4, onTime: 4 }), allTime: numbers({ answers: 4, overdue: 1 }) })).toEqual({ share: null, lines: ['Too few answers in the last 12 months to say.'], overdue: '1 request overdue now' })
    expect(onTimeWords({ lastYear: numbers({ answers: 0, onTime: 0, medianDays: null }), allTime: numbers() })).toEqual({ share: null, lines: ['No answer in the last 12 months.', 'Of all time: 85% of 42 answers.'], overdue: null })
  })
})
