import { addDays } from '#src/kernel/calendar.ts'

/** The ranges of due dates that the filter offers. The address keeps plain dates, so that a link shows the same list tomorrow. */
export const dueChoices = [
  { value: '', label: 'Any time' },
  { value: 'late', label: 'Overdue' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'In 7 days' },
  { value: 'month', label: 'In 30 days' },
] as const

export type DueRange = { dueFrom: string | undefined; dueTo: string | undefined }

export function dueRange(choice: string, today: string): DueRange {
  switch (choice) {
    case 'late':
      return { dueFrom: undefined, dueTo: addDays(today, -1) }
    case 'today':
      return { dueFrom: today, dueTo: today }
    case 'week':
      return { dueFrom: today, dueTo: addDays(today, 7) }
    case 'month':
      return { dueFrom: today, dueTo: addDays(today, 30) }
    default:
      return { dueFrom: undefined, dueTo: undefined }
  }
}

/** The choice that made these dates, or "other" for dates from an older link. */
export function rangeOf({ dueFrom, dueTo }: DueRange, today: string): (typeof dueChoices)[number]['value'] | 'other' {
  const made = dueChoices.find(({ value }) => {
    const range = dueRange(value, today)
    return range.dueFrom === dueFrom && range.dueTo === dueTo
  })
  return made?.value ?? 'other'
}
