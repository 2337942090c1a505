import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { complaintColumns, type ComplaintColumn } from '../../../agency/complaint-columns.tsx'
import { countWords, viewWords, type ListView } from '../../../agency/complaint-words.ts'
import { complaintsQuery, countsQuery, type ListInput } from '../../../agency/queries.ts'
import { apiPath } from '../../../app/api.ts'
import { useMay, useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { ListFilters } from '../../../ui/list-filters.tsx'
import { useListSearch } from '../../../ui/list-search.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import type { Sort } from '../../../ui/table-view.tsx'
import type { ComplaintSearch } from '../routes.ts'
import { useComplaintFilters } from './complaint-filters.tsx'
import { ListRail } from './list-rail.tsx'

const route = getRouteApi('/signed-in/complaints')
const pageSize = 20

export function ComplaintList(): ReactNode {
  const search = route.useSearch()
  const { words, setSearch } = useListSearch()
  const session = useSession()
  const [mayEnter, mayExport] = [useMay('complaint.enter'), useMay('complaint.export')]
  const view: ListView = search.view ?? 'open'
  const input = inputOf(search, view)
  const list = useInfiniteQuery({ ...complaintsQuery({ ...input, limit: pageSize }, words), placeholderData: keepPreviousData })
  const counts = useQuery(countsQuery).data
  const isFiltered = isNarrowed(search, words)
  const total = isFiltered ? undefined : countWords(counts?.counts[view], counts?.cap)
  const atMost = list.data?.pages[0]?.shownAtMost
  const columns = complaintColumns(columnsOf(view, search), { today: session.today, timeZone: session.timeZone, draftsOpenIntake: mayEnter })
  return (
    <Page
      title={viewWords[view]}
      lead={leadOf(view, isFiltered ? undefined : total)}
      focusKey="complaints"
      rail={<ListRail current={view} />}
      railLabel="Quick filters"
      actions={
        <>
          {mayExport ? (
            <a className="usa-button usa-button--quiet" href={apiPath('/complaints/export', input)} download>
              <Icon name="file_download" />
              {words ? 'Export CSV (without the words)' : 'Export CSV'}
            </a>
          ) : null}
          {mayEnter ? (
            <Link className="usa-button" to="/complaints/new">
              <Icon name="add" />
              Enter a complaint
            </Link>
          ) : null}
        </>
      }
    >
      <ListFilters fields={useComplaintFilters(search, view, session.today)} />
      {atMost ? (
        <Notice tone="info" title={`More than ${atMost.toLocaleString('en-US')} complaints hold these words`}>
          The first {atMost.toLocaleString('en-US')} that were found are listed. Add a word to find fewer.
        </Notice>
      ) : null}
      <DataTable
        caption={`${viewWords[view]}: complaints`}
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        sort={sortOf(input, setSearch)}
        total={total}
        pageSize={pageSize}
        empty={<Nothing view={view} isFiltered={isFiltered} mayEnter={mayEnter} />}
        foot={<AudienceHint who={view === 'drafts' ? 'own' : 'shared'}>{audienceOf(view)}</AudienceHint>}
      />
    </Page>
  )
}

function inputOf(search: ComplaintSearch, view: ListView): ListInput {
  const { status, sort, direction, ...rest } = search
  const usual = usualSort(view)
  return { ...rest, view, status: status ? [status] : undefined, sort: sort ?? usual.sort, direction: direction ?? usual.direction }
}

/** Next due first, where somebody waits; else the newest first. */
function usualSort(view: ListView): Pick<Required<ListInput>, 'sort' | 'direction'> {
  return view === 'all' || view === 'all_agencies' || view === 'drafts' ? { sort: 'number', direction: 'desc' } : { sort: 'due', direction: 'asc' }
}

function columnsOf(view: ListView, { status }: ComplaintSearch): ComplaintColumn[] {
  if (view === 'drafts') return ['id', 'subject', 'received', 'started']
  if (view === 'all_agencies') return ['id', 'subject', 'status', 'agency', 'received', 'days', 'poc']
  if (status === 'closed') return ['id', 'subject', 'status', 'answered', 'received', 'closed', 'days', 'poc']
  return ['id', 'subject', 'status', 'waiting', 'answered', 'due', 'days', 'poc']
}

/** Days open run against the date received: most days are the oldest date. */
function sortOf({ sort, direction }: ListInput, setSearch: (next: { sort: string; direction: string }) => void): Sort {
  const flipped = (one: 'asc' | 'desc' | undefined) => (one === 'desc' ? 'asc' : 'desc')
  const onChange: Sort['onChange'] = (next) => setSearch(next.sort === 'days' ? { sort: 'received', direction: flipped(next.direction) } : { ...next })
  const showsDays = sort === 'received'
  return { key: showsDays ? 'days' : (sort ?? 'due'), direction: showsDays ? flipped(direction) : (direction ?? 'asc'), onChange }
}

function isNarrowed(search: ComplaintSearch, words: string): boolean {
  const { view: _view, sort: _sort, direction: _direction, ...filters } = search
  return words !== '' || Object.values(filters).filter(Boolean).length > 0
}

function leadOf(view: ListView, total: string | undefined): string {
  if (!total) return ''
  const one = total === '1'
  switch (view) {
    case 'open':
    case 'mine':
      return `${total} open ${one ? 'complaint' : 'complaints'}`
    case 'drafts':
      return `${total} ${one ? 'draft' : 'drafts'}`
    default:
      return `${total} ${one ? 'complaint' : 'complaints'}`
  }
}

function audienceOf(view: ListView): string {
  if (view === 'drafts') return 'Only your agency sees drafts'
  return view === 'all_agencies' ? 'Basic information; the detail is each agency’s own' : 'Your agency’s list. Other agencies see status and basic information only'
}

function Nothing({ view, isFiltered, mayEnter }: { view: ListView; isFiltered: boolean; mayEnter: boolean }): ReactNode {
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
  return <EmptyState title={view === 'overdue' ? 'Nothing is overdue.' : 'Nothing here now.'}>{view === 'awaiting_us' ? 'No complaint waits for your agency.' : null}</EmptyState>
}
