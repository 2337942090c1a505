import { useMemo, type ReactNode } from 'react'
import type { ReceivedLetter } from '#src/modules/letters/contract.ts'
import { useSession } from '../app/session.tsx'
import { StaticTable, TwoLines } from '../ui/data-table.tsx'
import { Due } from '../ui/due.tsx'
import { formatDate, formatMoment, todayIn } from '../ui/format-date.ts'
import { columnsFor } from '../ui/table-columns.ts'
import { Tag } from '../ui/tag.tsx'

/** The letters of a complaint that the company has. */
export function ReceivedLettersTable({ letters, linkTo, empty }: { letters: readonly ReceivedLetter[]; linkTo: (letter: ReceivedLetter) => ReactNode; empty: ReactNode }): ReactNode {
  const { today, timeZone } = useSession()
  const columns = useMemo(() => letterColumns(today, timeZone, linkTo), [today, timeZone, linkTo])
  return <StaticTable caption="Letters" rows={letters} columns={columns} rowId={(row) => row.id} empty={empty} />
}

export function ReceivedLetterTag({ letter: { status, overdue } }: { letter: Pick<ReceivedLetter, 'status' | 'overdue'> }): ReactNode {
  if (status === 'acknowledged') return <Tag tone="green">Acknowledged</Tag>
  if (status === 'withdrawn') return <Tag tone="outlined">Withdrawn</Tag>
  return overdue ? <Tag tone="red">Overdue</Tag> : <Tag tone="mint">To acknowledge</Tag>
}

const column = columnsFor<ReceivedLetter>()
function letterColumns(today: string, zone: string, linkTo: (letter: ReceivedLetter) => ReactNode) {
  return column.columns([
    column.accessor('subject', {
      header: 'Letter',
      meta: { card: 'title' },
      cell: ({ row }) => linkTo(row.original),
    }),
    column.accessor('status', { header: 'Status', meta: { card: 'tag', nowrap: true }, cell: ({ row }) => <ReceivedLetterTag letter={row.original} /> }),
    column.accessor('issuedAt', { header: 'Issued', meta: { card: 'more', nowrap: true }, cell: ({ row }) => formatDate(todayIn(zone, row.original.issuedAt), 'short', today) }),
    column.accessor('dueOn', {
      header: 'Acknowledge by',
      meta: { card: 'due', nowrap: true },
      cell: ({ row: { original } }) => <Due date={original.dueOn} today={today} style="weekday" done={original.status !== 'issued'} />,
    }),
    column.display({
      id: 'acknowledged',
      header: 'Acknowledged',
      meta: { card: 'more' },
      cell: ({ row: { original } }) => (original.acknowledged ? <TwoLines main={original.acknowledged.by.name} under={formatMoment(original.acknowledged.at, zone)} /> : <span className="muted">Not yet</span>),
    }),
  ])
}
