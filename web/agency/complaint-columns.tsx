import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintItem } from '#src/modules/complaints/contract.ts'
import type { ListColumn } from '#src/modules/complaints/list-contract.ts'
import { TwoLines } from '../ui/data-table.tsx'
import { Due } from '../ui/due.tsx'
import { formatDate, todayIn } from '../ui/format-date.ts'
import { ProgressCells } from '../ui/progress-cells.tsx'
import { columnsFor, type Columns } from '../ui/table-columns.ts'
import { StatusTag, WaitingFor } from './complaint-tags.tsx'
import { categoryLine, isOpen, kindWords, shortName, subjectWords } from './complaint-words.ts'

/** Those of `listColumnNames`, and some that only certain lists have. */
export type ComplaintColumn = ListColumn | 'answered' | 'started' | 'reviewer'
export type ColumnContext = { today: string; timeZone: string; dueStyle?: 'short' | 'weekday'; draftsOpenIntake?: boolean; sortable?: boolean; everywhere?: boolean; byAgency?: boolean }

const column = columnsFor<ComplaintItem>()

/** The columns of every list of complaints; a list names those that it shows, in order. */
export function complaintColumns(names: readonly ComplaintColumn[], context: ColumnContext): Columns<ComplaintItem> {
  const all = columnsOf(context)
  return column.columns(names.map((name) => all[name]))
}

function columnsOf({ today, timeZone, dueStyle = 'short', draftsOpenIntake = false, sortable = true, everywhere = false, byAgency = everywhere }: ColumnContext) {
  const sort = (key: string) => (sortable ? key : undefined)
  // How the work stands at other agencies is not basic information, nor an order.
  const sortOwn = (key: string) => (everywhere ? undefined : sort(key))
  return {
    id: column.display({ id: 'id', header: 'ID', meta: { card: 'lead', sort: sort('number'), nowrap: true }, cell: ({ row }) => <ComplaintLink item={row.original} draftsOpenIntake={draftsOpenIntake} /> }),
    subject: column.display({
      id: 'subject',
      header: 'Subject and issue',
      meta: { card: 'title', sort: sort('subject') },
      cell: ({ row }) => (
        <span className="subject-cell">
          <TwoLines main={<Subject item={row.original} />} under={categoryLine(row.original)} />
        </span>
      ),
    }),
    status: column.display({ id: 'status', header: 'Status', meta: { card: 'tag', sort: sort('status') }, cell: ({ row }) => <StatusTag status={row.original.status} list /> }),
    waiting: column.display({ id: 'waiting', header: 'Waiting for', meta: { card: 'more', sort: sortOwn('waiting'), nowrap: true }, cell: ({ row }) => <WaitingFor item={row.original} /> }),
    answered: column.display({ id: 'answered', header: 'Answered', meta: { sort: sortOwn('requests'), sortFirst: 'desc', nowrap: true }, cell: ({ row }) => <Answered item={row.original} /> }),
    requests: column.display({ id: 'requests', header: 'Answered', meta: { sort: sortOwn('requests'), sortFirst: 'desc', nowrap: true }, cell: ({ row }) => <Answered item={row.original} /> }),
    kind: column.display({ id: 'kind', header: 'Kind', meta: { sort: sort('kind'), nowrap: true }, cell: ({ row }) => (row.original.subjectKind ? kindWords[row.original.subjectKind] : <span className="muted">None</span>) }),
    product: column.display({ id: 'product', header: 'Product', meta: { sort: sort('product') }, cell: ({ row }) => <Cut text={row.original.product} /> }),
    issue: column.display({ id: 'issue', header: 'Issue', meta: { sort: sort('issue') }, cell: ({ row }) => <Cut text={row.original.issue} /> }),
    due: column.display({
      id: 'due',
      header: 'Next due',
      meta: { card: 'due', sort: sortOwn('due'), nowrap: true },
      cell: ({ row }) => <Due date={row.original.nextDue} today={today} style={dueStyle} stacked done={!isOpen(row.original.status)} />,
    }),
    days: column.display({ id: 'days', header: 'Days open', meta: { align: 'end', sort: sort('days'), sortFirst: 'desc' }, cell: ({ row }) => row.original.daysOpen ?? '' }),
    poc: column.display({
      id: 'poc',
      header: 'Agency POC',
      meta: { sort: sort('poc'), nowrap: true },
      cell: ({ row }) => (row.original.agencyPoc ? <span title={row.original.agencyPoc.name}>{shortName(row.original.agencyPoc.name)}</span> : <span className="muted">Not named</span>),
    }),
    agency: column.display({ id: 'agency', header: 'Agency', meta: { card: 'more', sort: byAgency ? sort('agency') : undefined }, cell: ({ row }) => (row.original.isOwn ? <strong>Your agency</strong> : row.original.agency.shortName) }),
    received: column.display({ id: 'received', header: 'Received', meta: { card: 'due', sort: sort('received'), sortFirst: 'desc', nowrap: true }, cell: ({ row }) => day(row.original.receivedOn, today) }),
    closed: column.display({ id: 'closed', header: 'Closed', meta: { card: 'due', sort: sort('closed'), sortFirst: 'desc', nowrap: true }, cell: ({ row }) => day(row.original.closedAt && todayIn(timeZone, row.original.closedAt), today) }),
    entered: column.display({ id: 'entered', header: 'Entered', meta: { card: 'due', sort: sort('entered'), sortFirst: 'desc', nowrap: true }, cell: ({ row }) => day(todayIn(timeZone, row.original.createdAt), today) }),
    reviewer: column.display({ id: 'reviewer', header: 'Reviewer', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.reviewer ? <span title={row.original.reviewer.name}>{shortName(row.original.reviewer.name)}</span> : <span className="muted">Anybody</span>) }),
    started: column.display({ id: 'started', header: 'Started', meta: { card: 'due', sort: sort('entered'), sortFirst: 'desc', nowrap: true }, cell: ({ row }) => day(todayIn(timeZone, row.original.createdAt), today) }),
  }
}

/** One line, cut with an ellipsis; the whole text on pointing at it. */
function Cut({ text }: { text: string | null }): ReactNode {
  return text ? (
    <span className="cut" title={text}>
      {text}
    </span>
  ) : (
    <span className="muted">None</span>
  )
}

function day(date: string | null, today: string): ReactNode {
  return date ? <time dateTime={date}>{formatDate(date, 'short', today)}</time> : <span className="muted">None</span>
}

function ComplaintLink({ item, draftsOpenIntake }: { item: ComplaintItem; draftsOpenIntake: boolean }): ReactNode {
  if (item.status === 'draft' && draftsOpenIntake)
    return (
      <Link data-row-link to="/complaints/$id/intake" params={{ id: item.id }}>
        {item.number}
      </Link>
    )
  return (
    <Link data-row-link to="/complaints/$id" params={{ id: item.id }}>
      {item.number}
    </Link>
  )
}

/** How far another agency's requests are answered is not basic information. */
function Answered({ item: { requestsAnswered, requestsSent } }: { item: ComplaintItem }): ReactNode {
  return requestsAnswered === null || requestsSent === null ? null : <ProgressCells done={requestsAnswered} total={requestsSent} />
}

/** A Non-NMLS entity goes by its ETN beside its name, as firms of the same name are often several records. */
function Subject({ item }: { item: ComplaintItem }): ReactNode {
  const name = subjectWords(item.subjectName)
  return item.etn === null ? name : <>{name} <span className="muted num">{item.etn}</span></>
}
