import { Link } from '@tanstack/react-router'
import type { ReceivedItem } from '#src/modules/information-requests/contract.ts'
import { TwoLines } from '../ui/data-table.tsx'
import { Due } from '../ui/due.tsx'
import { formatDate, todayIn } from '../ui/format-date.ts'
import { ProgressCells } from '../ui/progress-cells.tsx'
import { columnsFor } from '../ui/table-columns.ts'
import { Tag } from '../ui/tag.tsx'
import './company.scss'

const column = columnsFor<ReceivedItem>()

export type ReceivedReader = { today: string; zone: string; me: string; company: string }

/** The columns of complaints that the company received; `me` is the reader, whose own are said so. */
export function receivedColumns({ today, zone, me, company }: ReceivedReader, withStatus: boolean) {
  return column.columns([
    column.accessor('number', {
      header: 'ID',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row }) => (
        <Link data-row-link to="/received/$id" params={{ id: row.original.id }}>
          {row.original.number}
        </Link>
      ),
    }),
    column.accessor('agency', {
      header: 'From',
      meta: { card: 'title' },
      cell: ({ row }) => <TwoLines main={row.original.agency.name} under={underOf(row.original, company, formatDate(todayIn(zone, row.original.deliveredAt), 'short', today))} />,
    }),
    ...(withStatus ? [column.accessor('status', { header: 'Status', meta: { card: 'tag' }, cell: ({ row }) => (row.original.status === 'closed' ? <Tag tone="gray">{row.original.canceledAt ? 'Canceled' : 'Closed'}</Tag> : seesContent(row.original) ? 'Open' : null) })] : []),
    column.accessor('companyPoc', {
      header: 'Company POC',
      meta: withStatus ? {} : { card: 'tag' },
      cell: ({ row: { original } }) => (original.companyPoc ? <TwoLines main={original.companyPoc.id === me ? 'You' : original.companyPoc.name} under={original.deputy ? (original.deputy.id === me ? 'You act' : `${original.deputy.name} acts`) : undefined} /> : original.status === 'closed' ? <span className="muted">None</span> : <Tag tone="mint">Not assigned</Tag>),
    }),
    column.display({
      id: 'answered',
      header: 'Answered',
      meta: { card: 'more', nowrap: true },
      cell: ({ row }) => (seesContent(row.original) ? <ProgressCells done={row.original.requestsAnswered} total={row.original.requestsAnswered + row.original.requestsOpen} none="No request" /> : null),
    }),
    column.accessor('nextDue', {
      header: 'Next due',
      meta: { card: 'due', nowrap: true },
      cell: ({ row }) =>
        row.original.nextDue ? (
          <>
            <span className="on-card">Due </span>
            <Due date={row.original.nextDue} today={today} style="weekday" />
          </>
        ) : seesContent(row.original) ? (
          <span className="muted">{row.original.status === 'closed' ? 'None' : 'Nothing due'}</span>
        ) : null,
    }),
  ])
}

/** Without complaints access the contract leaves the subject empty, and status, counts and due date say nothing. */
function seesContent({ subjectName }: ReceivedItem): boolean {
  return subjectName !== ''
}

/** Named only where it is a branch or an individual; empty for those who see no more than ID, agency and date. */
function underOf({ subjectName }: ReceivedItem, company: string, received: string): string {
  return subjectName && subjectName !== company ? `About ${subjectName}, received ${received}` : `Received ${received}`
}
