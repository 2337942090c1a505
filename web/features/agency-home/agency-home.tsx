import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { complaintColumns } from '../../agency/complaint-columns.tsx'
import { countWords } from '../../agency/complaint-words.ts'
import { complaintsQuery, countsQuery } from '../../agency/queries.ts'
import { useMay, useSession } from '../../app/session.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { AgencyNumbers } from './agency-numbers.tsx'
import { SharingWaits } from './sharing-waits.tsx'
import { TaskList } from './task-list.tsx'
import './agency-home.scss'

const shown = 7

/** Home is work: what I must do, my complaints, then the agency's numbers. */
export function AgencyHome(): ReactNode {
  const session = useSession()
  const [mayEnter, maySee, mayFind] = [useMay('complaint.enter'), useMay('complaint.view'), useMay('company.view')]
  return (
    <Page
      title="Your work"
      lead={formatDate(session.today, 'full')}
      actions={
        <>
          {mayFind ? (
            <Link className="usa-button usa-button--quiet" to="/companies">
              Find a company
            </Link>
          ) : null}
          {mayEnter ? (
            <Link className="usa-button" to="/complaints/new">
              <Icon name="add" />
              Enter a complaint
            </Link>
          ) : null}
        </>
      }
      aside={maySee ? <AgencyNumbers /> : undefined}
    >
      <TaskList />
      {maySee ? <MyComplaints mayEnter={mayEnter} /> : null}
      {maySee ? <SharingWaits /> : null}
    </Page>
  )
}

function MyComplaints({ mayEnter }: { mayEnter: boolean }): ReactNode {
  const { today, timeZone } = useSession()
  const { data: counts } = useQuery(countsQuery)
  const list = useInfiniteQuery(complaintsQuery({ view: 'mine', sort: 'due', direction: 'asc', limit: shown }))
  const total = counts?.counts.mine
  return (
    <Section title="My open complaints" count={countWords(total, counts?.cap)} side={<span className="muted">Due soonest first</span>}>
      <DataTable
        caption="My open complaints"
        // The whole list has its own page; here are the next few.
        query={{ ...list, hasNextPage: false }}
        columns={complaintColumns(['id', 'subject', 'status', 'waiting', 'answered', 'due', 'days'], { today, timeZone, dueStyle: 'weekday', sortable: false })}
        rowId={(row) => row.id}
        pageSize={shown}
        total={countWords(total, counts?.cap)}
        empty={
          <EmptyState title="No open complaint is yours.">{mayEnter ? 'You become Agency POC of what you enter, or a colleague names you.' : 'Complaints of which you are Agency POC stand here.'}</EmptyState>
        }
        foot={
          list.hasNextPage ? (
            <Link to="/complaints" search={{ view: 'mine' }}>
              {`Show all ${countWords(total, counts?.cap)}`}
            </Link>
          ) : null
        }
      />
    </Section>
  )
}
