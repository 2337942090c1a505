import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, isWorkingDay, usualCalendar, type WorkingCalendar } from '../../../kernel/calendar.ts'
import { reminderDays, workingDaysFrom } from './reminder-days.ts'

const ohio = 'America/New_York'
const days = (iso: string, calendar: WorkingCalendar = usualCalendar, zone = ohio) => reminderDays(new Date(iso), zone, calendar)

describe('the days of reminders', () => {
  test('are the agency’s working days, from eight in its morning', () => {
    expect(days('2026-11-23T12:59:00Z'), '7:59 in Ohio').toBeNull()
    expect(days('2026-11-23T13:00:00Z')).toEqual({ today: '2026-11-23', soonUntil: '2026-11-27', remindedUntil: '2026-11-16' })
    expect(days('2026-11-23T13:00:00Z', usualCalendar, 'America/Los_Angeles'), '5:00 in California').toBeNull()
    expect(days('2026-11-22T15:00:00Z'), 'Sunday').toBeNull()
    expect(days('2026-11-26T15:00:00Z'), 'Thanksgiving').toBeNull()
    expect(days('2026-11-26T15:00:00Z', { ...usualCalendar, keepsFederalHolidays: false })).toMatchObject({ today: '2026-11-26', soonUntil: '2026-12-01' })
    expect(days('2026-11-27T15:00:00Z', { ...usualCalendar, ownHolidays: [{ date: '2026-11-27', name: 'Day after Thanksgiving' }] })).toBeNull()
    expect(days('2026-11-28T15:00:00Z', { ...usualCalendar, workingDays: [6] }), 'works on Saturdays alone').toMatchObject({ soonUntil: '2026-12-19' })
  })

  test('follow the clock of the place over the changes of the hour', () => {
    expect(days('2026-03-06T12:30:00Z'), '7:30, winter').toBeNull()
    expect(days('2026-03-09T12:30:00Z'), '8:30, summer').toMatchObject({ today: '2026-03-09' })
    expect(days('2026-10-30T12:30:00Z'), '8:30, summer').toMatchObject({ today: '2026-10-30' })
    expect(days('2026-11-02T12:30:00Z'), '7:30, winter').toBeNull()
  })

  test('what is due soon is due within three working days, whatever lies between', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }), fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), fc.boolean(), (instant, workingDays, keepsFederalHolidays) => {
        const calendar = { workingDays, keepsFederalHolidays, ownHolidays: [] }
        const found = reminderDays(instant, ohio, calendar)
        if (found === null) return
        let working = 0
        for (let day = addDays(found.today, 1); day <= found.soonUntil; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) working += 1
        expect(working).toBe(3)
        expect(workingDaysFrom(found.remindedUntil, 5, calendar)).toBe(found.today)
      }),
      { numRuns: 300 },
    )
  })

  test('an agency that never works is never asked, and does not loop', () => {
    expect(workingDaysFrom('2026-11-23', 3, { workingDays: [], keepsFederalHolidays: true, ownHolidays: [] })).toBe('2027-11-24')
  })
})
