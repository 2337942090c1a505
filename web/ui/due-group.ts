import { daysUntil } from './format-date.ts'

export type DueGroup = 'Overdue' | 'Today' | 'No due date' | 'This week' | 'Later'

/** Where a task stands on the home page. A week ends on Sunday. */
export function dueGroup(dueOn: string | null, today: string): DueGroup {
  if (dueOn === null) return 'No due date'
  const days = daysUntil(dueOn, today)
  if (days < 0) return 'Overdue'
  if (days === 0) return 'Today'
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay()
  return days <= (7 - weekday) % 7 ? 'This week' : 'Later'
}

/** Soonest first; without a due date after what is due today: somebody waits for it, and it must not be lost below what has time. */
export function byDue(today: string): (a: { dueOn: string | null }, b: { dueOn: string | null }) => number {
  const place = (dueOn: string | null) => dueOn ?? `${today}+`
  return (a, b) => place(a.dueOn).localeCompare(place(b.dueOn))
}
