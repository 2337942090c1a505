import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ListView } from '../../../agency/complaint-words.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'

/** What a list says when it shows nothing. */
export function EmptyList({ view, isFiltered, mayEnter }: { view: ListView; isFiltered: boolean; mayEnter: boolean }): ReactNode {
  if (isFiltered) return <EmptyState title="No complaint matches these filters.">Take a filter away, or search for other words.</EmptyState>
  if (view === 'open' || view === 'all' || view === 'drafts')
    return (
      <EmptyState
        title={view === 'drafts' ? 'No draft waits to be finished.' : 'There is no complaint yet.'}
        action={
          mayEnter ? (
            <Link className="usa-button usa-button--outline" to="/complaints/new">
              Enter a complaint
            </Link>
          ) : undefined
        }
      >
        {mayEnter ? 'A complaint that you enter saves itself as a draft until you submit it.' : null}
      </EmptyState>
    )
  const [title, text] = words[view] ?? ['Nothing here now.', null]
  return <EmptyState title={title}>{text}</EmptyState>
}

const words: Partial<Record<ListView, readonly [string, string | null]>> = {
  overdue: ['Nothing is overdue.', null],
  awaiting_us: ['Nothing here now.', 'No complaint waits for your agency.'],
  awaiting_company: ['Nothing here now.', 'No complaint waits for a company.'],
  pending: ['No complaint waits for preliminary review.', null],
  shared: ['No agency shares a complaint with yours.', 'Ask for access on the record of another agency’s complaint.'],
  closed: ['No complaint was closed yet.', null],
  canceled: ['No complaint was canceled.', null],
}
