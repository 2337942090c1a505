import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery, requestsQuery } from '../../../agency/queries.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { formatDate } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { RemoveSeveral } from './requests-remove.tsx'
import { RequestsTable } from './requests-table.tsx'

const route = getRouteApi('/signed-in/complaints/$id')

export function RequestsTab(): ReactNode {
  const { id } = route.useParams()
  const session = useSession()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const requests = useQuery(requestsQuery(id))
  const items = requests.data?.items
  const ready = items?.filter((request) => request.status === 'ready_to_send') ?? []
  const isReady = ready.length > 0
  const mayAdd = record.can.includes('request.add')
  const add = (
    <Link className="usa-button usa-button--outline" to="/complaints/$id/information-requests/new" params={{ id }}>
      Add a request
    </Link>
  )
  return (
    <Section
      title="Information requests"
      count={items?.length}
      lead={items ? progressOf(items, session.today) : undefined}
      hint={record.subject?.entity ? <AudienceHint who="hidden">{`${record.subject.name} is not in NMLS: no request can be sent to it.`}</AudienceHint> : <AudienceHint who="shared">{`${record.subject ? companyWord(record.subject.name) : 'The company'} sees a request once it is sent.`}</AudienceHint>}
      side={
        <span className="row">
          {ready.some((request) => request.can.includes('request.update')) ? <RemoveSeveral complaintId={id} ready={ready} /> : null}
          {mayAdd && items?.length ? add : null}
          {isReady && record.can.includes('request.send') ? (
            <Link className="usa-button" to="/complaints/$id/send" params={{ id }}>
              Send requests
            </Link>
          ) : null}
        </span>
      }
    >
      {requests.error ? <ErrorState error={requests.error} retry={requests.refetch} /> : null}
      {requests.isPending ? <Skeleton lines={6} height={14} /> : null}
      {items ? (
        <RequestsTable
          requests={items}
          reader={session}
          empty={
            <EmptyState title="No request yet." action={mayAdd ? add : undefined}>
              {mayAdd ? 'A request asks the company for an answer, in text and files, by a date.' : null}
            </EmptyState>
          }
        />
      ) : null}
    </Section>
  )
}

/** "3 of 5 answered, next due Friday" */
function progressOf(items: readonly RequestItem[], today: string): string | undefined {
  const sent = items.filter((request) => request.status === 'sent_to_company' || request.status === 'sent_to_agency')
  if (sent.length === 0) return undefined
  const next = sent.flatMap((request) => (request.status === 'sent_to_company' && request.dueOn ? [request.dueOn] : [])).toSorted()[0]
  return `${String(sent.filter((request) => request.status === 'sent_to_agency').length)} of ${String(sent.length)} answered${next ? `, next due ${formatDate(next, 'weekday', today)}` : ''}`
}
