import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../agency/complaint-words.ts'
import { requestQuery } from '../../agency/queries.ts'
import { RequestTag } from '../../agency/request-tag.tsx'
import { useSession } from '../../app/session.tsx'
import { daysUntil, formatDate, todayIn } from '../../ui/format-date.ts'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AskedColumn } from './asked-column.tsx'
import { AnswerColumn } from './answer-column.tsx'
import { AwaitedColumn } from './awaited-column.tsx'
import { EditRequest } from './edit-request.tsx'
import { RequestBar } from './request-bar.tsx'
import { ReviewPath } from './review-path.tsx'
import './information-requests.scss'

const route = getRouteApi('/signed-in/information-requests/$id')

/** A request and its answer side by side; before it is answered, what is waited for. */
export function RequestPage(): ReactNode {
  const { id } = route.useParams()
  const { edit } = route.useSearch()
  const { data: request } = useSuspenseQuery(requestQuery(id))
  if (edit && request.can.includes('request.update')) return <EditRequest key={id} request={request} />
  return <Request request={request} />
}

function Request({ request }: { request: RequestRecord }): ReactNode {
  const { round } = route.useSearch()
  const company = companyWord(request.complaint.subjectName)
  const latest = request.responses[0]
  const shown = request.responses.find((response) => response.round === round) ?? latest
  const isCurrent = shown !== undefined && shown.round === request.round && request.status === 'sent_to_agency'
  const rounds = request.responses.toSorted((a, b) => a.round - b.round)
  return (
    <Page
      title={`${request.number} ${request.title}`}
      heading={
        <>
          <span className="num">{request.number}</span> <span className="light">{request.title}</span>
        </>
      }
      focusKey={request.id}
      tags={<RequestTag request={request} />}
      breadcrumb={[
        <Link key="complaint" to="/complaints/$id" params={{ id: request.complaintId }}>
          {`${request.complaint.number} ${request.complaint.subjectName}`}
        </Link>,
        <Link key="requests" to="/complaints/$id/information-requests" params={{ id: request.complaintId }}>
          Information Requests
        </Link>,
        request.number,
      ]}
      pathSide={<ReviewPath request={request} />}
      layout="halves"
      tabs={
        rounds.length > 1 ? (
          <Tabs label="Rounds">
            {rounds.map((response) => (
              <Link key={response.id} to="/information-requests/$id" params={{ id: request.id }} search={{ round: response.round }} className={response.id === shown?.id ? 'active' : undefined} aria-current={response.id === shown?.id ? 'page' : undefined} activeProps={{}}>
                <RoundWords request={request} round={response.round} sentAt={response.sentAt} />
              </Link>
            ))}
          </Tabs>
        ) : undefined
      }
      foot={<RequestBar request={request} company={company} isCurrent={isCurrent} />}
    >
      <AskedColumn request={request} company={company} />
      {shown ? <AnswerColumn key={shown.id} response={shown} request={request} company={company} /> : <AwaitedColumn request={request} company={company} />}
    </Page>
  )
}

function RoundWords({ request, round, sentAt }: { request: RequestRecord; round: number; sentAt: string }): ReactNode {
  const { timeZone, today } = useSession()
  const on = todayIn(timeZone, sentAt)
  const late = round === request.round && request.dueOn ? -daysUntil(request.dueOn, on) : 0
  return (
    <>
      <strong>{`Round ${String(round)}`}</strong> {`answered ${formatDate(on, 'short', today)}${late > 0 ? `, ${String(late)} ${late === 1 ? 'day' : 'days'} late` : ''}`}
    </>
  )
}
