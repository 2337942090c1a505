import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { Section } from '../../../ui/page.tsx'
import { RelatedSection } from '../related/related-section.tsx'
import { ComplainantFacts, ComplaintFacts, TransactionFacts } from './fact-lists.tsx'
import { ReplaceReviewerButton } from '../review/reviewer-dialog.tsx'
import { ReviewFacts } from './review-facts.tsx'
import { UpdateForm } from './update-form.tsx'

const route = getRouteApi('/signed-in/complaints/$id')
const detailsRoute = getRouteApi('/signed-in/complaints/$id/details')

/** Everything that was entered, to read or, with ?edit, to update: the same fields as when entering. */
export function DetailsTab(): ReactNode {
  const { id } = route.useParams()
  const { edit } = detailsRoute.useSearch()
  const navigate = useNavigate()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const mayUpdate = record.can.includes('complaint.update') && record.status !== 'draft'
  return edit && mayUpdate ? <UpdateForm key={id} record={record} onDone={() => navigate({ to: '/complaints/$id/details', params: { id }, search: {} })} /> : <Details record={record} mayUpdate={mayUpdate} />
}

function Details({ record, mayUpdate }: { record: ComplaintRecord; mayUpdate: boolean }): ReactNode {
  const { detail } = record
  return (
    <>
      <Section
        title="Complaint"
        side={
          mayUpdate ? (
            <Link className="usa-button usa-button--quiet usa-button--small" to="/complaints/$id/details" params={{ id: record.id }} search={{ edit: true }}>
              Update Complaint
            </Link>
          ) : undefined
        }
      >
        <ComplaintFacts record={record} all />
      </Section>
      <Section title="Transaction">
        <TransactionFacts record={record} />
      </Section>
      {detail ? (
        <>
          <Section title="Complainant">
            <ComplainantFacts record={record} />
          </Section>
          <Section title="Consumer’s description">{detail.narrative ? <p className="prose reading">{detail.narrative}</p> : <p className="muted">Not entered.</p>}</Section>
          <Section title="Desired outcome">{detail.desiredOutcome ? <p className="prose reading">{detail.desiredOutcome}</p> : <p className="muted">Not entered.</p>}</Section>
          {detail.review ? (
            <Section title="Preliminary review">
              <ReviewFacts review={detail.review} />
              <ReplaceReviewerButton record={record} review={detail.review} />
            </Section>
          ) : null}
          <RelatedSection complaintId={record.id} />
        </>
      ) : null}
    </>
  )
}
