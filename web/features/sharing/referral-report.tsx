import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SharingTab } from '#src/modules/sharing/access-contract.ts'
import type { Referral } from '#src/modules/sharing/contract.ts'
import { referralStates } from '#src/modules/sharing/domain/sharing-states.ts'
import { referralStateWords } from '#src/modules/sharing/domain/sharing-words.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'
import { ReportFrame } from './report-frame.tsx'
import { referralListQuery } from './sharing-queries.ts'

const route = getRouteApi('/signed-in/referrals')
const column = columnsFor<Referral>()
const stateOptions = referralStates.filter((state) => state !== 'pending').map((value) => ({ value, label: referralStateWords[value] }))

/** Referrals: what waits for us, what we decided, what we wait for, what became of ours. */
export function ReferralReport(): ReactNode {
  const { tab = 'incoming', ...filters } = route.useSearch()
  const { timeZone } = useSession()
  const query = useInfiniteQuery({ ...referralListQuery({ tab, ...filters, limit: 20 }), placeholderData: keepPreviousData })
  const isFiltered = (filters.agencyId ?? filters.from ?? filters.to ?? filters.state) !== undefined
  return (
    <ReportFrame kind="referrals" tab={tab} filters={filters} stateOptions={stateOptions}>
      <DataTable
        caption="Referrals"
        query={query}
        columns={columnsOf(tab, timeZone)}
        rowId={(row) => row.id}
        empty={isFiltered ? <EmptyState title="No referral matches these filters.">Take a filter away.</EmptyState> : empty[tab]}
        foot={<AudienceHint who="own">The two agencies of each referral</AudienceHint>}
      />
    </ReportFrame>
  )
}

const empty: Record<SharingTab, ReactNode> = {
  incoming: <EmptyState title="No agency has referred a complaint that waits for yours.">When one does, your Supervisors and Managers are told.</EmptyState>,
  decisions: <EmptyState title="Your agency has decided on no referral yet.">Accepted and rejected ones stand here.</EmptyState>,
  outgoing: <EmptyState title="No referral of your agency waits.">Refer a complaint from its Actions, before any request is sent.</EmptyState>,
  history: <EmptyState title="No referral of your agency was decided yet.">Accepted, rejected, withdrawn and canceled ones stand here.</EmptyState>,
}

function columnsOf(tab: SharingTab, timeZone: string) {
  const day = (instant: string | null) => (instant ? formatDate(todayIn(timeZone, instant)) : '')
  const isIncoming = tab === 'incoming' || tab === 'decisions'
  const isDecided = tab === 'decisions' || tab === 'history'
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
    column.accessor((row) => (isIncoming ? row.from.name : row.to.name), { id: 'agency', header: isIncoming ? 'From' : 'To', meta: { card: 'more' } }),
    column.accessor('comments', { header: 'Comments', cell: ({ row: { original } }) => <TwoLines main={isDecided ? original.decisionComments || original.comments : original.comments} /> }),
    column.accessor('state', { header: 'State', meta: { card: 'tag' }, cell: ({ row }) => <StateTag referral={row.original} /> }),
    column.accessor('sentAt', { header: 'Referred', meta: { nowrap: true, card: 'due' }, cell: ({ row: { original } }) => <TwoLines main={day(original.sentAt)} under={original.sentBy.name} /> }),
    ...(isDecided ? [column.accessor('decidedAt', { header: 'Ended', meta: { nowrap: true }, cell: ({ row: { original } }) => <TwoLines main={day(original.decidedAt)} under={original.decidedBy?.name} /> })] : []),
  ])
}

function StateTag({ referral }: { referral: Referral }): ReactNode {
  if (referral.can.includes('accept')) return <Tag tone="navy">Decide</Tag>
  if (referral.state === 'pending') return <Tag tone="violet" icon="send">{referralStateWords.pending}</Tag>
  return referralStateWords[referral.state]
}
