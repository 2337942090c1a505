import { timeWords } from '#src/kernel/time-words.ts'

/*
 * Dates ("2026-11-30") have no time and no zone and are never shifted; instants (RFC 3339) are shown in a given zone.
 *   formatDate('2026-11-30')            Nov 30            (with the year when it is not this one)
 *   formatDate('2026-11-30', 'weekday') Mon, Nov 30
 *   formatDate('2026-11-30', 'year')    Nov 30, 2026
 *   formatDate('2026-11-30', 'full')    Monday, November 30, 2026
 *   formatTime('2026-11-20T21:41:00Z', 'America/New_York')   4:41 pm
 *   formatMoment('2026-11-20T21:41:00Z', 'America/New_York') Nov 20, 4:41 pm
 *   daysUntil('2026-11-30', '2026-11-23') 7; negative when late
 *   dueWords(-5) '5 days late'; dueWords(0) 'today'; dueWords(7) 'in 7 days'
 */
export type DateStyle = 'short' | 'weekday' | 'year' | 'full'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const dayMs = 86_400_000

/** A date in words. `today` decides whether the year must be said in the two short styles. */
export function formatDate(date: string, style: DateStyle = 'short', today: string = todayIn()): string {
  const at = parse(date)
  if (!at) return date
  const day = `${months[at.getUTCMonth()] ?? ''} ${String(at.getUTCDate())}`
  const weekday = at.toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' })
  const year = date.slice(0, 4)
  const yearTail = year === today.slice(0, 4) ? '' : `, ${year}`
  switch (style) {
    case 'short':
      return `${day}${yearTail}`
    case 'weekday':
      return `${weekday}, ${day}${yearTail}`
    case 'year':
      return `${day}, ${year}`
    case 'full':
      return at.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' })
  }
}

/** The calendar date at an instant (now, if none is given) in an IANA zone; without one, the browser's. */
export function todayIn(zone?: string, instant: Date | string = new Date()): string {
  // The Swedish locale writes ISO dates.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant))
}

/** "4:41 pm" */
export function formatTime(instant: string | Date, zone?: string): string {
  return timeWords(instant, zone)
}

/** "Nov 20, 4:41 pm"; with a style, that form of the date: "Tue, Nov 3, 2026" needs 'full'. */
export function formatMoment(instant: string | Date, zone?: string, style: DateStyle = 'short'): string {
  return `${formatDate(todayIn(zone, instant), style, todayIn(zone))}, ${formatTime(instant, zone)}`
}

/** Whole days from today to a date; negative when it is past. */
export function daysUntil(date: string, today: string = todayIn()): number {
  const [to, from] = [parse(date), parse(today)]
  return to && from ? Math.round((to.getTime() - from.getTime()) / dayMs) : 0
}

export function daysLate(date: string, today: string = todayIn()): number {
  return Math.max(0, -daysUntil(date, today))
}

/** "5 days late", "today", "tomorrow", "in 7 days" */
export function dueWords(days: number): string {
  if (days < 0) return days === -1 ? '1 day late' : `${String(-days)} days late`
  if (days === 0) return 'today'
  return days === 1 ? 'tomorrow' : `in ${String(days)} days`
}

function parse(date: string): Date | null {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? null : at
}
