import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, type ReactNode } from 'react'
import type { CompanyView } from '#src/modules/information-requests/company-view-contract.ts'
import type { ReceivedRecord, ReceivedRequestItem } from '#src/modules/information-requests/contract.ts'
import type { ReceivedLetter } from '#src/modules/letters/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { ApiProblem } from '../../../app/api.ts'
import { NotFound } from '../../../app/not-found.tsx'
import { useSession } from '../../../app/session.tsx'
import { DocumentLinks } from '../../../company/agency-documents.tsx'
import { ConsumerWords } from '../../../company/consumer-words.tsx'
import { Closures, ComplaintFacts, Sendings } from '../../../company/received-parts.tsx'
import { ReceivedLettersTable } from '../../../company/received-letters-table.tsx'
import { ReceivedRequestsTable, type AnswerWords } from '../../../company/received-requests-table.tsx'
import { sharedDocuments, type ReceivedContent } from '../../../company/shared-documents.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { CompanyBand } from './company-band.tsx'
import { companyViewLettersQuery, companyViewQuery } from './company-view-queries.ts'
import { NothingYet } from './nothing-yet.tsx'

const route = getRouteApi('/signed-in/complaints/$id/company-view')

/** "See it as the company does": the company's own record, read under the company's own rules. */
export function CompanyViewPage(): ReactNode {
  const { id } = route.useParams()
  const view = useQuery(companyViewQuery(id))
  if (view.error instanceof ApiProblem && view.error.status === 404) return <NotFound />
  if (!view.data)
    return (
      <Page title="As the company sees it" roomy>
        {view.error ? <ErrorState error={view.error} retry={view.refetch} title="The page could not be loaded" /> : <Skeleton lines={10} height={60} label="Loading what the company sees" />}
      </Page>
    )
  return <Shown view={view.data} />
}

function Shown({ view }: { view: CompanyView }): ReactNode {
  const { complaint, company, record } = view
  const name = company ? companyWord(company.name) : 'the company'
  return (
    <Page
      title={`${complaint.number} as ${name} sees it`}
      roomy
      breadcrumb={[
        <Link key="record" to="/complaints/$id" params={{ id: complaint.id }}>
          {complaint.number}
        </Link>,
        `As ${name} sees it`,
      ]}
      tags={record ? record.status === 'closed' ? <Tag tone="gray">{record.canceledAt ? 'Canceled' : 'Closed'}</Tag> : <Tag tone="blue">Open</Tag> : undefined}
      top={
        <CompanyBand id={complaint.id} company={name}>
          {record?.content ? undefined : 'You only look: nothing changes, and nobody is told.'}
        </CompanyBand>
      }
      aside={record?.content ? <Aside record={record} content={record.content} /> : undefined}
    >
      {company && !view.enrolled && record ? (
        <Notice tone="warning" title={`${name} has not finished its enrollment`}>
          Until then it sees the complaint’s ID, your agency and the date, and can open nothing. What is below opens to it once the enrollment is complete.
        </Notice>
      ) : null}
      {record?.content ? <Content id={complaint.id} record={record} content={record.content} /> : company ? <NothingYet id={complaint.id} company={name} /> : <EmptyState title="There is no company that could see this.">The subject is no company, so nothing is ever sent.</EmptyState>}
    </Page>
  )
}

// What it has begun is its own, so that nothing is said of it.
const answer: AnswerWords = { head: 'Its answer', none: 'None sent' }

function Content({ id, record, content }: { id: string; record: ReceivedRecord; content: ReceivedContent }): ReactNode {
  const answered = content.requests.filter((request) => request.status === 'sent').length
  const counted = content.requests.filter((request) => request.status !== 'canceled').length
  const documents = sharedDocuments(content)
  const linkTo = useCallback(
    (request: ReceivedRequestItem) => (
      <Link data-row-link to="/complaints/$id/company-view/requests/$requestId" params={{ id, requestId: request.id }}>
        {request.number}
      </Link>
    ),
    [id],
  )
  return (
    <>
      {content.closures.length > 0 ? <Closures closures={content.closures} agency={record.agency.name} open /> : null}
      <Section title="Information requests" lead={counted > 0 ? `${String(answered)} of ${String(counted)} answered` : undefined}>
        <ReceivedRequestsTable requests={content.requests} linkTo={linkTo} answer={answer} />
      </Section>
      <Letters id={id} />
      <Sendings sendings={content.sendings} agency={record.agency.shortName} />
      <section className="section">
        <ConsumerWords narrative={content.narrative} />
      </section>
      <Section title="The complaint">
        <ComplaintFacts content={content} />
      </Section>
      <Section title="Documents from the agency" lead="Files of a request stand with the request">
        {documents.length > 0 ? <DocumentLinks documents={documents} /> : <p className="muted">None were shared with the complaint.</p>}
      </Section>
    </>
  )
}

/** The letters that it has; it finds them on a tab of their own. */
function Letters({ id }: { id: string }): ReactNode {
  const letters = useQuery(companyViewLettersQuery(id))
  const linkTo = useCallback(
    (letter: ReceivedLetter) => (
      <Link data-row-link to="/complaints/$id/company-view/letters/$letterId" params={{ id, letterId: letter.id }}>
        {letter.subject}
      </Link>
    ),
    [id],
  )
  if (letters.data?.items.length === 0) return null
  return (
    <Section title="Letters" count={letters.data?.items.length}>
      {letters.error ? <ErrorState error={letters.error} retry={letters.refetch} title="The letters could not be loaded" /> : letters.data ? <ReceivedLettersTable letters={letters.data.items} linkTo={linkTo} empty={null} /> : <Skeleton lines={2} height={32} label="Loading the letters" />}
    </Section>
  )
}

function Aside({ record, content }: { record: ReceivedRecord; content: ReceivedContent }): ReactNode {
  const { timeZone } = useSession()
  const { subject } = content
  return (
    <>
      <section>
        <h2 className="aside-title">People</h2>
        <Facts
          items={[
            { label: 'Agency', value: record.agency.name },
            { label: 'Agency POC', value: record.agencyPoc ? [record.agencyPoc.name, record.agencyPoc.phone].filter(Boolean).join(', ') : null },
            { label: 'Company POC', value: record.companyPoc ? `${record.companyPoc.name}${record.deputy ? `; ${record.deputy.name} acts until ${formatDate(record.deputy.until, 'short')}` : ''}` : <span className="muted">Not assigned yet</span> },
          ]}
        />
      </section>
      <section>
        <h2 className="aside-title">Subject</h2>
        <Facts
          items={[
            { label: 'Company', value: subject.name },
            { label: 'Branch', value: subject.branch },
            { label: 'Individual', value: subject.individual },
            { label: 'IDs', value: [subject.sesId, subject.nmlsId ? `NMLS ${subject.nmlsId}` : null].filter(Boolean).join(' · ') },
            { label: 'Address', value: subject.address },
          ]}
        />
      </section>
      <section>
        <h2 className="aside-title">Dates</h2>
        <Facts
          items={[
            { label: 'Created', value: record.createdOn ? formatDate(record.createdOn, 'year') : null },
            { label: 'Sent to it', value: formatDate(todayIn(timeZone, record.deliveredAt), 'year') },
          ]}
        />
      </section>
    </>
  )
}
