import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { HistoryEntry } from '#src/modules/complaints/history-contract.ts'
import { contentOf } from '../../../agency/document-table.tsx'
import { useSession } from '../../../app/session.tsx'
import { formatMoment } from '../../../ui/format-date.ts'

/** What happened, newest first; each entry leads to what it is about. Whoever is of another organisation is named with it. */
export function HistoryList({ complaintId, entries, timeZone }: { complaintId: string; entries: readonly HistoryEntry[]; timeZone: string }): ReactNode {
  const { organisation } = useSession()
  return (
    <ul className="history-list">
      {entries.map((entry) => (
        <li key={entry.id}>
          <time dateTime={entry.at}>{formatMoment(entry.at, timeZone)}</time>
          <span>
            <Happening complaintId={complaintId} entry={entry} /> <span className="muted">{[entry.by, entry.organisation === organisation?.name ? null : entry.organisation].filter(Boolean).join(', ')}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Happening({ complaintId, entry }: { complaintId: string; entry: HistoryEntry }): ReactNode {
  const { about, what, action } = entry
  // The sentence may hold the number of a request already.
  const words = what && !entry.sentence.includes(what) ? `${entry.sentence}: ${what}` : entry.sentence
  const params = { id: complaintId }
  const isGone = action.endsWith('.removed') || action.endsWith('.discarded')
  if (!about || isGone) return words
  switch (about.kind) {
    case 'information_request':
      return (
        <Link to="/information-requests/$id" params={{ id: about.id }}>
          {words}
        </Link>
      )
    case 'document':
      return what ? <a href={contentOf(about)}>{words}</a> : words
    case 'research_entry':
      return (
        <Link to="/complaints/$id/research" params={params} hash={`note-${about.id}`}>
          {words}
        </Link>
      )
    case 'alleged_violation':
      return (
        <Link to="/complaints/$id/violations" params={params} hash={`violation-${about.id}`}>
          {words}
        </Link>
      )
    case 'discussion_post':
      return (
        <Link to="/complaints/$id/discussion" params={params} search={{ post: about.id }}>
          {words}
        </Link>
      )
    // A discarded one has no name any more.
    case 'letter':
      return !what ? words : (
        <Link to="/complaints/$id/letters/$letterId" params={{ ...params, letterId: about.id }}>
          {words}
        </Link>
      )
    case 'closure':
      return (
        <Link to="/complaints/$id" params={params}>
          {words}
        </Link>
      )
    default:
      return words
  }
}
