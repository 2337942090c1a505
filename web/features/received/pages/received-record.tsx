import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useLive } from '../../../app/live/live.tsx'
import { useSession } from '../../../app/session.tsx'
import { Due } from '../../../ui/due.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Page } from '../../../ui/page.tsx'
import { TabCount, Tabs } from '../../../ui/tabs.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { receivedDocumentsQuery, receivedLettersQuery, receivedQuery } from '../../../company/queries.ts'
import { Loaded } from '../components/loaded.tsx'
import { nextRequest } from '../components/next-request.ts'
import { ReceivedPanel } from '../components/received-panel.tsx'
import { useReceivedId, type Received } from '../components/use-received.ts'
import '../received.scss'

/** A complaint in its company's view: the frame around its tabs. */
export function ReceivedComplaint(): ReactNode {
  const id = useReceivedId()
  useLive('complaint', id)
  const query = useQuery(receivedQuery(id))
  return (
    <Loaded query={query} title="Complaint">
      {(record) => <RecordPage record={record} />}
    </Loaded>
  )
}

function RecordPage({ record }: { record: Received }): ReactNode {
  const { today } = useSession()
  const { content } = record
  const next = content ? nextRequest(content.requests) : undefined
  return (
    <Page
      title={`${record.number} from ${record.agency.shortName}`}
      heading={
        <>
          {record.number} <span className="light">from {record.agency.name}</span>
        </>
      }
      tags={!content ? undefined : record.status === 'closed' ? <Tag tone="gray">{record.canceledAt ? 'Canceled' : 'Closed'}</Tag> : <Tag tone="blue">Open</Tag>}
      breadcrumb={[<Link to="/received">Complaints</Link>, record.number]}
      actions={
        next ? (
          <span>
            Next due{' '}
            <strong>
              <Due date={next.dueOn} today={today} style="weekday" />
            </strong>
          </span>
        ) : undefined
      }
      focusKey={record.id}
      tabs={content ? <RecordTabs record={record} /> : undefined}
      aside={<RecordAside record={record} />}
      roomy
    >
      {content ? <Outlet /> : <ReceivedPanel record={record} />}
    </Page>
  )
}

function RecordTabs({ record: { id, content } }: { record: Received }): ReactNode {
  const documents = useQuery({ ...receivedDocumentsQuery(id), enabled: content !== null }).data?.items.length
  const letters = useQuery({ ...receivedLettersQuery(id), enabled: content !== null }).data?.items.length
  if (!content) return null
  return (
    <Tabs label="Parts of the complaint">
      <Link to="/received/$id" params={{ id }} activeOptions={{ exact: true }}>
        Summary
      </Link>
      <Link to="/received/$id/information-requests" params={{ id }}>
        Information Requests <TabCount>{content.requests.length}</TabCount>
      </Link>
      <Link to="/received/$id/letters" params={{ id }}>
        Letters {letters === undefined ? null : <TabCount>{letters}</TabCount>}
      </Link>
      <Link to="/received/$id/documents" params={{ id }}>
        Documents {documents === undefined ? null : <TabCount>{documents}</TabCount>}
      </Link>
      <Link to="/received/$id/history" params={{ id }}>
        History
      </Link>
    </Tabs>
  )
}

function RecordAside({ record }: { record: Received }): ReactNode {
  const { user, today, timeZone } = useSession()
  const { agency, agencyPoc, companyPoc, content } = record
  const phone = agencyPoc?.phone ?? agency.phone
  return (
    <>
      <section>
        <h2 className="aside-title">People</h2>
        <Facts
          items={[
            { label: 'Agency', value: agency.name },
            { label: 'Agency POC', value: agencyPoc ? <strong>{agencyPoc.name}</strong> : null },
            { label: 'Phone', value: phone ? <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a> : null },
            { label: 'Company POC', value: <CompanyPoc record={record} you={companyPoc?.id === user.id} /> },
          ]}
        />
      </section>
      {content ? (
        <section>
          <h2 className="aside-title">Subject</h2>
          <Facts
            items={[
              { label: 'Company', value: content.subject.name },
              { label: 'IDs', value: [content.subject.sesId, content.subject.nmlsId ? `NMLS ${content.subject.nmlsId}` : ''].filter(Boolean).join(' · ') },
              { label: 'Address', value: content.subject.address },
              { label: 'Branch', value: content.subject.branch },
              { label: 'Individual', value: content.subject.individual },
            ]}
          />
        </section>
      ) : null}
      <section>
        <h2 className="aside-title">Dates</h2>
        <Facts
          items={[
            { label: 'Received', value: formatDate(todayIn(timeZone, record.deliveredAt), 'year') },
            { label: 'Created', value: record.createdOn ? formatDate(record.createdOn, 'year', today) : null },
          ]}
        />
      </section>
    </>
  )
}

function CompanyPoc({ record, you }: { record: Received; you: boolean }): ReactNode {
  const { companyPoc, deputy, can, id } = record
  const { user, today } = useSession()
  return (
    <>
      {companyPoc ? <strong>{you ? `${companyPoc.name} (you)` : companyPoc.name}</strong> : 'Not assigned'}{' '}
      {can.includes('received.assign-poc') ? (
        <Link to="/received/$id/point-of-contact" params={{ id }}>
          {companyPoc ? 'Reassign' : 'Assign'}
        </Link>
      ) : null}
      {deputy ? (
        <span className="block">
          {deputy.id === user.id ? 'You act' : `${deputy.name} acts`} until {formatDate(deputy.until, 'short', today)}
        </span>
      ) : null}
    </>
  )
}
