import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { ReceivedRequestItem } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../app/session.tsx'
import { StaticTable, TwoLines } from '../ui/data-table.tsx'
import { Due } from '../ui/due.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { formatDate, formatMoment, todayIn } from '../ui/format-date.ts'
import { columnsFor } from '../ui/table-columns.ts'
import { Tag } from '../ui/tag.tsx'
import './company.scss'

/** How the column of answers is headed, and what it says where there is none. */
export type AnswerWords = { head: string; none: string }
const own: AnswerWords = { head: 'Your answer', none: 'Not begun' }

/** The requests of a complaint, with when each is due and how far its answer is. */
export function ReceivedRequestsTable({ requests, linkTo = answerLink, answer = own }: { requests: readonly ReceivedRequestItem[]; linkTo?: (request: ReceivedRequestItem) => ReactNode; answer?: AnswerWords }): ReactNode {
  const { today, timeZone } = useSession()
  const columns = useMemo(() => requestColumns(today, timeZone, linkTo, answer), [today, timeZone, linkTo, answer])
  return <StaticTable caption="Information requests" rows={requests} columns={columns} rowId={(row) => row.id} empty={<EmptyState title="No request is with your company." />} />
}

const column = columnsFor<ReceivedRequestItem>()
function requestColumns(today: string, zone: string, linkTo: (request: ReceivedRequestItem) => ReactNode, answer: AnswerWords) {
  return column.columns([
    column.accessor('number', {
      header: 'ID',
      meta: { card: 'lead', nowrap: true },
      cell: ({ row }) => linkTo(row.original),
    }),
    column.accessor('title', { header: 'Request', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={original.title} under={original.round > 1 ? `Sent back: round ${String(original.round)}` : undefined} /> }),
    column.accessor('status', { header: 'Status', meta: { card: 'tag' }, cell: ({ row }) => <RequestTag status={row.original.status} /> }),
    column.accessor('dueOn', { header: 'Due', meta: { card: 'due' }, cell: ({ row }) => <DueCell request={row.original} today={today} /> }),
    column.accessor('response', { header: answer.head, meta: { card: 'more' }, cell: ({ row }) => <span className="muted">{answerWords(row.original, today, zone, answer.none)}</span> }),
  ])
}

function answerLink(request: ReceivedRequestItem): ReactNode {
  return (
    <Link data-row-link to="/received-requests/$id" params={{ id: request.id }}>
      {request.number}
    </Link>
  )
}

export function RequestTag({ status }: { status: ReceivedRequestItem['status'] }): ReactNode {
  switch (status) {
    case 'to_answer':
      return <Tag tone="mint">To answer</Tag>
    case 'sent':
      return <Tag tone="green">Sent</Tag>
    case 'canceled':
      return <Tag tone="outlined">Canceled</Tag>
  }
}

function DueCell({ request, today }: { request: ReceivedRequestItem; today: string }): ReactNode {
  const moved = request.originalDueOn !== null && request.originalDueOn !== request.dueOn
  return (
    <span className="two-lines">
      <span className="on-card">Due </span>
      <Due date={request.dueOn} today={today} style="weekday" done={request.status !== 'to_answer'} />
      {moved && request.originalDueOn ? <small>was {formatDate(request.originalDueOn, 'short', today)}</small> : null}
    </span>
  )
}

function answerWords({ status, response, answeredAt }: ReceivedRequestItem, today: string, zone: string, none: string): string {
  if (status === 'canceled') return 'Not needed any more'
  if (status === 'sent') return answeredAt ? `Sent ${formatDate(todayIn(zone, answeredAt), 'short', today)}` : 'Sent'
  if (!response) return none
  return `${response.status === 'in_review' ? 'In review' : 'Draft'}, saved ${formatMoment(response.savedAt, zone)}${response.savedBy ? ` by ${response.savedBy.name}` : ''}`
}
