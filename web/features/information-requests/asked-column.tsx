import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { excerpt } from '../../agency/complaint-words.ts'
import { contentOf, ScanTag } from '../../agency/document-table.tsx'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Due } from '../../ui/due.tsx'
import { sizeWords } from '../../ui/files/file-rules.ts'
import { formatDate, formatMoment } from '../../ui/format-date.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/page.tsx'
import { DecidedAsks } from './asks-panel.tsx'

/** What the agency asked: its text, its files, and the words of the complaint behind it. */
export function AskedColumn({ request, company, round }: { request: RequestRecord; company: string; round: number }): ReactNode {
  const { timeZone, today } = useSession()
  const isSent = request.sentAt !== null
  const narrative = request.complaint.narrative
  const began = request.rounds.find((one) => one.round === round)
  const isPresent = round === request.round
  return (
    <div className="request-column">
      <Section title={isSent ? 'What you asked' : 'What you will ask'}>
        <p className="muted">
          {request.sentAt ? `Sent by ${request.sentBy?.name ?? 'your agency'}, ${formatMoment(request.sentAt, timeZone, 'weekday')}` : `Written by ${request.createdBy.name}, ${formatMoment(request.createdAt, timeZone, 'weekday')}`}
        </p>
        {request.acknowledgeOnly ? <p>Asks only to acknowledge receipt.</p> : null}
        {isPresent ? <p>
          {'Due '}
          <Due date={request.dueOn} today={today} style="weekday" words={request.status === 'sent_to_company'} done={request.status !== 'sent_to_company'} />
          {request.originalDueOn && request.originalDueOn !== request.dueOn ? <span className="muted">{`, was ${formatDate(request.originalDueOn, 'weekday', today)}`}</span> : null}
        </p> : null}
        {isSent ? null : <AudienceHint who="own">{`Only your agency sees it. ${company} does once you send it.`}</AudienceHint>}
      </Section>
      {began ? (
        <Section title={`Why it was sent back, round ${String(began.round)}`} level={3}>
          <p className="muted">{`${began.sentBackBy.name}, ${formatMoment(began.sentBackAt, timeZone, 'weekday')}, due ${formatDate(began.dueOn, 'weekday', today)}`}</p>
          <p className="prose reading">{began.explanation}</p>
          {began.documents.length > 0 ? <SentFiles documents={began.documents} /> : null}
        </Section>
      ) : null}
      <Section title="The request" level={3}>
        <p className="prose reading">{request.description}</p>
      </Section>
      {request.documents.length > 0 ? (
        <Section title={isSent ? 'Documents you sent' : 'Documents that go with it'} level={3}>
          <SentFiles documents={request.documents} />
        </Section>
      ) : null}
      <DecidedAsks request={request} />
      {narrative ? (
        <Section title="From the complaint" level={3}>
          <p className="muted prose">{`“${excerpt(narrative, 320)}”`}</p>
          <p>
            <Link to="/complaints/$id" params={{ id: request.complaintId }}>
              Read the whole description
            </Link>
          </p>
        </Section>
      ) : null}
    </div>
  )
}

function SentFiles({ documents }: { documents: RequestRecord['documents'] }): ReactNode {
  return (
    <ul className="plain-list">
      {documents.map((document) => (
        <li key={document.id} className="row">
          <Icon name="file_present" />
          {document.canOpen ? <a href={contentOf(document)}>{document.name}</a> : document.name}
          <span className="muted">{sizeWords(document.size)}</span>
          {document.scan === 'clean' || document.scan === 'not_scanned' ? null : <ScanTag document={document} />}
        </li>
      ))}
    </ul>
  )
}
