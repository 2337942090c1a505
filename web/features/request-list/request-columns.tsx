import { Link } from '@tanstack/react-router'
import type { AgencyRequestItem } from '#src/modules/information-requests/request-list-contract.ts'
import { RequestTag } from '../../agency/request-tag.tsx'
import { TwoLines } from '../../ui/data-table.tsx'
import { Due } from '../../ui/due.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'

const column = columnsFor<AgencyRequestItem>()
const askWords = { send_back: 'Asks: send back', more_time: 'Asks: more time' } as const

export function requestColumns(today: string) {
  return column.columns([
    column.display({
      id: 'number',
      header: 'ID',
      meta: { card: 'lead', nowrap: true, sort: 'number' },
      cell: ({ row }) => (
        <Link data-row-link to="/information-requests/$id" params={{ id: row.original.id }}>
          {row.original.number}
        </Link>
      ),
    }),
    column.display({ id: 'title', header: 'Title', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={original.title} under={original.round > 1 ? `Round ${String(original.round)}` : undefined} /> }),
    column.display({
      id: 'status',
      header: 'Status',
      meta: { card: 'tag' },
      cell: ({ row: { original } }) => (
        <span className="row">
          <RequestTag request={{ status: original.status, quickLook: original.quickLook }} />
          {original.asked.map((kind) => (
            <Tag key={kind} tone="navy">
              {askWords[kind]}
            </Tag>
          ))}
        </span>
      ),
    }),
    column.display({
      id: 'due',
      header: 'Due',
      meta: { card: 'due', nowrap: true, sort: 'due' },
      cell: ({ row: { original } }) => (
        <>
          <Due date={original.dueOn} today={today} style="weekday" done={original.status !== 'sent_to_company'} />
          {original.originalDueOn && original.originalDueOn !== original.dueOn ? <span className="muted">{` was ${formatDate(original.originalDueOn, 'short', today)}`}</span> : null}
        </>
      ),
    }),
    column.display({
      id: 'complaint',
      header: 'Complaint',
      meta: { card: 'more' },
      cell: ({ row: { original } }) => (
        <TwoLines
          main={
            <Link to="/complaints/$id/information-requests" params={{ id: original.complaint.id }}>
              {`${original.complaint.number} ${original.complaint.subjectName}`}
            </Link>
          }
          under={progressOf(original, today)}
        />
      ),
    }),
    column.display({ id: 'poc', header: 'Agency POC', meta: { card: 'more' }, cell: ({ row }) => row.original.complaint.agencyPoc?.name ?? <span className="muted">Not named</span> }),
  ])
}

/** "3 of 5 answered, next due Friday" */
function progressOf({ complaint }: AgencyRequestItem, today: string): string | undefined {
  if (complaint.sent === 0) return undefined
  return `${String(complaint.answered)} of ${String(complaint.sent)} answered${complaint.nextDue ? `, next due ${formatDate(complaint.nextDue, 'weekday', today)}` : ''}`
}
