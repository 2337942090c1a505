import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { historyPeopleQuery, historyQuery } from '../../../agency/queries.ts'
import { apiPath } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { ListFilters, type FilterField } from '../../../ui/list-filters.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { asked, kindWords, shownKinds } from './history-filters.ts'
import { HistoryList } from './history-list.tsx'

const route = getRouteApi('/signed-in/complaints/$id')
const tabRoute = getRouteApi('/signed-in/complaints/$id/history')

/** Everything that happened, and who read what, from the audit. */
export function HistoryTab(): ReactNode {
  const { id } = route.useParams()
  const { timeZone } = useSession()
  const search = tabRoute.useSearch()
  const filter = asked(search)
  const history = useInfiniteQuery(historyQuery(id, filter))
  const people = useQuery(historyPeopleQuery(id)).data?.items ?? []
  const entries = history.data?.pages.flatMap((page) => page.items)
  const fields: readonly FilterField[] = [
    { kind: 'select', name: 'kind', label: 'What', any: 'Everything done', options: shownKinds.map((value) => ({ value, label: kindWords[value] })) },
    { kind: 'select', name: 'by', label: 'Who', any: 'Anybody', options: people.map((person) => ({ value: person.id, label: person.side === 'company' && person.organisation ? `${person.name}, ${person.organisation}` : person.name })) },
    { kind: 'select', name: 'side', label: 'Side', any: 'Both sides', more: true, options: [{ value: 'agency', label: 'Agencies' }, { value: 'company', label: 'The company' }, { value: 'system', label: 'The system' }] },
    { kind: 'date', name: 'from', label: 'From', more: true },
    { kind: 'date', name: 'to', label: 'To', more: true },
  ]
  return (
    <Section
      title="History"
      side={
        <a className="usa-button usa-button--quiet usa-button--small" href={apiPath(`/complaints/${id}/history/export`, filter)} download>
          Download as CSV
        </a>
      }
      hint={<AudienceHint who="shared">Agencies with access. Taken from the audit, which nobody can change. The company has its own, shorter history.</AudienceHint>}
    >
      <ListFilters fields={fields} />
      {history.error && !entries ? <ErrorState error={history.error} retry={history.refetch} /> : null}
      {history.isPending ? <Skeleton lines={8} height={20} label="Loading the history" /> : null}
      {entries ? (
        <div aria-busy={history.isPlaceholderData}>
          {entries.length > 0 ? <HistoryList complaintId={id} entries={entries} timeZone={timeZone} /> : <EmptyState title="Nothing in the history matches these filters." />}
        </div>
      ) : null}
      {history.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {history.isFetchingNextPage ? 'Loading…' : 'Load earlier entries'}
        </button>
      ) : null}
    </Section>
  )
}
