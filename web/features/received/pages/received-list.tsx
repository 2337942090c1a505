import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ListReceived } from '#src/modules/information-requests/contract.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ListFilters } from '../../../ui/list-filters.tsx'
import { Page } from '../../../ui/page.tsx'
import { receivedChoicesQuery, receivedListQuery } from '../../../company/queries.ts'
import { useReceivedColumns } from '../../../company/use-received-columns.ts'
import '../received.scss'

const route = getRouteApi('/signed-in/received')
const pageSize = 20

type View = ListReceived['view']
const views: Readonly<Record<View, { title: string; empty: string; hint: string }>> = {
  open: { title: 'Open complaints', empty: 'Your company has no open complaint.', hint: 'When an agency sends one, it appears here and we tell you by e-mail.' },
  mine: { title: 'My complaints', empty: 'No open complaint is yours.', hint: 'Complaints appear here when you are the Company POC, act for one, or are asked to draft an answer.' },
  review: { title: 'Waiting for my review', empty: 'No answer was handed to you.', hint: 'When a colleague hands you an answer to submit, its complaint appears here.' },
  overdue: { title: 'Overdue', empty: 'Nothing is overdue.', hint: 'Complaints with a request whose due date is over appear here.' },
  unassigned: { title: 'Not assigned', empty: 'Every complaint has a Company POC.', hint: 'There is nothing to assign now.' },
  all: { title: 'All complaints', empty: 'No agency has sent your company a complaint.', hint: 'When one does, it appears here and we tell you by e-mail.' },
}
const order: readonly View[] = ['open', 'mine', 'review', 'overdue', 'unassigned', 'all']

/** The complaints that the company received, the newest first. */
export function ReceivedList(): ReactNode {
  const { view = 'open', agencyId, pocId } = route.useSearch()
  const columns = useReceivedColumns(view !== 'open')
  const list = useInfiniteQuery(receivedListQuery(view, pageSize, { agencyId, pocId }))
  const words = views[view]
  return (
    <Page title={words.title} roomy rail={<Views />} railLabel="Lists of complaints" focusKey="received">
      <Filters />
      <DataTable caption={words.title} query={list} columns={columns} rowId={(row) => row.id} pageSize={pageSize} empty={agencyId || pocId ? <EmptyState title="No complaint matches these filters.">Choose another agency or Company POC, or all of them.</EmptyState> : <EmptyState title={words.empty}>{words.hint}</EmptyState>} />
    </Page>
  )
}

/** Words are searched in the box above, which reads requests and answers too. */
function Filters(): ReactNode {
  const { data } = useQuery(receivedChoicesQuery)
  if (!data || (data.agencies.length < 2 && data.pocs.length < 2)) return null
  return (
    <ListFilters
      fields={[
        { kind: 'select', name: 'agencyId', label: 'Agency', any: 'Any agency', options: data.agencies.map(({ id, name }) => ({ value: id, label: name })) },
        { kind: 'select', name: 'pocId', label: 'Company POC', any: 'Anybody', options: data.pocs.map(({ id, name }) => ({ value: id, label: name })) },
      ]}
    />
  )
}

function Views(): ReactNode {
  return (
    <ul>
      {order.map((view) => (
        <li key={view}>
          <Link to="/received" search={view === 'open' ? {} : { view }} activeOptions={{ exact: true, includeSearch: true }}>
            {views[view].title}
          </Link>
        </li>
      ))}
      <li>
        <Link to="/deputies">Deputies</Link>
      </li>
    </ul>
  )
}
