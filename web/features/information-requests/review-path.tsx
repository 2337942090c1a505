import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { requestsQuery } from '../../agency/queries.ts'
import { isToReview } from '../../agency/request-tag.tsx'

/** Where this request stands among its complaint's, and the way to the next answer to review. */
export function ReviewPath({ request }: { request: RequestRecord }): ReactNode {
  const all = useQuery(requestsQuery(request.complaintId)).data?.items
  if (!all) return null
  const toReview = all.filter(isToReview)
  const at = toReview.findIndex((other) => other.id === request.id)
  const next = toReview.find((other) => other.id !== request.id)
  return (
    <span className="path-side">
      {at >= 0 ? <span>{`${String(at + 1)} of ${String(toReview.length)} to review`}</span> : null}
      {next ? (
        <Link to="/information-requests/$id" params={{ id: next.id }}>
          {`Next answer: ${next.number}`}
        </Link>
      ) : null}
      {all.length > 1 ? (
        <Link to="/complaints/$id/information-requests" params={{ id: request.complaintId }}>
          {`All ${String(all.length)} requests`}
        </Link>
      ) : null}
    </span>
  )
}
