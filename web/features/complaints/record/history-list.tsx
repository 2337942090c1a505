import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { HistoryEntry } from '#src/modules/complaints/contract.ts'
import { formatMoment } from '../../../ui/format-date.ts'

export type Entry = z.infer<typeof HistoryEntry>

/** What happened, newest first. */
export function HistoryList({ entries, timeZone }: { entries: readonly Entry[]; timeZone: string }): ReactNode {
  return (
    <ul className="history-list">
      {entries.map((entry) => (
        <li key={entry.id}>
          <time dateTime={entry.at}>{formatMoment(entry.at, timeZone)}</time>
          <span>
            {entry.sentence} <span className="muted">{[entry.by, entry.side === 'company' ? entry.organisation : null].filter(Boolean).join(', ')}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Reading is recorded too; it is told apart from what changed. */
export function isReading(entry: Entry): boolean {
  return entry.action.endsWith('.read')
}
