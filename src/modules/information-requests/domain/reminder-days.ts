import { addDays, isWorkingDay, type WorkingCalendar } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'

/** Working days before the due date on which the company is reminded. */
const soon = 3
/** Working days between two reminders of what is overdue. */
const again = 5
/** Nobody is reminded earlier in the day, in the agency's zone. */
const firstHour = 8

type ReminderDays = {
  today: string
  /** What is due until this day, today included, is due soon. What was due before today is overdue. */
  soonUntil: string
  /** Overdue requests of which the last reminder was sent on this day or before are reminded of again. */
  remindedUntil: string
}

/**
 * What an agency's companies are to be reminded of at this moment; null: of nothing, because its people do not work
 * today or it is early (docs/rules.md 4).
 */
export function reminderDays(now: Date, timeZone: string, calendar: WorkingCalendar): ReminderDays | null {
  const today = dateIn(timeZone, now)
  if (hourIn(timeZone, now) < firstHour || !isWorkingDay(today, calendar)) return null
  return { today, soonUntil: workingDaysFrom(today, soon, calendar), remindedUntil: workingDaysFrom(today, -again, calendar) }
}

export type RemindingAgency = { id: string; timeZone: string } & ReminderDays

/** The agencies whose companies are to be reminded of something at this moment, if it is due. */
export function remindingAgencies(agencies: readonly { id: string; timeZone: string; calendar: WorkingCalendar }[], now: Date): RemindingAgency[] {
  return agencies.flatMap(({ id, timeZone, calendar }) => {
    const days = reminderDays(now, timeZone, calendar)
    return days === null ? [] : [{ id, timeZone, ...days }]
  })
}

/** So many working days later, or earlier. Within a year: an agency that never works is never asked. */
export function workingDaysFrom(date: string, count: number, calendar: WorkingCalendar): string {
  const step = count < 0 ? -1 : 1
  let day = date
  for (let left = Math.abs(count), tried = 0; left > 0 && tried < 366; tried += 1) {
    day = addDays(day, step)
    if (isWorkingDay(day, calendar)) left -= 1
  }
  return day
}

function hourIn(timeZone: string, now: Date): number {
  return Number(new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(now))
}
