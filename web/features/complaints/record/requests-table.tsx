import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { isToReview, RequestTag } from '../../../agency/request-tag.tsx'
import { StaticTable } from '../../../ui/data-table.tsx'
import { Due } from '../../../ui/due.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Tag } from '../../../ui/tag.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'

type Reader = { today: string; timeZone: string }
const column = columnsFor<RequestItem>()

/** The requests of a complaint: what is to be reviewed first, then what is with the company, then the rest. */
export function RequestsTable({ requests, empty, reader }: { requests: readonly RequestItem[]; empty: ReactNode; reader: Reader }): ReactNode {
  const { today, timeZone } = reader
  const columns = useMemo(
    () =>
      column.columns([
        column.display({
          id: 'id',
          header: 'ID',
          meta: { card: 'lead', nowrap: true },
          cell: ({ row }) => (
            <Link data-row-link to="/information-requests/$id" params={{ id: row.original.id }}>
              {row.original.number}
            </Link>
          ),
        }),
        column.display({
          id: 'title',
          header: 'Title',
          meta: { card: 'title' },
          cell: ({ row: { original } }) => (
            <>
              {isToReview(original) ? <strong>{original.title}</strong> : original.title}
              {original.round > 1 ? <span className="muted">{` round ${String(original.round)}`}</span> : null}
            </>
          ),
        }),
        column.display({ id: 'status', header: 'Status', meta: { card: 'tag', nowrap: true }, cell: ({ row: { original } }) => (
          <>
            <RequestTag request={original} />
            {original.asked.map((kind) => (
              <Tag key={kind} tone="navy">
                {kind === 'more_time' ? 'Asks for more time' : 'Asks to have it back'}
              </Tag>
            ))}
          </>
        ),
      }),
        column.display({
          id: 'due',
          header: 'Due',
          meta: { card: 'due', nowrap: true },
          cell: ({ row: { original } }) => (
            <>
              <Due date={original.dueOn} today={today} style="weekday" done={original.status !== 'sent_to_company'} />
              {original.originalDueOn && original.originalDueOn !== original.dueOn ? <span className="muted">{` was ${formatDate(original.originalDueOn, 'short', today)}`}</span> : null}
            </>
          ),
        }),
        column.display({ id: 'last', header: 'Last step', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <span className="muted">{lastStep(row.original, { today, timeZone })}</span> }),
      ]),
    [today, timeZone],
  )
  return <StaticTable caption="Information requests" columns={columns} rows={requests.toSorted(byUrgency)} rowId={(request) => request.id} empty={empty} />
}

const order = { sent_to_agency: 1, sent_to_company: 1, ready_to_send: 2, canceled: 3 } as const
function byUrgency(a: RequestItem, b: RequestItem): number {
  const rank = (request: RequestItem) => (isToReview(request) ? 0 : request.quickLook ? 1.5 : order[request.status])
  return rank(a) - rank(b) || (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.number.localeCompare(b.number)
}

function lastStep(request: RequestItem, { today, timeZone }: Reader): string {
  const on = (instant: string | null) => (instant ? formatDate(todayIn(timeZone, instant), 'short', today) : '')
  switch (request.status) {
    case 'ready_to_send':
      return `Written ${on(request.createdAt)}`
    case 'sent_to_company':
      return `Sent ${on(request.sentAt)}`
    case 'sent_to_agency':
      return `Answered ${on(request.answeredAt)}`
    case 'canceled':
      return `Canceled ${on(request.canceledAt)}`
  }
}
