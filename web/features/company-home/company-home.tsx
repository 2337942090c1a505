import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedItem } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../app/session.tsx'
import { DataTable, type ListQuery } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/loading.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { receivedListQuery, tasksQuery } from '../../company/queries.ts'
import { useReceivedColumns } from '../../company/use-received-columns.ts'
import { OnTime } from './on-time.tsx'
import { TaskList } from './task-list.tsx'
import './company-home.scss'

const shown = 10

/** What the company must do, then its open complaints. */
export function CompanyHome(): ReactNode {
  const session = useSession()
  const tasks = useInfiniteQuery(tasksQuery)
  const complaints = useInfiniteQuery(receivedListQuery('open', shown))
  const count = tasks.data?.pages.flatMap((page) => page.items).length ?? 0
  return (
    <Page title="Your work" lead={formatDate(session.today, 'full')} roomy aside={<><Help /><OnTime /><Away /></>}>
      {tasks.isPending ? (
        // The complaints wait with the tasks above them, so that they do not move down.
        <Skeleton lines={8} height={60} label="Loading your tasks" />
      ) : (
        <>
          <div className="home-list">
            <Section title="Tasks" count={count > 0 ? `${String(count)}${tasks.hasNextPage ? '+' : ''}` : undefined}>
              <TaskList query={tasks} />
            </Section>
          </div>
          <div className="home-list">
            <OpenComplaints list={complaints} />
          </div>
        </>
      )}
    </Page>
  )
}

function OpenComplaints({ list }: { list: ListQuery<ReceivedItem> }): ReactNode {
  const columns = useReceivedColumns(false)
  return (
    <Section title="Open complaints" lead={list.data?.pages[0]?.items.length ? 'Newest first' : undefined} side={<Link to="/received">All complaints</Link>}>
      <DataTable
        caption="Open complaints, newest first"
        query={list}
        columns={columns}
        rowId={(row) => row.id}
        pageSize={shown}
        empty={<EmptyState title="Your company has no open complaint.">When an agency sends one, it appears here and we tell you by e-mail.</EmptyState>}
      />
    </Section>
  )
}

function Help(): ReactNode {
  const { support } = useSession()
  return (
    <section>
      <h2 className="aside-title">New to this system?</h2>
      <p>State agencies send complaints about your company here, with requests for information. You read each request, write an answer, add files and submit it.</p>
      <p className="home-gap">
        <Link to="/help" hash="answer">
          How to answer your first request
        </Link>
      </p>
      <p className="home-gap">
        Call <a href={`tel:${support.phone.replace(/[^\d+]/g, '')}`}>{support.phone}</a> or write to <a href={`mailto:${support.email}`}>{support.email}</a>.
      </p>
    </section>
  )
}

function Away(): ReactNode {
  return (
    <section>
      <h2 className="aside-title">Away soon?</h2>
      <p>
        A colleague can act as Company POC for you. <Link to="/deputies">Name a deputy</Link>
      </p>
    </section>
  )
}
