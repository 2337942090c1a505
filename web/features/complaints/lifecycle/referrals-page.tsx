import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { referralStates, type Referral } from '#src/modules/sharing/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { ListFilters, type FilterField } from '../../../ui/list-filters.tsx'
import { Page } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { referralListQuery } from './lifecycle-queries.ts'
import { referralStateWords } from './referral-words.ts'

const route = getRouteApi('/signed-in/referrals')
const column = columnsFor<Referral>()
const filters: FilterField[] = [{ kind: 'select', name: 'state', label: 'State', any: 'Any state', options: referralStates.map((value) => ({ value, label: referralStateWords[value] })) }]

const columnsOf = (direction: 'incoming' | 'outgoing', timeZone: string) => {
  const day = (instant: string | null) => (instant ? formatDate(todayIn(timeZone, instant)) : '')
  return column.columns([
    column.accessor((row) => row.complaint.number, {
      id: 'number',
      header: 'ID',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row }) => (
        <Link data-row-link to="/complaints/$id" params={{ id: row.original.complaint.id }}>
          {row.original.complaint.number}
        </Link>
      ),
    }),
    column.accessor((row) => row.complaint.subjectName, { id: 'subject', header: 'Subject', meta: { card: 'title' } }),
    column.accessor((row) => (direction === 'incoming' ? row.from.name : row.to.name), { id: 'agency', header: direction === 'incoming' ? 'From' : 'To', meta: { card: 'more' } }),
    column.accessor('state', { header: 'State', meta: { card: 'tag' }, cell: ({ row }) => <StateTag referral={row.original} /> }),
    column.accessor('sentAt', { header: 'Referred', meta: { nowrap: true, card: 'due' }, cell: ({ row }) => day(row.original.sentAt) }),
    column.accessor('decidedAt', { header: 'Ended', meta: { nowrap: true }, cell: ({ row }) => day(row.original.decidedAt) }),
  ])
}

/** What the agency received and sent, decided ones too. */
export function ReferralsPage(): ReactNode {
  const search = route.useSearch()
  const { timeZone } = useSession()
  const direction = search.direction ?? 'incoming'
  const query = useInfiniteQuery({ ...referralListQuery({ direction, state: search.state }), placeholderData: keepPreviousData })
  return (
    <Page
      title="Referrals"
      lead="Complaints that agencies hand to one another before anything was sent to the company."
      breadcrumb={[
        <Link key="list" to="/complaints">
          Complaints
        </Link>,
        'Referrals',
      ]}
      tabs={
        <Tabs label="Direction">
          <Link to="/referrals" search={{ state: search.state }} aria-current={direction === 'incoming' ? 'page' : undefined} activeProps={{}}>
            Incoming
          </Link>
          <Link to="/referrals" search={{ direction: 'outgoing', state: search.state }} aria-current={direction === 'outgoing' ? 'page' : undefined} activeProps={{}}>
            Outgoing
          </Link>
        </Tabs>
      }
    >
      <ListFilters fields={filters} />
      <DataTable
        caption={direction === 'incoming' ? 'Incoming referrals' : 'Outgoing referrals'}
        query={query}
        columns={columnsOf(direction, timeZone)}
        rowId={(row) => row.id}
        empty={
          search.state ? (
            <EmptyState title="No referral of this state.">Choose another state.</EmptyState>
          ) : direction === 'incoming' ? (
            <EmptyState title="No agency has referred a complaint to yours.">When one does, your Supervisors and Managers are told.</EmptyState>
          ) : (
            <EmptyState title="Your agency has referred no complaint.">Refer one from its Actions, before any request is sent.</EmptyState>
          )
        }
      />
    </Page>
  )
}

function StateTag({ referral }: { referral: Referral }): ReactNode {
  if (referral.can.includes('accept')) return <Tag tone="navy">Decide</Tag>
  if (referral.state === 'pending') return <Tag tone="violet" icon="send">{referralStateWords.pending}</Tag>
  return referralStateWords[referral.state]
}
