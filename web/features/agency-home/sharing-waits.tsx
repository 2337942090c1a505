import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AccessPage, SharingCounts } from '#src/modules/sharing/access-contract.ts'
import { ReferralPage } from '#src/modules/sharing/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { StaticTable } from '../../ui/data-table.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

type Tab = 'incoming' | 'outgoing'
type Row = { id: string; what: string; complaint: { id: string; number: string; subjectName: string }; agency: string; since: string; ours: boolean; place: 'access' | 'record' }

const shown = 5
const counts = queryOptions({ queryKey: ['complaint-lists', 'sharing-counts'], queryFn: (context) => api.get('/sharing/counts', SharingCounts, inBackground(context)) })
const newest = (tab: Tab, enabled: boolean) =>
  queryOptions({
    queryKey: ['complaint-lists', 'sharing-newest', tab],
    enabled,
    queryFn: async (context) => {
      const search = { ...inBackground(context), search: { tab, limit: shown } }
      const [access, referrals] = await Promise.all([api.get('/access-requests', AccessPage, search), api.get('/referrals', ReferralPage, search)])
      const ours = tab === 'incoming'
      const rows: Row[] = [
        ...access.items.map((item): Row => ({ id: item.id, what: 'Access', complaint: item.complaint, agency: ours ? item.requester.name : item.owner.name, since: item.requestedAt, ours, place: 'access' })),
        ...referrals.items.map((item): Row => ({ id: item.id, what: 'Referral', complaint: item.complaint, agency: ours ? item.from.name : item.to.name, since: item.sentAt, ours, place: 'record' })),
      ]
      return rows.toSorted((one, other) => other.since.localeCompare(one.since)).slice(0, shown)
    },
  })

/** Access and referrals: what waits for a decision of my agency, and what my agency waits for. Nothing waits: nothing stands here. */
export function SharingWaits(): ReactNode {
  const { data, error, refetch } = useQuery(counts)
  const [incoming, outgoing] = data ? [data.access.incoming + data.referrals.incoming, data.access.outgoing + data.referrals.outgoing] : [0, 0]
  const forUs = useQuery(newest('incoming', incoming > 0)).data
  const byUs = useQuery(newest('outgoing', outgoing > 0)).data
  if (error && !data) return <ErrorState error={error} retry={refetch} />
  if (incoming + outgoing === 0) return null
  const rows = [...(forUs ?? []), ...(byUs ?? [])]
  return (
    <Section
      title="Access and referrals"
      count={incoming + outgoing}
      side={
        <span className="row">
          <Link to="/access-requests">Access requests</Link>
          <Link to="/referrals">Referrals</Link>
        </span>
      }
    >
      <Rows rows={rows} />
      {rows.length > 0 && rows.length < incoming + outgoing ? <p className="muted">The newest {rows.length} of {incoming + outgoing}</p> : null}
    </Section>
  )
}

const column = columnsFor<Row>()

function Rows({ rows }: { rows: Row[] }): ReactNode {
  const { timeZone } = useSession()
  const columns = column.columns([
    column.display({
      id: 'number',
      header: 'ID',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row: { original } }) => (
        <Link data-row-link to={original.place === 'access' ? '/complaints/$id/access' : '/complaints/$id'} params={{ id: original.complaint.id }}>
          {original.complaint.number}
        </Link>
      ),
    }),
    column.accessor('what', { header: 'What', meta: { card: 'more' } }),
    column.display({ id: 'subject', header: 'Subject', meta: { card: 'title' }, cell: ({ row }) => row.original.complaint.subjectName }),
    column.accessor('agency', { header: 'Other agency', meta: { card: 'more' } }),
    column.display({ id: 'turn', header: 'Who decides', meta: { card: 'tag' }, cell: ({ row }) => (row.original.ours ? <Tag tone="navy">Your agency</Tag> : 'The other agency') }),
    column.display({ id: 'since', header: 'Since', meta: { card: 'due', nowrap: true }, cell: ({ row }) => formatDate(todayIn(timeZone, row.original.since)) }),
  ])
  return <StaticTable caption="Access requests and referrals that wait" rows={rows} columns={columns} rowId={(row) => row.id} empty="Loading…" />
}
