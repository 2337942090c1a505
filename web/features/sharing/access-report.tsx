import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AccessRequest, SharingTab } from '#src/modules/sharing/access-contract.ts'
import { accessStates } from '#src/modules/sharing/domain/sharing-states.ts'
import { accessStateWords } from '#src/modules/sharing/domain/sharing-words.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { columnsFor } from '../../ui/table-columns.ts'
import { AccessTag } from './access-tag.tsx'
import { ReportFrame } from './report-frame.tsx'
import { accessListQuery } from './sharing-queries.ts'

const route = getRouteApi('/signed-in/access-requests')
const column = columnsFor<AccessRequest>()
const stateOptions = accessStates.filter((state) => state !== 'requested').map((value) => ({ value, label: accessStateWords[value] }))

/** Requests for access: what waits for us, what we decided, what we wait for, what became of ours. */
export function AccessReport(): ReactNode {
  const { tab = 'incoming', ...filters } = route.useSearch()
  const { timeZone } = useSession()
  const query = useInfiniteQuery({ ...accessListQuery({ tab, ...filters, limit: 20 }), placeholderData: keepPreviousData })
  const isFiltered = (filters.agencyId ?? filters.from ?? filters.to ?? filters.state) !== undefined
  return (
    <ReportFrame kind="access" tab={tab} filters={filters} stateOptions={stateOptions}>
      <DataTable
        caption="Access requests"
        query={query}
        columns={columnsOf(tab, timeZone)}
        rowId={(row) => row.id}
        empty={isFiltered ? <EmptyState title="No request matches these filters.">Take a filter away.</EmptyState> : empty[tab]}
        foot={<AudienceHint who="shared">The two agencies of each request; agencies with access see who else has it</AudienceHint>}
      />
    </ReportFrame>
  )
}

const empty: Record<SharingTab, ReactNode> = {
  incoming: <EmptyState title="No agency waits for a decision of yours.">When one asks to read a complaint of your agency, your Complaint Supervisors get a task, and the request stands here.</EmptyState>,
  decisions: <EmptyState title="Your agency has decided on no request yet.">Accepted and rejected requests stand here, with who decided and why. From here access can be removed again.</EmptyState>,
  outgoing: <EmptyState title="Your agency waits for no decision.">Open a complaint of another agency and choose Request Access.</EmptyState>,
  history: <EmptyState title="No request of your agency was decided yet.">Accepted, rejected, withdrawn and ended ones stand here.</EmptyState>,
}

function columnsOf(tab: SharingTab, timeZone: string) {
  const day = (instant: string | null) => (instant ? formatDate(todayIn(timeZone, instant)) : '')
  const isOurs = tab === 'incoming' || tab === 'decisions'
  const isDecided = tab === 'decisions' || tab === 'history'
  return column.columns([
    column.accessor((row) => row.complaint.number, {
      id: 'number',
      header: 'ID',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row }) => (
        <Link data-row-link to="/complaints/$id/access" params={{ id: row.original.complaint.id }}>
          {row.original.complaint.number}
        </Link>
      ),
    }),
    column.accessor((row) => row.complaint.subjectName, { id: 'subject', header: 'Subject', meta: { card: 'title' } }),
    column.accessor((row) => (isOurs ? row.requester.name : row.owner.name), { id: 'agency', header: isOurs ? 'Requesting agency' : 'Owner', meta: { card: 'more' } }),
    column.accessor('comments', { header: 'Comments', cell: ({ row: { original } }) => <TwoLines main={isDecided ? original.decisionComments || original.endComments || original.comments : original.comments} /> }),
    column.accessor('state', { header: 'State', meta: { card: 'tag' }, cell: ({ row }) => <AccessTag access={row.original} /> }),
    column.accessor('requestedAt', { header: 'Asked', meta: { nowrap: true, card: 'due' }, cell: ({ row: { original } }) => <TwoLines main={day(original.requestedAt)} under={original.requestedBy?.name} /> }),
    ...(isDecided ? [column.accessor('decidedAt', { header: 'Decided', meta: { nowrap: true }, cell: ({ row: { original } }) => <TwoLines main={day(original.decidedAt ?? original.endedAt)} under={(original.decidedBy ?? original.endedBy)?.name} /> })] : []),
  ])
}
