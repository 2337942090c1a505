import { expect, test } from 'vitest'
import { serviceHours } from './service-hours.ts'

const at = (instant: string) => serviceHours(new Date(instant)).headline

test('on a working day there is full access from nine to six, Eastern time in summer and winter', () => {
  expect(at('2026-11-23T13:59:59Z')).toBe('Full access from 9:00 am today')
  expect(at('2026-11-23T14:00:00Z')).toBe('Full access until 6:00 pm today')
  expect(at('2026-11-23T22:59:59Z')).toBe('Full access until 6:00 pm today')
  expect(at('2026-11-23T23:00:00Z')).toBe('Full access again tomorrow at 9:00 am')
  expect(at('2026-07-14T13:00:00Z')).toBe('Full access until 6:00 pm today')
})

test('after the last day of the week, and before holidays, the next working day is named', () => {
  expect(at('2026-11-20T23:30:00Z')).toBe('Full access again on Monday, Nov 23 at 9:00 am')
  expect(at('2026-11-22T15:00:00Z')).toBe('Full access again tomorrow at 9:00 am')
  expect(at('2026-11-26T04:30:00Z')).toBe('Full access again on Friday, Nov 27 at 9:00 am')
})

test('a holiday is named, and does not stop anybody', () => {
  const { headline, detail, nextHoliday } = serviceHours(new Date('2026-11-26T15:00:00Z'))
  expect(headline).toBe('Full access again tomorrow at 9:00 am')
  expect(detail).toBe('Today is kept as a holiday: Thanksgiving. Monday to Friday, 9:00 am to 6:00 pm Eastern. Limited at other times; you can still work.')
  expect(nextHoliday).toEqual({ date: '2026-12-25', name: 'Christmas' })
})

test('a holiday on a Saturday is kept on the Friday before, also over the end of a year', () => {
  expect(serviceHours(new Date('2027-12-26T15:00:00Z')).nextHoliday).toEqual({ date: '2027-12-31', name: "New Year's Day" })
  expect(at('2027-12-31T15:00:00Z')).toBe('Full access again on Monday, Jan 3 at 9:00 am')
})
