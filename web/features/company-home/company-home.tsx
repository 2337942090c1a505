import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { useSession } from '../../app/session.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Page, Section } from '../../ui/page.tsx'
import { receivedListQuery } from '../../company/queries.ts'
import { receivedColumns } from '../../company/received-columns.tsx'
import { TaskList } from './task-list.tsx'
import './company-home.scss'

const shown = 10

/** What the company must do, then its open complaints. */
export function CompanyHome(): ReactNode {
  const session = useSession()
  return (
    <Page title="Your work" lead={formatDate(session.today, 'full')} roomy aside={<Help />}>
      <Section title="Tasks" count={session.openTasks || undefined}>
        <TaskList />
      </Section>
      <OpenComplaints />
    </Page>
  )
}

function OpenComplaints(): ReactNode {
  const { user, today, timeZone } = useSession()
  const list = useInfiniteQuery(receivedListQuery('open', shown))
  const columns = useMemo(() => receivedColumns({ today, zone: timeZone, me: user.id, withStatus: false }), [today, timeZone, user.id])
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
