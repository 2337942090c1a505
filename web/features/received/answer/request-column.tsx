import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Icon } from '../../../ui/icon.tsx'
import { DocumentLinks } from '../../../company/agency-documents.tsx'
import { ConsumerWords } from '../../../company/consumer-words.tsx'

/** What is asked, in view while one writes. */
export function RequestColumn({ record }: { record: ReceivedRequestRecord }): ReactNode {
  const { timeZone } = useSession()
  const { complaint } = record
  const { agencyPoc } = complaint
  const who = [complaint.complainantName, complaint.complainantPlace].filter(Boolean).join(', ')
  return (
    <div className="request-column stack">
      <div>
        <h2>The request</h2>
        <p className="muted small">
          {record.number}, sent {formatDate(todayIn(timeZone, record.sentAt), 'year')}
          {record.sentBy ? ` by ${record.sentBy.name}` : ''}, {complaint.agency.name}
        </p>
      </div>
      <p className="prose">{record.description}</p>
      <SentBack rounds={record.rounds} />
      {record.documents.length > 0 ? (
        <div>
          <h3>Documents from the agency</h3>
          <DocumentLinks documents={record.documents} />
        </div>
      ) : null}
      <ConsumerWords narrative={complaint.narrative} lead={who ? <p>{who}</p> : undefined} />
      <p className="request-help">
        <Icon name="help_outline" size={1.25} />
        <span>
          Questions about the request?{' '}
          {agencyPoc ? (
            <>
              {agencyPoc.phone ? 'Call' : 'Ask'} {agencyPoc.name}
              {agencyPoc.phone ? (
                <>
                  , <a href={`tel:${agencyPoc.phone.replace(/[^\d+]/g, '')}`}>{agencyPoc.phone}</a>
                </>
              ) : null}
              .{' '}
            </>
          ) : null}
          <Link to="/help" hash="answer">
            How to answer a request
          </Link>
        </span>
      </p>
    </div>
  )
}

/** Why the agency sent the request back, the latest first; every round stays readable. */
function SentBack({ rounds }: { rounds: ReceivedRequestRecord['rounds'] }): ReactNode {
  const { timeZone, today } = useSession()
  if (rounds.length === 0) return null
  return (
    <div className="stack stack--tight">
      <h3>Why it was sent back</h3>
      {rounds.map((round) => (
        <section key={round.round} className="sent-back" aria-label={`Round ${String(round.round)}`}>
          <p className="muted small">
            Round {round.round}, {round.sentBackBy.name}, {formatDate(todayIn(timeZone, round.sentBackAt), 'year')}, due {formatDate(round.dueOn, 'short', today)}
          </p>
          <p className="prose">{round.explanation}</p>
          {round.documents.length > 0 ? <DocumentLinks documents={round.documents} /> : null}
        </section>
      ))}
    </div>
  )
}
