/**
 * Working days and hours. Dates are plain "YYYY-MM-DD" strings: a due date has no time and no zone;
 * arithmetic is done in UTC, where days are all alike.
 */
const dayMs = 86_400_000

/** "2026-11-23" + 15 → "2026-12-08". */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** The same day so many years later; of February 29 in a year without one, February 28. */
export function addYears(date: string, years: number): string {
  const year = String(Number(date.slice(0, 4)) + years).padStart(4, '0')
  const isLeap = new Date(`${year}-02-29T00:00:00Z`).getUTCMonth() === 1
  return date.endsWith('-02-29') && !isLeap ? `${year}-02-28` : `${year}${date.slice(4)}`
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)
}

/** 0 Sunday … 6 Saturday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

export type Holiday = { date: string; name: string }

/** The nine holidays (docs/rules.md 11). One on Saturday is kept on Friday, one on Sunday on Monday. */
export function holidays(year: number): Holiday[] {
  const fixed = (name: string, month: number, day: number): Holiday => ({ name, date: observed(iso(year, month, day)) })
  const nth = (name: string, month: number, dayOfWeek: number, n: number): Holiday => ({ name, date: nthWeekday(year, month, dayOfWeek, n) })
  return [
    fixed("New Year's Day", 1, 1),
    nth('Martin Luther King Jr. Day', 1, 1, 3),
    nth("Presidents' Day", 2, 1, 3),
    { name: 'Memorial Day', date: lastMonday(year, 5) },
    fixed('Juneteenth', 6, 19),
    fixed('Independence Day', 7, 4),
    nth('Labor Day', 9, 1, 1),
    nth('Thanksgiving', 11, 4, 4),
    fixed('Christmas', 12, 25),
  ]
}

/** The holiday kept on this date, if any. New Year's Day of the next year may be kept on December 31. */
export function holidayOn(date: string): Holiday | null {
  const year = Number(date.slice(0, 4))
  return keptIn(year).get(date) ?? keptIn(year + 1).get(date) ?? null
}

/** Asked for each day that is looked at, and always the same. */
const known = new Map<number, ReadonlyMap<string, Holiday>>()

function keptIn(year: number): ReadonlyMap<string, Holiday> {
  const days = known.get(year) ?? new Map(holidays(year).map((holiday) => [holiday.date, holiday]))
  known.set(year, days)
  return days
}

/** When an organisation works. `workingDays`: 1 Monday … 7 Sunday, at least one. */
export type WorkingCalendar = { workingDays: readonly number[]; keepsFederalHolidays: boolean; ownHolidays: readonly Holiday[] }

/** Monday to Friday but for the nine holidays: that of the system itself, and of an agency that has not said otherwise. */
export const usualCalendar: WorkingCalendar = { workingDays: [1, 2, 3, 4, 5], keepsFederalHolidays: true, ownHolidays: [] }

export function isWorkingDay(date: string, calendar: WorkingCalendar = usualCalendar): boolean {
  if (!calendar.workingDays.includes(weekday(date) || 7)) return false
  if (calendar.keepsFederalHolidays && holidayOn(date) !== null) return false
  return !calendar.ownHolidays.some((holiday) => holiday.date === date)
}

/** The date itself, or the next one on which people work; after a year without one, the date itself. */
export function workingDayFrom(date: string, calendar: WorkingCalendar = usualCalendar): string {
  let day = date
  for (let tried = 0; tried < 366; tried += 1, day = addDays(day, 1)) if (isWorkingDay(day, calendar)) return day
  return date
}

/** The due date that an agency proposes: its own number of calendar days, moved to one of its working days (docs/rules.md 4). */
export function defaultDueDate(today: string, calendarDays: number, calendar: WorkingCalendar = usualCalendar): string {
  return workingDayFrom(addDays(today, calendarDays), calendar)
}

function iso(year: number, month: number, day: number): string {
  return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function observed(date: string): string {
  const day = weekday(date)
  return day === 6 ? addDays(date, -1) : day === 0 ? addDays(date, 1) : date
}

function nthWeekday(year: number, month: number, dayOfWeek: number, n: number): string {
  const first = iso(year, month, 1)
  return addDays(first, ((dayOfWeek - weekday(first) + 7) % 7) + (n - 1) * 7)
}

function lastMonday(year: number, month: number): string {
  const last = addDays(iso(year, month, 1), 30)
  return addDays(last, -((weekday(last) + 6) % 7))
}
