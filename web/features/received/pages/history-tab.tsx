import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useSession } from '../../../app/session.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { receivedHistoryQuery } from '../../../company/queries.ts'
import { useReceivedId } from '../components/use-received.ts'

/** What was done with the complaint, as far as the company may know, the newest first. */
export function HistoryTab(): ReactNode {
  return (
    <Section title="History" lead="The newest first">
      <Entries />
    </Section>
  )
}

function Entries(): ReactNode {
  const { timeZone } = useSession()
  const history = useInfiniteQuery(receivedHistoryQuery(useReceivedId()))
  if (history.isPending) return <Skeleton lines={8} height={20} label="Loading the history" />
  if (history.error && !history.data) return <ErrorState error={history.error} retry={history.refetch} title="The history could not be loaded" />
  const entries = history.data.pages.flatMap((page) => page.items)
  if (entries.length === 0) return <EmptyState title="Nothing was done yet." />
  return (
    <>
      <ol className="plain-list history">
        {entries.map((entry) => (
          <li key={entry.id}>
            <time dateTime={entry.at}>{formatMoment(entry.at, timeZone)}</time>
            <span>
              {entry.sentence}{' '}
              <span className="muted">
                {entry.by}
                {entry.organisation ? `, ${entry.organisation}` : ''}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {history.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline received-gap" disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {history.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </button>
      ) : null}
    </>
  )
}
