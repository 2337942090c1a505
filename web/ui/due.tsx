import type { ReactNode } from 'react'
import { daysUntil, dueWords, formatDate, todayIn, type DateStyle } from './format-date.ts'

/**
 * A due date; late ones red and bold with words: "Nov 18 / 5 days late" (`stacked`, in lists) or "Nov 18, 5 days late".
 * `today` is the reader's agency's date (session.organisation.timeZone); `done` means that nothing is waited for any more.
 */
export function Due({ date, today = todayIn(), style = 'short', stacked = false, words = false, done = false }: { date: string | null | undefined; today?: string; style?: DateStyle; stacked?: boolean; words?: boolean; done?: boolean }): ReactNode {
  if (!date) return <span className="muted">None</span>
  const days = daysUntil(date, today)
  const late = days < 0 && !done
  const shown = formatDate(date, style, today)
  const said = late || (words && !done) ? dueWords(days) : ''
  if (stacked)
    return (
      <span className="two-lines">
        <time dateTime={date} className={late ? 'late' : undefined}>
          {shown}
        </time>
        {said ? <small className={late ? 'late' : undefined}>{said}</small> : null}
      </span>
    )
  return (
    <span className="nowrap">
      <time dateTime={date} className={late ? 'late' : undefined}>
        {shown}
      </time>
      {said ? <span className={late ? 'late' : 'muted'}>{late ? `, ${said}` : ` ${said}`}</span> : null}
    </span>
  )
}
