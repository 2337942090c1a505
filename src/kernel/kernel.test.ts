import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, defaultDueDate, holidayOn, holidays, isWorkingDay, workingDayFrom } from './calendar.ts'
import { dateIn } from './clock.ts'
import { displayId, parseDisplayId } from './ids.ts'
import { safeCell } from './safe-cell.ts'
import { countCharacters, nameKey } from './text.ts'

describe('calendar', () => {
  test('the nine holidays of 2026, those on a weekend kept beside it', () => {
    expect(holidays(2026).map((holiday) => holiday.date)).toEqual(['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07', '2026-11-26', '2026-12-25'])
    expect(holidayOn('2027-12-31')?.name, 'January 1, 2028 is a Saturday').toBe("New Year's Day")
    expect(holidays(2022).find((holiday) => holiday.name === 'Juneteenth')?.date, 'a Sunday').toBe('2022-06-20')
  })

  test('a proposed due date is a working day, not before the number of days', () => {
    expect(defaultDueDate('2026-11-11', 15), 'Thanksgiving moves on').toBe('2026-11-27')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 60 }), (offset, days) => {
        const today = addDays('2024-01-01', offset)
        const due = defaultDueDate(today, days)
        expect(isWorkingDay(due)).toBe(true)
        expect(daysBetween(today, due)).toBeGreaterThanOrEqual(days)
        expect(daysBetween(today, due)).toBeLessThanOrEqual(days + 4)
        expect(workingDayFrom(due)).toBe(due)
      }),
    )
  })

  test('a date is the one of the zone, not of the server', () => {
    const late = new Date('2026-11-24T03:30:00Z')
    expect(dateIn('America/New_York', late)).toBe('2026-11-23')
    expect(dateIn('Pacific/Guam', late)).toBe('2026-11-24')
  })
})

describe('ids', () => {
  test('what is shown can be typed back, with or without its zeros', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (number) => {
        expect(parseDisplayId('complaint', displayId('complaint', number))).toBe(number)
        expect(parseDisplayId('request', ` ir ${String(number)} `)).toBe(number)
        expect(parseDisplayId('company', displayId('complaint', number))).toBeNull()
      }),
    )
  })
})

describe('text', () => {
  test('a line break counts one however it is written, an emoji one', () => {
    expect(countCharacters('a\r\nb\rc\nd')).toBe(7)
    expect(countCharacters('👍🏽é')).toBe(3)
  })

  test('names are the same whatever their case, accents, punctuation and legal form', () => {
    const same = ['ACME Lending, L.L.C.', 'Acme Lending LLC', 'acme  lending', 'Açme Lending, Inc.']
    expect(new Set(same.map(nameKey))).toEqual(new Set(['acme lending']))
    expect(nameKey('JPMORGAN CHASE & CO.')).toBe(nameKey('JPMorgan Chase and Company'))
    expect(nameKey('Co.'), 'a name is never emptied').toBe('co')
  })

  test('a key does not change when it is made again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name))
      }),
    )
  })

  test('what a spreadsheet would run gets an apostrophe', () => {
    for (const evil of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1']) expect(safeCell(evil)).toBe(`'${evil}`)
    expect(safeCell('Escrow = wrong')).toBe('Escrow = wrong')
  })
})

test("an agency's own calendar decides its working days", () => {
  const calendar = { workingDays: [1, 2, 3, 4, 6], keepsFederalHolidays: false, ownHolidays: [{ date: '2026-11-28', name: 'Festival' }] }
  expect(isWorkingDay('2026-11-26', calendar), 'Thanksgiving is not kept').toBe(true)
  expect(isWorkingDay('2026-11-27', calendar), 'Fridays are off').toBe(false)
  expect(workingDayFrom('2026-11-27', calendar), 'the festival is on Saturday').toBe('2026-11-30')
  const never = { workingDays: [1], keepsFederalHolidays: false, ownHolidays: Array.from({ length: 60 }, (_, week) => ({ date: addDays('2026-11-23', week * 7), name: 'Off' })) }
  expect(workingDayFrom('2026-11-23', never), 'ends at last').toBe('2026-11-23')
})
