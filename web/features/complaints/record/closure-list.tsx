import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { closeReasonWords } from '#src/modules/complaints/domain/closing.ts'
import type { DetailedClosure } from '#src/modules/complaints/lifecycle-contract.ts'
import { contentOf } from '../../../agency/document-table.tsx'
import { sizeWords } from '../../../ui/files/file-rules.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, formatMoment } from '../../../ui/format-date.ts'
import { dollars } from './fact-lists.tsx'

/** How it was closed, each time, the latest first. */
export function ClosureList({ closures, timeZone }: { closures: readonly DetailedClosure[]; timeZone: string }): ReactNode {
  return (
    <div className="stack">
      {closures.map((closure) => (
        <Facts
          key={closure.id}
          items={[
            { label: 'Reason', value: <strong>{closeReasonWords[closure.reason]}</strong> },
            { label: closure.reason === 'duplicate' ? 'Duplicate of' : 'Referred to', value: <Reference closure={closure} /> },
            { label: 'Relief', value: closure.reliefAmount ? `${dollars(closure.reliefAmount)}${closure.reliefPaidOn ? `, paid ${formatDate(closure.reliefPaidOn, 'year')}` : ''}` : null },
            { label: 'Closed', value: `${formatMoment(closure.closedAt, timeZone)} by ${closure.closedBy.name}` },
            { label: 'Days open', value: String(closure.daysOpen) },
            { label: 'Internal notes', value: closure.notes ? <span className="prose">{closure.notes}</span> : null },
            { label: 'Comments to the company', value: closure.commentsToCompany ? <span className="prose">{closure.commentsToCompany}</span> : closure.sharedWithCompany ? 'None' : 'Not told: it never received the complaint' },
            { label: 'Documents to the company', value: closure.documents.length > 0 ? <SharedDocuments documents={closure.documents} /> : null },
          ]}
        />
      ))}
    </div>
  )
}

function Reference({ closure: { reference, referenceId } }: { closure: DetailedClosure }): ReactNode {
  if (referenceId === null) return reference
  return (
    <Link to="/complaints/$id" params={{ id: referenceId }} className="num">
      {reference}
    </Link>
  )
}

function SharedDocuments({ documents }: { documents: DetailedClosure['documents'] }): ReactNode {
  return (
    <ul className="plain-list">
      {documents.map((document) => (
        <li key={document.id} className="wrap-anywhere">
          {document.canOpen ? <a href={contentOf(document)}>{document.name}</a> : document.name} <span className="muted">{sizeWords(document.size)}</span>
        </li>
      ))}
    </ul>
  )
}
