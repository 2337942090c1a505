import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { ReceivedLetter } from '#src/modules/letters/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { receivedLettersQuery } from '../../../company/queries.ts'
import { StaticTable, TwoLines } from '../../../ui/data-table.tsx'
import { Due } from '../../../ui/due.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { formatDate, formatMoment, todayIn } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { Tag } from '../../../ui/tag.tsx'
import { useContent } from '../components/use-received.ts'

/** The letters that the agency issued to the company. */
export function LettersTab(): ReactNode {
  const loaded = useContent()
  return loaded ? <Letters id={loaded.record.id} agency={loaded.record.agency.shortName} /> : null
}

function Letters({ id, agency }: { id: string; agency: string }): ReactNode {
  const { today, timeZone } = useSession()
  const query = useQuery(receivedLettersQuery(id))
  const columns = useMemo(() => letterColumns(today, timeZone), [today, timeZone])
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} title="The letters could not be loaded" />
  if (!query.data) return <Skeleton lines={4} height={32} label="Loading the letters" />
  return (
    <Section title="Letters" lead={`From ${agency}. The newest first`}>
      <StaticTable caption="Letters" rows={query.data.items} columns={columns} rowId={(row) => row.id} empty={<EmptyState title="No letter yet.">When {agency} issues one, it stands here and we tell you by e-mail.</EmptyState>} />
    </Section>
  )
}

export function ReceivedLetterTag({ letter: { status, overdue } }: { letter: Pick<ReceivedLetter, 'status' | 'overdue'> }): ReactNode {
  if (status === 'acknowledged') return <Tag tone="green">Acknowledged</Tag>
  if (status === 'withdrawn') return <Tag tone="outlined">Withdrawn</Tag>
  return overdue ? <Tag tone="red">Overdue</Tag> : <Tag tone="mint">To acknowledge</Tag>
}

const column = columnsFor<ReceivedLetter>()
function letterColumns(today: string, zone: string) {
  return column.columns([
    column.accessor('subject', {
      header: 'Letter',
      meta: { card: 'title' },
      cell: ({ row: { original } }) => (
        <Link data-row-link to="/received/$id/letters/$letterId" params={{ id: original.complaintId, letterId: original.id }}>
          {original.subject}
        </Link>
      ),
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
