import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { historyQuery } from '../../../agency/queries.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { HistoryList, isReading } from './history-list.tsx'

const route = getRouteApi('/signed-in/complaints/$id')

export function HistoryTab(): ReactNode {
  const { id } = route.useParams()
  const { timeZone } = useSession()
  const [withReading, setWithReading] = useState(false)
  const history = useInfiniteQuery(historyQuery(id))
  const entries = history.data?.pages.flatMap((page) => page.items)
  const shown = entries?.filter((entry) => withReading || !isReading(entry)) ?? []
  return (
    <Section title="History" hint={<AudienceHint who="shared">Agencies with access. Taken from the audit, which nobody can change.</AudienceHint>}>
      <div className="check">
        <input type="checkbox" id="with-reading" checked={withReading} onChange={(event) => setWithReading(event.target.checked)} />
        <label htmlFor="with-reading">Show also who read the record</label>
      </div>
      {history.error && !entries ? <ErrorState error={history.error} retry={history.refetch} /> : null}
      {history.isPending ? <Skeleton lines={8} height={20} /> : null}
      {entries ? shown.length > 0 ? <HistoryList entries={shown} timeZone={timeZone} /> : <p className="muted">Nothing but reading here.</p> : null}
      {history.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {history.isFetchingNextPage ? 'Loading…' : 'Load earlier entries'}
        </button>
      ) : null}
    </Section>
  )
}
