import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { TaskPage, type TaskItem } from '#src/modules/notifications/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { DataTable, TwoLines } from '../../ui/data-table.tsx'
import { Due } from '../../ui/due.tsx'
import { byDue, dueGroup } from '../../ui/due-group.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'

/** Some forty complaints are a day's work: what came today must be among what is shown. */
const shown = 50

const tasksQuery = infiniteQueryOptions({
  queryKey: ['tasks', 'agency'],
  queryFn: (context) => api.get('/tasks', TaskPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: shown } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

/** What this person must do, by when, each with its one verb. */
export function TaskList(): ReactNode {
  const { today, timeZone, openTasks } = useSession()
  const query = useInfiniteQuery(tasksQuery)
  const columns = useMemo(() => columnsOf(today, timeZone), [today, timeZone])
  const tasks = useMemo(() => query.data?.pages.flatMap((page) => page.items).toSorted(byDue(today)), [query.data, today])
  const count = query.data && !query.hasNextPage ? (tasks?.length ?? 0) : openTasks
  const groupOf = (task: TaskItem) => {
    const group = dueGroup(task.dueOn, today)
    return group === 'Today' ? `Today, ${formatDate(today, 'full').replace(/, \d+$/, '')}` : group
  }
  return (
    <Section title="Tasks" count={count}>
      <DataTable
        caption="Tasks"
        query={{ ...query, data: tasks && { pages: [{ items: tasks }] } }}
        columns={columns}
        rowId={(task) => task.id}
        groupOf={groupOf}
        total={count}
        quiet
        foot={query.hasNextPage ? <Link to={center}>{`Show all ${String(count)} tasks`}</Link> : null}
        empty={<EmptyState title="Nothing waits for you.">When a company answers, a task to review the answer stands here.</EmptyState>}
      />
    </Section>
  )
}

/** A page of another feature, as a plain address. */
const center: string = '/tasks'

const column = columnsFor<TaskItem>()

function columnsOf(today: string, timeZone: string) {
  return column.columns([
    column.display({ id: 'due', header: 'Due', meta: { card: 'due', nowrap: true }, cell: ({ row: { original } }) => (original.dueOn === today ? 'Today' : original.dueOn ? <Due date={original.dueOn} today={today} style="weekday" stacked /> : <span className="muted">{`Since ${formatDate(todayIn(timeZone, original.createdAt))}`}</span>) }),
    column.display({ id: 'what', header: 'What to do', meta: { card: 'title' }, cell: ({ row: { original } }) => <TwoLines main={original.sentence} under={aboutOf(original)} /> }),
    column.accessor('counterpart', { header: 'Company', meta: { card: 'more' }, cell: ({ row: { original } }) => original.counterpart || 'Your agency' }),
    column.display({
      id: 'verb',
      header: () => <span className="sr-only">Act</span>,
      meta: { card: 'action', align: 'end' },
      cell: ({ row: { original } }) => (
        <Link data-row-link className="usa-button usa-button--outline usa-button--small task-verb" to={original.link} aria-label={`${original.verb}: ${original.sentence}`}>
          {original.verb}
        </Link>
      ),
    }),
  ])
}

/** What the columns beside it do not say already. */
function aboutOf({ about, counterpart, complaintNumber, sentence }: TaskItem): string {
  const rest = about.split(' · ').filter((part) => part !== counterpart)
  return [sentence.includes(complaintNumber) ? null : complaintNumber, ...rest].filter(Boolean).join(' · ')
}
