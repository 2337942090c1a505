import { usePrefetchInfiniteQuery, useQuery, useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'
import { companyWord } from '../../../agency/complaint-words.ts'
import { complaintQuery, historyQuery, requestsQuery } from '../../../agency/queries.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Section } from '../../../ui/page.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { WaitedForPanel } from '../../../ui/waited-for-panel.tsx'
import { EndingsSection } from '../lifecycle/endings-section.tsx'
import { closuresQuery } from '../lifecycle/lifecycle-queries.ts'
import { ReferralHistory, ReferralPanel } from '../lifecycle/referral-panel.tsx'
import { ComplainantFacts, ComplaintFacts, TransactionFacts } from './fact-lists.tsx'
import { heldBy } from './held-by.ts'
import { HistoryList } from './history-list.tsx'
import { NextStepLink } from './next-step-link.tsx'
import { RequestsTable } from './requests-table.tsx'
import { TimelineChart } from './timeline-chart.tsx'
import { waitedFor, type Waited } from './waited-for.ts'

const route = getRouteApi('/signed-in/complaints/$id')

export function SummaryTab(): ReactNode {
  const { id } = route.useParams()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  return record.detail ? <Detailed record={record} /> : <Basic record={record} />
}

function Detailed({ record }: { record: ComplaintRecord }): ReactNode {
  const session = useSession()
  usePrefetchInfiniteQuery(historyQuery(record.id))
  const requests = useSuspenseQuery(requestsQuery(record.id)).data.items
  const company = record.subject ? companyWord(record.subject.name) : 'The company'
  const isDraft = record.status === 'draft'
  const answered = requests.filter((request) => request.status === 'sent_to_agency').length
  const sent = requests.filter((request) => request.status === 'sent_to_agency' || request.status === 'sent_to_company').length
  return (
    <>
      <Panel record={record} requests={requests} />
      {isDraft ? null : (
        <Section
          title="Information requests"
          lead={sent > 0 ? `${String(answered)} of ${String(sent)} answered` : undefined}
          side={requests.length > 0 ? <AudienceHint who="shared">{`${company} sees all but the unsent ones`}</AudienceHint> : undefined}
        >
          <RequestsTable requests={requests} empty="No request yet." reader={session} />
        </Section>
      )}
      {isDraft ? null : <TimelineSection record={record} requests={requests} company={company} />}
      <Facts record={record} company={company} />
      <EndingsSection record={record} timeZone={session.timeZone} />
      <ReferralHistory record={record} />
    </>
  )
}

function Panel({ record, requests }: { record: ComplaintRecord; requests: readonly RequestItem[] }): ReactNode {
  const session = useSession()
  const { who, act, facts, note, next } = waitedFor(record, requests, session, useEnding(record))
  const away = requests.filter((request) => request.status === 'sent_to_company')
  const dueOn = away.flatMap((request) => request.dueOn ?? []).toSorted()[0]
  if (record.status === 'referral_in_progress') return <ReferralPanel record={record} />
  const isOurs = next?.kind === 'review' || next?.kind === 'send'
  return (
    <div>
      <WaitedForPanel who={who} act={act} facts={note ? <NotedFacts note={note} facts={facts} /> : facts} action={next ? <NextStepLink next={next} record={record} /> : undefined} />
      {isOurs && away.length > 0 && record.subject ? (
        <p className="below-panel">
          <Tag tone="mint">Company</Tag>
          <span>
            {`${companyWord(record.subject.name)} also has `}
            <Link to="/complaints/$id/information-requests" params={{ id: record.id }}>
              {away.length === 1 ? '1 request' : `${String(away.length)} requests`}
            </Link>
            {dueOn ? `, next due ${formatDate(dueOn, 'weekday', session.today)}.` : '.'}
          </span>
        </p>
      ) : null}
    </div>
  )
}

/** What a colleague asked stands apart from what the page explains. */
function NotedFacts({ note, facts }: { note: NonNullable<Waited['note']>; facts: string }): ReactNode {
  return (
    <>
      <p>{facts}</p>
      <p className="waited__note">
        {note.by} asks: <q>{note.text}</q>
      </p>
    </>
  )
}

/** How a complaint that is closed or canceled ended, once it was read. */
function useEnding(record: ComplaintRecord) {
  return useQuery({ ...closuresQuery(record.id), enabled: record.status === 'canceled' || record.status === 'closed' }).data
}

function TimelineSection({ record, requests, company }: { record: ComplaintRecord; requests: readonly RequestItem[]; company: string }): ReactNode {
  const session = useSession()
  const history = useSuspenseInfiniteQuery(historyQuery(record.id))
  const canceledAt = useEnding(record)?.cancellation?.canceledAt ?? null
  const timeline = heldBy(record, requests, { ...session, canceledAt })
  const entries = history.data.pages[0]?.items.slice(0, 4) ?? []
  const days = record.daysOpen === null ? null : `${String(record.daysOpen)} ${record.daysOpen === 1 ? 'day' : 'days'} ${record.status === 'closed' ? 'until closed' : record.status === 'canceled' ? 'until canceled' : 'open'}`
  return (
    <Section title="Timeline" lead={[days, timeline.daysWithCompany > 0 ? `${String(timeline.daysWithCompany)} with the company` : null].filter(Boolean).join(', ')}>
      <TimelineChart timeline={timeline} holders={{ agency: record.isOwn ? 'Your agency' : record.agency.shortName, company }} />
      <HistoryList complaintId={record.id} entries={entries} timeZone={session.timeZone} />
      <p>
        <Link to="/complaints/$id/history" params={{ id: record.id }}>
          All entries
        </Link>
      </p>
    </Section>
  )
}

function Facts({ record, company }: { record: ComplaintRecord; company: string }): ReactNode {
  const { timeZone } = useSession()
  const { detail } = record
  if (!detail) return null
  const isDraft = record.status === 'draft'
  // An entity is never sent anything, so that nothing is said of it.
  const isEntity = Boolean(record.subject?.entity)
  const never = isEntity ? '' : `, never ${company}`
  const shared = isDraft ? 'Only your agency, while it is a draft' : isEntity ? 'Agencies with access' : detail.narrativeShared && record.firstSentAt ? `Shared with ${company} on ${formatDate(todayIn(timeZone, record.firstSentAt))}` : `Agencies with access. Not shared with ${company}`
  const restricted = detail.complainant === null || detail.complainant.restricted
  return (
    <>
      <div className="side-by-side section">
        <Section title="Consumer’s description" hint={<AudienceHint who={isDraft ? 'own' : detail.narrativeShared ? 'shared' : 'hidden'}>{shared}</AudienceHint>}>
          {detail.narrative ? <p className="prose reading">{detail.narrative}</p> : <p className="muted">Not entered.</p>}
        </Section>
        <Section title="Desired outcome" hint={<AudienceHint who="hidden">{`Agencies with access${never}`}</AudienceHint>}>
          {detail.desiredOutcome ? <p className="prose reading">{detail.desiredOutcome}</p> : <p className="muted">Not entered.</p>}
        </Section>
      </div>
      <Section
        title="Facts"
        side={
          record.can.includes('complaint.update') && record.status !== 'draft' ? (
            <Link className="usa-button usa-button--quiet usa-button--small" to="/complaints/$id/details" params={{ id: record.id }} search={{ edit: true }}>
              Update Complaint
            </Link>
          ) : undefined
        }
      >
        <div className="side-by-side side-by-side--even">
          <Section title="Complaint" level={3} hint={<AudienceHint who="hidden">{`Every agency${never}`}</AudienceHint>}>
            <ComplaintFacts record={record} />
          </Section>
          <div className="stack stack--wide">
            <Section title="Transaction" level={3} hint={<AudienceHint who="shared">{`Date, place: every agency${isEntity ? '' : `, ${company}`}. Amount: agencies with access`}</AudienceHint>}>
              <TransactionFacts record={record} />
            </Section>
            <Section
              title="Complainant"
              level={3}
              side={restricted ? <Tag tone="lock">Restricted</Tag> : undefined}
              hint={restricted ? <AudienceHint who="own">{record.isOwn ? 'Only your agency' : 'Only the owning agency'}</AudienceHint> : <AudienceHint who="shared">{isEntity ? 'Agencies with access' : `Agencies with access. ${company}: name and address only`}</AudienceHint>}
            >
              <ComplainantFacts record={record} />
            </Section>
          </div>
        </div>
      </Section>
    </>
  )
}

/** Another agency's complaint: basic information, and nothing that asks for more. */
function Basic({ record }: { record: ComplaintRecord }): ReactNode {
  const session = useSession()
  const { who, act, facts } = waitedFor(record, [], session)
  return (
    <>
      {record.status === 'referral_in_progress' ? <ReferralPanel record={record} /> : <WaitedForPanel who={who} act={act} facts={facts} />}
      <Section title="Basic information" hint={<AudienceHint who="shared">{`Complaints users of every agency see this. The detail is ${record.agency.shortName}’s own.`}</AudienceHint>}>
        <ComplaintFacts record={record} />
      </Section>
      <Section title="Transaction">
        <TransactionFacts record={record} />
      </Section>
      <ReferralHistory record={record} />
    </>
  )
}
