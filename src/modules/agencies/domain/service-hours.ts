import { addDays, holidayOn, isWorkingDay, type Holiday, workingDayFrom } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'

/** Full access on working days from 9:00 to 18:00 Eastern, limited otherwise; it never blocks work (docs/rules.md 11). */
const zone = 'America/New_York'
const opens = 9
const closes = 18
const usual = 'Monday to Friday, 9:00 am to 6:00 pm Eastern. Limited at other times; you can still work.'

export type ServiceHours = { headline: string; detail: string; nextHoliday: Holiday | null }

export function serviceHours(now: Date): ServiceHours {
  const today = dateIn(zone, now)
  const hour = Number(new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(now))
  const holiday = holidayOn(today)
  return {
    headline: headline(today, hour),
    detail: holiday === null ? usual : `Today is kept as a holiday: ${holiday.name}. ${usual}`,
    nextHoliday: nextHoliday(today),
  }
}

function headline(today: string, hour: number): string {
  if (!isWorkingDay(today) || hour >= closes) return `Full access again ${dayWords(workingDayFrom(addDays(today, 1)), today)} at 9:00 am`
  return hour < opens ? 'Full access from 9:00 am today' : 'Full access until 6:00 pm today'
}

function dayWords(date: string, today: string): string {
  if (date === addDays(today, 1)) return 'tomorrow'
  return `on ${new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'long', month: 'short', day: 'numeric' }).format(new Date(`${date}T00:00:00Z`))}`
}

/** The first after today: of today itself the headline speaks. */
function nextHoliday(today: string): Holiday | null {
  for (let days = 1; days <= 366; days += 1) {
    const holiday = holidayOn(addDays(today, days))
    if (holiday !== null) return holiday
  }
  return null
}
