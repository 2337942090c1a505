import type { ReactNode } from 'react'
import type { OnTimeRecord } from '#src/modules/information-requests/on-time-contract.ts'
import { onTimeWords } from './on-time-words.ts'

/** How punctually a company answers, in the right column of a page. */
export function OnTimeFacts({ title, spans }: { title?: string; spans: OnTimeRecord['allAgencies'] }): ReactNode {
  const { share, lines, overdue } = onTimeWords(spans)
  return (
    <div>
      {title ? <h3 className="contact-title">{title}</h3> : null}
      {share ? (
        <p>
          <strong className="num">{share}</strong>
        </p>
      ) : null}
      {lines.map((line) => (
        <p key={line} className="muted">
          {line}
        </p>
      ))}
      {overdue ? <p className="late">{overdue}</p> : null}
    </div>
  )
}
