import type { ReactNode } from 'react'
import { useSession } from '../app/session.tsx'
import { Facts } from '../ui/facts.tsx'
import { formatDate, formatMoment, todayIn } from '../ui/format-date.ts'
import { Section } from '../ui/page.tsx'
import { DocumentLinks } from './agency-documents.tsx'
import type { ReceivedContent } from './shared-documents.ts'

/** What the agency wrote with each sending. */
export function Sendings({ sendings, agency }: { sendings: ReceivedContent['sendings']; agency: string }): ReactNode {
  const { timeZone } = useSession()
  const written = sendings.filter((sending) => sending.commentary !== '')
  if (written.length === 0) return null
  return (
    <Section title={`What ${agency} wrote`}>
      <ul className="plain-list stack">
        {written.map((sending) => (
          <li key={sending.at}>
            <p>
              <strong>{sending.by.name}</strong> <span className="muted small">{formatMoment(sending.at, timeZone)}</span>
            </p>
            <p className="prose">{sending.commentary}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The latest closing's comments stand in the panel while the complaint is closed; here are all with their documents. */
export function Closures({ closures, agency, open }: { closures: ReceivedContent['closures']; agency: string; open: boolean }): ReactNode {
  const { timeZone } = useSession()
  const inPanel = open ? undefined : closures[0]
  const shown = closures.filter((closure) => closure !== inPanel || closure.documents.length > 0)
  if (shown.length === 0) return null
  return (
    <Section title="All closings" lead={`By ${agency}`}>
      <ul className="plain-list stack">
        {shown.map((closure) => (
          <li key={closure.closedAt}>
            <p>
              <strong>Closed {formatDate(todayIn(timeZone, closure.closedAt), 'year')}</strong>
            </p>
            {closure === inPanel ? null : <p className="prose">{closure.comments || 'The agency wrote no comments for your company.'}</p>}
            {closure.documents.length > 0 ? <DocumentLinks documents={closure.documents} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The complaint as far as the agency shares it. */
export function ComplaintFacts({ content }: { content: ReceivedContent }): ReactNode {
  const { complainant } = content
  const place = [content.transactionCity, content.transactionState].filter(Boolean).join(', ')
  const address = complainant ? [complainant.street, [complainant.city, [complainant.state, complainant.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')].filter(Boolean) : []
  return (
    <>
      <Facts
        columns={2}
        items={[
          { label: 'Complainant', value: complainant ? `${complainant.firstName} ${complainant.lastName}`.trim() : null },
          { label: 'Address', value: address.length > 0 ? address.map((line) => <div key={line}>{line}</div>) : null },
          { label: 'Transaction', value: content.transactionDate ? formatDate(content.transactionDate, 'year') : null },
          { label: 'Place', value: place },
        ]}
      />
      {complainant ? null : <p className="muted">The agency keeps the complainant’s name and address to itself.</p>}
    </>
  )
}
