import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../agency/complaint-words.ts'
import { requestQuery } from '../../agency/queries.ts'
import { RequestTag } from '../../agency/request-tag.tsx'
import { useLive } from '../../app/live/live.tsx'
import { useSession } from '../../app/session.tsx'
import { daysUntil, formatDate, todayIn } from '../../ui/format-date.ts'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { WaitingAsks } from './asks-panel.tsx'
import { AskedColumn } from './asked-column.tsx'
import { AnswerColumn } from './answer-column.tsx'
import { AwaitedColumn } from './awaited-column.tsx'
import { EditRequest } from './edit-request.tsx'
import { RequestBar } from './request-bar.tsx'
import { requestCrumbs } from './request-crumbs.tsx'
import { ReviewPath } from './review-path.tsx'
import { SendBackForm } from './send-back-form.tsx'
import './information-requests.scss'

const route = getRouteApi('/signed-in/information-requests/$id')

/** A request and its answer side by side; before it is answered, what is waited for. */
export function RequestPage(): ReactNode {
  const { id } = route.useParams()
  const { edit, back } = route.useSearch()
  const { data: request } = useSuspenseQuery(requestQuery(id))
  useLive('complaint', request.complaint.id)
  if (edit && request.can.includes('request.update')) return <EditRequest key={id} request={request} />
  if (back && request.can.includes('request.send-back')) return <SendBackForm key={`${id}-${String(request.round)}`} request={request} />
  return <Request request={request} />
}

function Request({ request }: { request: RequestRecord }): ReactNode {
  const { round } = route.useSearch()
  const company = companyWord(request.complaint.companyName)
  const shownRound = round !== undefined && round <= request.round ? round : request.round
  const shown = request.responses.find((response) => response.round === shownRound)
  const isCurrent = shown !== undefined && shown.round === request.round && request.status === 'sent_to_agency'
  const rounds = Array.from({ length: request.round }, (_, index) => index + 1)
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
      breadcrumb={requestCrumbs(request)}
      pathSide={<ReviewPath request={request} />}
      layout="halves"
      tabs={
        rounds.length > 1 ? (
          <Tabs label="Rounds">
            {rounds.map((one) => (
              <Link key={one} to="/information-requests/$id" params={{ id: request.id }} search={{ round: one }} className={one === shownRound ? 'active' : undefined} aria-current={one === shownRound ? 'page' : undefined} activeProps={{}}>
                <RoundWords request={request} round={one} />
              </Link>
            ))}
          </Tabs>
        ) : undefined
      }
      foot={<RequestBar request={request} company={company} isCurrent={isCurrent} />}
    >
      <div className="stack">
        <WaitingAsks request={request} company={company} />
        <AskedColumn request={request} company={company} round={shownRound} />
      </div>
      {shown ? <AnswerColumn key={shown.id} response={shown} request={request} company={company} /> : <AwaitedColumn request={request} company={company} />}
    </Page>
  )
}

function RoundWords({ request, round }: { request: RequestRecord; round: number }): ReactNode {
  const { timeZone, today } = useSession()
  const sentAt = request.responses.find((response) => response.round === round)?.sentAt
  const on = sentAt ? todayIn(timeZone, sentAt) : null
  const late = on && round === request.round && request.dueOn ? -daysUntil(request.dueOn, on) : 0
  return (
    <>
      <strong>{`Round ${String(round)}`}</strong> {on ? `answered ${formatDate(on, 'short', today)}${late > 0 ? `, ${String(late)} ${late === 1 ? 'day' : 'days'} late` : ''}` : 'with the company'}
    </>
  )
}
