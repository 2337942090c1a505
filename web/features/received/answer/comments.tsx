import type { ReactNode } from 'react'
import { z } from 'zod'
import { AddComment, type AnswerWork } from '#src/modules/information-requests/answer-contract.ts'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Section } from '../../../ui/page.tsx'
import { useChangeWork } from './use-work.ts'

/** What colleagues say to each other about an answer. */
export function Comments({ record, work }: { record: ReceivedRequestRecord; work: AnswerWork }): ReactNode {
  const { timeZone } = useSession()
  const change = useChangeWork(record.id)
  const mayAdd = record.can.includes('response.comment')
  if (work.comments.length === 0 && !mayAdd) return null
  return (
    <Section title="Internal comments" level={3} count={work.comments.length > 0 ? work.comments.length : undefined} hint={<AudienceHint who="own">Only colleagues who may read this answer see them. Never the agency.</AudienceHint>}>
      {work.comments.length > 0 ? (
        <ol className="plain-list comments">
          {work.comments.map((comment) => (
            <li key={comment.id}>
              <p className="row">
                <strong>{comment.author.name}</strong>
                <span className="muted small">
                  {formatMoment(comment.createdAt, timeZone)}
                  {comment.round < record.round ? `, round ${String(comment.round)}` : ''}
                </span>
                {comment.canRemove ? (
                  <button type="button" className="usa-button usa-button--quiet usa-button--small" aria-label={`Remove your comment of ${formatMoment(comment.createdAt, timeZone)}`} onClick={() => void change.remove(`comments/${comment.id}`).then(() => announce('Comment removed'), () => announce('The comment could not be removed'))}>
                    Remove
                  </button>
                ) : null}
              </p>
              {comment.removed ? <p className="muted">Removed by its author.</p> : <p className="prose">{comment.text}</p>}
            </li>
          ))}
        </ol>
      ) : null}
      {mayAdd ? <AddForm onAdd={(text) => change.post('comments', { text })} memoryKey={`comment:${record.id}`} /> : null}
    </Section>
  )
}

/** Named apart from the answer's own text, which stands on the same page. */
const Remark = z.object({ remark: AddComment.shape.text })

function AddForm({ onAdd, memoryKey }: { onAdd: (text: string) => Promise<void>; memoryKey: string }): ReactNode {
  const form = useContractForm(Remark, { defaultValues: { remark: '' }, memoryKey })
  return (
    <Form
      form={form}
      label="Add a comment"
      onSubmit={async ({ remark }) => {
        await onAdd(remark)
        form.reset({ remark: '' })
        announce('Comment added')
      }}
    >
      <TextArea form={form} name="remark" label="Comment" max={4_000} rows={2} />
      <div className="row">
        <SubmitButton form={form} tone="outline">
          Add comment
        </SubmitButton>
      </div>
    </Form>
  )
}
