import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { TaskPage, type TaskItem } from '#src/modules/notifications/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { Due } from '../../ui/due.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { Page } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { CenterTabs } from './center-tabs.tsx'

const tasksQuery = infiniteQueryOptions({
  queryKey: ['tasks', 'center'],
  queryFn: (context) => api.get('/tasks', TaskPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})
const column = columnsFor<TaskItem>()

/** All that this person has to do, earliest due first; what somebody else did leaves the list by itself. */
export function TasksPage(): ReactNode {
  const session = useSession()
  const list = useInfiniteQuery(tasksQuery)
  const columns = column.columns([
    column.display({
      id: 'task',
      header: 'What to do',
      meta: { card: 'title' },
      cell: ({ row: { original } }) => (
        <TwoLines
          main={
            <Link data-row-link to={original.link}>
              {original.sentence}
            </Link>
          }
          under={original.about}
        />
      ),
    }),
    column.display({ id: 'due', header: 'Due', meta: { card: 'due', nowrap: true }, cell: ({ row: { original } }) => (original.dueOn === null ? <span className="muted">No date</span> : <Due date={original.dueOn} today={session.today} />) }),
    column.display({ id: 'since', header: 'Since', meta: { nowrap: true }, cell: ({ row: { original } }) => formatDate(todayIn(session.timeZone, new Date(original.createdAt))) }),
  ])
  return (
    <Page title="Tasks" lead="Earliest due first; one without a date stands by the day on which it came. A task that a colleague has done leaves the list by itself." roomy={session.kind === 'company'} focusKey="tasks" tabs={<CenterTabs here="tasks" />}>
      <DataTable caption="Your open tasks" query={list} columns={columns} rowId={(task) => task.id} pageSize={50} quiet empty={<EmptyState title="You have no open tasks.">When something needs you, it is here, and you are told.</EmptyState>} />
    </Page>
  )
}
