import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { TaskItem } from '#src/modules/notifications/contract.ts'
import { useSession } from '../../app/session.tsx'
import { DataTable, TwoLines, type ListQuery } from '../../ui/data-table.tsx'
import { Due } from '../../ui/due.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { byDue, dueGroup } from '../../ui/due-group.ts'

/** What this person must do, the earliest due date first, each with its one verb. */
export function TaskList({ query }: { query: ListQuery<TaskItem> }): ReactNode {
  const { today } = useSession()
  const columns = useMemo(() => taskColumns(today), [today])
  // Groups must not be torn apart, whatever order the pages came in.
  const sorted = useMemo(() => {
    const items = query.data?.pages.flatMap((page) => page.items).toSorted(byDue(today))
    return items && { pages: [{ items }] }
  }, [query.data, today])
  return (
    <DataTable
      caption="Your tasks"
      query={{ ...query, data: sorted }}
      columns={columns}
      rowId={(task) => task.id}
      groupOf={(task) => dueGroup(task.dueOn, today)}
      pageSize={100}
      empty={<EmptyState title="Nothing waits for you.">New tasks appear here, and we tell you by e-mail.</EmptyState>}
    />
  )
}

const column = columnsFor<TaskItem>()
function taskColumns(today: string) {
  return column.columns([
    column.accessor('dueOn', { header: 'Due', meta: { card: 'due', nowrap: true }, cell: ({ row }) => (row.original.dueOn ? <Due date={row.original.dueOn} today={today} style="weekday" stacked /> : <span className="muted">–</span>) }),
    column.accessor('sentence', { header: 'What to do', meta: { card: 'title' }, cell: ({ row }) => <TwoLines main={row.original.sentence} under={row.original.about} /> }),
    column.display({
      id: 'action',
      header: () => <span className="sr-only">Action</span>,
      meta: { card: 'action', align: 'end' },
      cell: ({ row }) => (
        <Link data-row-link className="usa-button usa-button--outline task-verb" to={row.original.link} aria-label={`${row.original.verb}: ${row.original.sentence}`}>
          {row.original.verb}
        </Link>
      ),
    }),
  ])
}
