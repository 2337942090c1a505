import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { RequestView } from '#src/modules/information-requests/request-list-contract.ts'
import { countWords } from '../../agency/complaint-words.ts'
import { useMay, useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ExportMenu } from '../../ui/export-menu.tsx'
import { ListFilters } from '../../ui/list-filters.tsx'
import { useListSearch } from '../../ui/list-search.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useFileSaving } from '../../ui/save-file.ts'
import { requestColumns } from './request-columns.tsx'
import { useRequestFilters } from './request-filters.ts'
import { agencyRequestsQuery, requestCountsQuery, requestFile } from './request-list-queries.ts'

const route = getRouteApi('/signed-in/information-requests')
const pageSize = 20
const views: readonly RequestView[] = ['with_company', 'overdue', 'to_review', 'asked', 'ready', 'all']
const viewWords: Record<RequestView, string> = { with_company: 'With the company', overdue: 'Overdue', to_review: 'To review', asked: 'Company asks', ready: 'Ready to send', all: 'All' }
const emptyWords: Record<RequestView, string> = {
  with_company: 'No request is with a company.',
  overdue: 'No request is overdue.',
  to_review: 'No answer waits for your agency’s review.',
  asked: 'No company asks for more time or to have a request sent back.',
  ready: 'No request is ready to send.',
  all: 'No request yet.',
}

/** The agency's information requests over all of its complaints. */
export function RequestList(): ReactNode {
  const search = route.useSearch()
  const { words, setSearch } = useListSearch()
  const { today } = useSession()
  const mayExport = useMay('complaint.export')
  const view = search.view ?? 'with_company'
  // Of all, the newest first; of what waits, what is due next.
  const sort = search.sort ?? (view === 'all' ? 'number' : 'due')
  const direction = search.direction ?? (view === 'all' ? 'desc' : 'asc')
  const input = { ...search, view, sort, direction }
  const list = useInfiniteQuery({ ...agencyRequestsQuery({ ...input, limit: pageSize }, words), placeholderData: keepPreviousData })
  const counts = useQuery(requestCountsQuery).data
  const columns = useMemo(() => requestColumns(today), [today])
  const exporting = useFileSaving()
  const { view: _view, sort: _sort, direction: _direction, ...narrowing } = search
  const isFiltered = words !== '' || Object.values(narrowing).filter(Boolean).length > 0
  const total = isFiltered ? undefined : countWords(counts?.counts[view], counts?.cap)
  const atMost = list.data?.pages[0]?.shownAtMost
  const fields = useRequestFilters(search)
  return (
    <Page
      title="Information requests"
      lead={total ? `${viewWords[view]}: ${total}` : viewWords[view]}
      focusKey="information-requests"
      rail={<Rail current={view} counts={counts} />}
      railLabel="Quick filters"
      actions={
        mayExport ? <ExportMenu formats={['csv', 'xlsx']} working={exporting.working} onChoose={(format) => exporting.save(`information-requests.${format}`, () => requestFile(format, input, words))} /> : null
      }
    >
      <ListFilters fields={fields} />
      {exporting.problem ? <Notice tone="error">{exporting.problem}</Notice> : null}
      {atMost ? (
        <Notice tone="info" title={`More than ${atMost.toLocaleString('en-US')} complaints hold these words`}>
          Requests of the newest {atMost.toLocaleString('en-US')} are listed. Add a word to find fewer.
        </Notice>
      ) : null}
      <DataTable
        caption={`${viewWords[view]}: information requests`}
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        sort={{ key: sort, direction, onChange: (next) => setSearch({ ...next }) }}
        total={total}
        pageSize={pageSize}
        empty={<EmptyState title={isFiltered ? 'No request matches these filters.' : emptyWords[view]}>{isFiltered ? 'Take a filter away, or look under All.' : null}</EmptyState>}
        foot={<AudienceHint who="shared">Your agency’s requests; each company sees its own once they are sent</AudienceHint>}
      />
    </Page>
  )
}

function Rail({ current, counts }: { current: RequestView; counts: { counts: Partial<Record<RequestView, number>>; cap: number } | undefined }): ReactNode {
  return (
    <>
      <div>
        <h2>Your agency</h2>
        <ul>
          {views.map((view) => {
            const count = counts?.counts[view]
            return (
              <li key={view}>
                <Link to="/information-requests" search={view === 'with_company' ? {} : { view }} aria-current={view === current ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true, includeSearch: true }}>
                  {viewWords[view]}
                  <span className={view === 'overdue' && count ? 'count late' : 'count'}>{countWords(count, counts?.cap)}</span>
                </Link>
              </li>
            )
          })}
        </ul>
      </div>
      <div>
        <h2>More</h2>
        <ul>
          <li>
            <Link to="/request-library">Request library</Link>
          </li>
          <li>
            <Link to="/complaints">Complaints</Link>
          </li>
        </ul>
      </div>
    </>
  )
}
