import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { MailItem } from '#src/modules/notifications/contract.ts'
import { useClock } from '../../app/zone.ts'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { Tag } from '../../ui/tag.tsx'
import { mailsQuery } from './mail-queries.ts'

type Item = (typeof MailItem)['_output']
const column = columnsFor<Item>()
const stateWords: Record<Item['state'], string> = { waiting: 'Queued', sending: 'Being sent', sent: 'Sent', delayed: 'Delayed', bounced: 'Came back', failed: 'Failed', uncertain: 'Uncertain', withheld: 'Held back' }

const columns = column.columns([
  column.display({
    id: 'subject',
    header: 'Subject',
    meta: { card: 'title' },
    cell: ({ row }) => (
      <Link data-row-link to="/training/mailbox/$id" params={{ id: row.original.id }}>
        {row.original.subject}
      </Link>
    ),
  }),
  column.display({ id: 'to', header: 'To', meta: { card: 'more' }, cell: ({ row }) => <TwoLines main={row.original.toName ?? row.original.to} under={row.original.toName ? row.original.to : null} /> }),
  column.display({ id: 'at', header: 'Written', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <Written at={row.original.createdAt} /> }),
  column.display({ id: 'state', header: 'State', meta: { card: 'tag', nowrap: true }, cell: ({ row: { original } }) => (original.state === 'sent' ? stateWords.sent : <Tag tone={original.state === 'failed' ? 'red' : 'yellow'}>{stateWords[original.state]}</Tag>) }),
])

function Written({ at }: { at: string }): ReactNode {
  return <time dateTime={at}>{useClock().moment(at)}</time>
}

/** E-mail of the training environment: all of it stays here. */
export function MailboxPage(): ReactNode {
  const query = useInfiniteQuery(mailsQuery)
  return (
    <Page title="Training mailbox" lead="Every e-mail of this training environment. None leaves it.">
      <DataTable
        caption="E-mails, newest first"
        query={query}
        columns={columns}
        rowId={(mail) => mail.id}
        pageSize={50}
        empty={<EmptyState title="No e-mail was written yet.">When requests are sent or answered, the e-mails about them arrive here.</EmptyState>}
      />
    </Page>
  )
}
