import { addDays } from '../../../kernel/calendar.ts'

/** When an organisation must say again that its users still belong there: agencies monthly, companies every 90 days (docs/rules.md 5). */
const companyDays = 90
/** From the day on which it opens. */
const daysToVerify = 14

/**
 * The same day of the next month, or its last day where there is none: January 31 → February 28.
 * @param date YYYY-MM-DD
 */
export function nextMonth(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  // Day 0 of the month after the next is the last of the next.
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10)
}

/**
 * The day on which the next verification opens, in the organisation's zone.
 * @param since when the last one was done; before the first one, when the agency began to take part or the company was enrolled
 */
export function opensOn(kind: 'agency' | 'company', since: string): string {
  return kind === 'agency' ? nextMonth(since) : addDays(since, companyDays)
}

export function isToOpen(kind: 'agency' | 'company', since: string, today: string): boolean {
  return opensOn(kind, since) <= today
}

/** Until when a verification that opens on this day is to be done. */
export function verifyBy(opened: string): string {
  return addDays(opened, daysToVerify)
}

/** The due date itself is not late yet. */
export function isOverdue(dueOn: string, today: string): boolean {
  return dueOn < today
}

/** Days without a sign-in after which a list says so. */
export const longAgoDays = 90
