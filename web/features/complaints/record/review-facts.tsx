import type { ReactNode } from 'react'
import type { PreliminaryReview } from '#src/modules/complaints/review-contract.ts'
import { useSession } from '../../../app/session.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatMoment } from '../../../ui/format-date.ts'

/** Who asked whom to look at a complaint first, and what came of it. */
export function ReviewFacts({ review }: { review: PreliminaryReview }): ReactNode {
  const { timeZone } = useSession()
  return (
    <Facts
      items={[
        { label: 'Reviewer', value: <strong>{review.reviewer.name}</strong> },
        { label: 'Asked', value: `${formatMoment(review.askedAt, timeZone)} by ${review.askedBy.name}` },
        { label: 'Note', value: review.note ? <span className="prose">{review.note}</span> : null },
        { label: 'Completed', value: review.completedAt && review.completedBy ? `${formatMoment(review.completedAt, timeZone)} by ${review.completedBy.name}` : null },
        { label: 'Comments', value: review.comments ? <span className="prose">{review.comments}</span> : null },
      ]}
    />
  )
}
