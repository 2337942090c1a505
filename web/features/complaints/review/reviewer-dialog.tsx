import { useState, type ReactNode } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { ReplaceReviewer, type PreliminaryReview } from '#src/modules/complaints/review-contract.ts'
import { complaintQuery, refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { HandlerChoices } from './handler-choices.tsx'

/** Another colleague for a preliminary review that waits, where the reader may name one. */
export function ReplaceReviewerButton({ record, review }: { record: ComplaintRecord; review: PreliminaryReview }): ReactNode {
  const [asking, setAsking] = useState(false)
  if (!review.canReplace) return null
  return (
    <>
      <p>
        <button type="button" className="usa-button usa-button--quiet usa-button--small" onClick={() => setAsking(true)}>
          Choose another reviewer
        </button>
      </p>
      {asking ? <ReviewerDialog record={record} review={review} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function ReviewerDialog({ record, review, onClose }: { record: ComplaintRecord; review: PreliminaryReview; onClose: () => void }): ReactNode {
  const form = useContractForm(ReplaceReviewer, { defaultValues: { version: record.version, reviewerId: '', note: review.note } })
  return (
    <FormDialog
      title="Choose another reviewer"
      submit="Send it to this person"
      keep={`Leave it with ${review.reviewer.name}`}
      form={form}
      onClose={onClose}
      onSubmit={async ({ reviewerId, note }) => {
        const next = await api.post(`/complaints/${record.id}/reviewers`, { version: record.version, reviewerId, note }, ComplaintRecord)
        queryClient.setQueryData(complaintQuery(record.id).queryKey, next)
        announce(`${next.detail?.review?.reviewer.name ?? 'The chosen colleague'} is asked to review it`)
        onClose()
        await refreshComplaint(record.id)
      }}
    >
      <p>{`The task leaves ${review.reviewer.name}. The new reviewer is told by e-mail and gets the task.`}</p>
      <HandlerChoices form={form} name="reviewerId" label="Who shall review it instead?" without={[review.reviewer.id, review.askedBy.id]} />
      <TextArea form={form} name="note" label="What to look at" optional max={4_000} rows={3} hint={<AudienceHint who="hidden">Agencies with access. Never the company.</AudienceHint>} />
    </FormDialog>
  )
}
