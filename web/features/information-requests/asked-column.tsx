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

/** What the agency asked: its text, its files, and the words of the complaint behind it. */
export function AskedColumn({ request, company }: { request: RequestRecord; company: string }): ReactNode {
  const { timeZone, today } = useSession()
  const isSent = request.sentAt !== null
  const narrative = request.complaint.narrative
  return (
    <div className="request-column">
      <Section title={isSent ? 'What you asked' : 'What you will ask'}>
        <p className="muted">
          {request.sentAt ? `Sent by ${request.sentBy?.name ?? 'your agency'}, ${formatMoment(request.sentAt, timeZone, 'weekday')}` : `Written by ${request.createdBy.name}, ${formatMoment(request.createdAt, timeZone, 'weekday')}`}
        </p>
        <p>
          {'Due '}
          <Due date={request.dueOn} today={today} style="weekday" words={request.status === 'sent_to_company'} done={request.status !== 'sent_to_company'} />
          {request.originalDueOn && request.originalDueOn !== request.dueOn ? <span className="muted">{`, first ${formatDate(request.originalDueOn, 'weekday', today)}`}</span> : null}
        </p>
        {isSent ? null : <AudienceHint who="own">{`Only your agency sees it. ${company} does once you send it.`}</AudienceHint>}
      </Section>
      <Section title="The request" level={3}>
        <p className="prose reading">{request.description}</p>
      </Section>
      {request.documents.length > 0 ? (
        <Section title={isSent ? 'Documents you sent' : 'Documents that go with it'} level={3}>
          <ul className="plain-list">
            {request.documents.map((document) => (
              <li key={document.id} className="row">
                <Icon name="file_present" />
                {document.canOpen ? <a href={contentOf(document)}>{document.name}</a> : document.name}
                <span className="muted">{sizeWords(document.size)}</span>
                {document.scan === 'clean' || document.scan === 'not_scanned' ? null : <ScanTag document={document} />}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
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
