import { daysUntil } from './format-date.ts'

export type DueGroup = 'Overdue' | 'Today' | 'This week' | 'Later' | 'No due date'

/** Where a task stands on the home page. A week ends on Sunday. */
export function dueGroup(dueOn: string | null, today: string): DueGroup {
  if (dueOn === null) return 'No due date'
  const days = daysUntil(dueOn, today)
  if (days < 0) return 'Overdue'
  if (days === 0) return 'Today'
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay()
  return days <= (7 - weekday) % 7 ? 'This week' : 'Later'
}

/** Soonest first; without a due date last. */
export function byDue(a: { dueOn: string | null }, b: { dueOn: string | null }): number {
  return (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999')
}
