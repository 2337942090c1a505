import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useSession } from '../../../app/session.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Section } from '../../../ui/page.tsx'
import { receiptPath, submissionsQuery } from '../../../company/queries.ts'

/** What was submitted, each press with its receipt. */
export function Receipts({ complaintId }: { complaintId: string }): ReactNode {
  const { timeZone } = useSession()
  const { data } = useQuery(submissionsQuery(complaintId))
  if (!data || data.items.length === 0) return null
  return (
    <Section title="Receipts" lead="What your company submitted">
      <ul className="plain-list comments">
        {data.items.map((item) => {
          const hidden = item.answers - item.requests.length
          const numbers = [...item.requests.map((request) => request.number), ...(hidden > 0 ? [hidden === 1 ? 'a restricted answer' : `${String(hidden)} restricted answers`] : [])].join(', ')
          return (
            <li key={item.id}>
              <p>
                <a href={receiptPath(complaintId, item.id)} download>
                  Receipt of {formatMoment(item.submittedAt, timeZone)} (PDF)
                </a>
              </p>
              <p className="muted small">
                {numbers}, submitted by {item.submittedBy.name}
                {item.actedFor ? ` for ${item.actedFor.name}` : ''}
              </p>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** The receipt of one answer. */
export function ReceiptLink({ complaintId, requestId, round }: { complaintId: string; requestId: string; round: number }): ReactNode {
  const { data } = useQuery(submissionsQuery(complaintId))
  const submission = data?.items.find((item) => item.requests.some((request) => request.id === requestId && request.round === round))
  if (!submission) return null
  return (
    <p>
      <a href={receiptPath(complaintId, submission.id)} download>
        Download the receipt (PDF)
      </a>{' '}
      <span className="muted">It says what was sent, when and by whom.</span>
    </p>
  )
}
