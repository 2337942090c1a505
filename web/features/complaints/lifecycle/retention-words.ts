import { addDays } from '#src/kernel/calendar.ts'
import { daysUntil, dueWords, formatDate } from '../../../ui/format-date.ts'

/** What a retention date means today: nothing is late when it is reached, the complaint is due for disposal from the next day on. */
export function disposalWords({ retainUntil, onHold }: { retainUntil: string; onHold: boolean }, today: string): string {
  const days = daysUntil(retainUntil, today)
  if (days >= 0) return dueWords(days)
  const since = formatDate(addDays(retainUntil, 1), 'year')
  return onHold ? `kept by the legal hold; due since ${since}` : `due for disposal since ${since}`
}
