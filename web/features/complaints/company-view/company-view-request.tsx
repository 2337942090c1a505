import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyView } from '#src/modules/information-requests/company-view-contract.ts'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { ApiProblem } from '../../../app/api.ts'
import { NotFound } from '../../../app/not-found.tsx'
import { useSession } from '../../../app/session.tsx'
import { DocumentLinks } from '../../../company/agency-documents.tsx'
import { ConsumerWords } from '../../../company/consumer-words.tsx'
import { RequestTag } from '../../../company/received-requests-table.tsx'
import { AnswerToRead } from '../../../company/sent-answer.tsx'
import { Due } from '../../../ui/due.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { CompanyBand } from './company-band.tsx'
import { companyViewQuery, companyViewRequestQuery } from './company-view-queries.ts'

const route = getRouteApi('/signed-in/complaints/$id/company-view/requests/$requestId')

/** One request as the company sees it, with the answers that it sent. */
export function CompanyViewRequest(): ReactNode {
  const { id, requestId } = route.useParams()
  const view = useQuery(companyViewQuery(id))
  const request = useQuery(companyViewRequestQuery(id, requestId))
  const error = request.error ?? view.error
  if (error instanceof ApiProblem && error.status === 404) return <NotFound />
  if (!request.data || !view.data)
    return (
      <Page title="As the company sees it" roomy>
        {error ? <ErrorState error={error} retry={() => Promise.all([request.refetch(), view.refetch()])} title="The page could not be loaded" /> : <Skeleton lines={10} height={60} label="Loading what the company sees" />}
      </Page>
    )
  return <Shown view={view.data} request={request.data} />
}

function Shown({ view, request }: { view: CompanyView; request: ReceivedRequestRecord }): ReactNode {
  const { timeZone, today } = useSession()
  const { complaint } = view
  const name = view.company ? companyWord(view.company.name) : 'the company'
  return (
    <Page
      title={`${request.number} as ${name} sees it`}
      heading={request.title}
      roomy
      breadcrumb={[
        <Link key="record" to="/complaints/$id" params={{ id: complaint.id }}>
          {complaint.number}
        </Link>,
        <Link key="view" to="/complaints/$id/company-view" params={{ id: complaint.id }}>
          {`As ${name} sees it`}
        </Link>,
        request.number,
      ]}
      tags={<RequestTag status={request.status} />}
      actions={
        <span className="muted">
          Due{' '}
          <strong className="ink">
            <Due date={request.dueOn} today={today} style="weekday" done={request.status !== 'to_answer'} />
          </strong>
        </span>
      }
      top={<CompanyBand id={complaint.id} company={name} />}
      layout="halves"
    >
      <div className="page__main">
        <Section title="The request" lead={`${request.number}, sent ${formatDate(todayIn(timeZone, request.sentAt), 'year')}${request.sentBy ? ` by ${request.sentBy.name}` : ''}`}>
          <p className="prose">{request.description}</p>
          {request.documents.length > 0 ? (
            <Section title="Documents from the agency" level={3}>
              <DocumentLinks documents={request.documents} />
            </Section>
          ) : null}
        </Section>
        <ConsumerWords narrative={request.complaint.narrative} />
      </div>
      <div className="page__main">
        {request.responses.length === 0 ? (
          <Section title="Its answer">
            <p className="muted">{`Nothing was sent yet. Drafts are ${name}’s own.`}</p>
          </Section>
        ) : (
          request.responses.map((response) => (
            <Section key={response.id} title={request.round > 1 || request.responses.length > 1 ? `Its answer, round ${String(response.round)}` : 'Its answer'}>
              <AnswerToRead response={response} zone={timeZone} />
            </Section>
          ))
        )}
      </div>
    </Page>
  )
}
