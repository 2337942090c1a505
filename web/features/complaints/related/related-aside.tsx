import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RelatedRecord } from '#src/modules/complaints/related-contract.ts'
import { StatusTag } from '../../../agency/complaint-tags.tsx'
import { relatedQuery } from './related-query.ts'
import { RelatedName } from './related-section.tsx'
import { relatedDetail, relatedWords } from './related-words.ts'

const shownBeside = 6

/** Related records beside the summary; they are added and removed with the details. Without any, nothing is said. */
export function RelatedAside({ complaintId }: { complaintId: string }): ReactNode {
  const items = useQuery(relatedQuery(complaintId)).data?.items ?? []
  if (items.length === 0) return null
  return (
    <section>
      <h2 className="aside-title">Related records</h2>
      <ul className="related-aside">
        {items.slice(0, shownBeside).map((record) => (
          <li key={record.id}>
            <RelatedName record={record} /> {record.complaint ? <StatusTag status={record.complaint.status} /> : null} <span className="muted">{wordsOf(record)}</span>
          </li>
        ))}
      </ul>
      {items.length > shownBeside ? (
        <p className="aside-note">
          <Link to="/complaints/$id/details" params={{ id: complaintId }}>
            {`All ${String(items.length)}`}
            <span className="sr-only"> related records</span>
          </Link>
        </p>
      ) : null}
    </section>
  )
}

/** Of a complaint its subject tells enough; of others first what they are. */
function wordsOf(record: RelatedRecord): string {
  const detail = relatedDetail(record)
  return record.complaint ? detail : [relatedWords[record.kind], detail].filter(Boolean).join(', ')
}
