import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import type { TaskItem } from '#src/modules/notifications/contract.ts'
import { useSession } from '../../app/session.tsx'
import { tasksQuery } from '../../company/queries.ts'
import { byDue } from '../../ui/due-group.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { daysUntil, dueWords, formatDate } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import { SupportLinks } from './support-links.tsx'

/** The set-up is complete: what waits, until when, and the first thing to do. */
export function DonePage({ wizard }: { wizard: EnrollmentWizard }): ReactNode {
  const { today } = useSession()
  const awaited = wizard.waiting.length > 0
  // The tasks are made after the commit of the last step: asked for again until they are there.
  const query = useInfiniteQuery({ ...tasksQuery, refetchInterval: ({ state }) => (awaited && (state.data?.pages[0]?.items.length ?? 0) === 0 ? 1_500 : 60_000) })
  const tasks = query.data?.pages.flatMap((page) => page.items).toSorted(byDue(today)) ?? []
  const [first, ...others] = tasks
  return (
    <Page
      title={`${wizard.company.name} is set up`}
      aside={
        <section>
          <h2 className="aside-title">Help</h2>
          <p>
            <Link to="/help" hash="answer">
              How to answer your first request
            </Link>
          </p>
          <SupportLinks />
        </section>
      }
      roomy
      narrow
    >
      <div className="stack stack--wide">
        <Notice tone="success" title="The set-up is complete">
          {wizard.begunBy.agency} was told. You need not do this again for any other agency.
        </Notice>
        {query.error && !query.data ? (
          <ErrorState error={query.error} retry={query.refetch} title="Your tasks could not be loaded" />
        ) : first ? (
          <>
            <FirstTask task={first} />
            {others.length > 0 ? <OtherTasks tasks={others} /> : null}
          </>
        ) : awaited || query.isPending ? (
          <Skeleton lines={3} height={8} label="Loading what waits for you" />
        ) : (
          <WaitedForPanel who="Nothing waits for you" act="You are ready" facts="When an agency sends a complaint, we tell you by e-mail, and it appears on your home page." />
        )}
        <p>
          <Link to="/home">Go to your home page</Link>
        </p>
      </div>
    </Page>
  )
}

function FirstTask({ task }: { task: TaskItem }): ReactNode {
  const { today } = useSession()
  const days = task.dueOn === null ? 0 : daysUntil(task.dueOn, today)
  return (
    <WaitedForPanel
      who="The first thing to do"
      act={task.sentence}
      facts={`${task.kind === 'assign_point_of_contact' ? 'Say who answers this complaint: you, or a colleague. ' : ''}${task.about}${task.dueOn === null ? '' : `. The first answer ${days < 0 ? 'was' : 'is'} due ${formatDate(task.dueOn, 'weekday', today)}, ${dueWords(days)}.`}`}
      action={
        <Link className="usa-button" to={task.link}>
          {task.verb}
          <Icon name="arrow_forward" />
        </Link>
      }
    />
  )
}

function OtherTasks({ tasks }: { tasks: readonly TaskItem[] }): ReactNode {
  const { today } = useSession()
  return (
    <Section title="Then" count={tasks.length}>
      <ul className="plain-list enroll-tasks">
        {tasks.map((task) => (
          <li key={task.id}>
            <Link to={task.link}>{task.sentence}</Link> <span className="muted">{[task.about, task.dueOn === null ? '' : `due ${formatDate(task.dueOn, 'weekday', today)}`].filter(Boolean).join(', ')}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
