import { useState, type ReactNode } from 'react'
import { DecideChange, EntityRecord, type ChangeRequestItem } from '#src/modules/entities/contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { RadioGroup } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextArea } from '../../ui/form/text-fields.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Section } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { showEntity } from './entity-queries.ts'

/** What other agencies ask to change, open ones first, and what was answered. Left out while nobody asked. */
export function ChangeRequests({ entity, onAsk }: { entity: EntityRecord; onAsk: () => void }): ReactNode {
  const [answering, setAnswering] = useState<ChangeRequestItem | null>(null)
  const mayDecide = entity.can.includes('decide')
  if (entity.changeRequests.length === 0) return null
  return (
    <Section
      title="Requested changes"
      count={entity.changeRequests.length}
      side={
        entity.can.includes('request-change') ? (
          <button type="button" className="link-button" onClick={onAsk}>
            Request another change
          </button>
        ) : undefined
      }
    >
      <ul className="plain-list stack">
        {entity.changeRequests.map((request) => (
          <li key={request.id}>
            <Change request={request} onAnswer={mayDecide && request.state === 'open' ? () => setAnswering(request) : null} />
          </li>
        ))}
      </ul>
      {answering ? <AnswerDialog entity={entity} request={answering} onClose={() => setAnswering(null)} /> : null}
    </Section>
  )
}

function Change({ request, onAnswer }: { request: ChangeRequestItem; onAnswer: (() => void) | null }): ReactNode {
  const { timeZone } = useSession()
  return (
    <article className="panel">
      <div className="panel__head row row--apart">
        <span>
          <strong>{request.agency.shortName}</strong> <span className="muted">{`${request.requestedBy.name}, ${formatMoment(request.requestedAt, timeZone)}`}</span>
        </span>
        {request.state === 'open' ? <Tag tone="violet">Open</Tag> : request.state === 'done' ? <Tag tone="green">Done</Tag> : <Tag tone="outlined">Declined</Tag>}
      </div>
      <div className="panel__body stack stack--tight">
        <p className="prose">{request.wish}</p>
        {request.decidedAt ? (
          <p className="muted">
            {`${request.decidedBy?.name ?? ''}, ${formatMoment(request.decidedAt, timeZone)}${request.answer ? `: ${request.answer}` : ''}`}
          </p>
        ) : null}
        {onAnswer ? (
          <div className="row">
            <button type="button" className="usa-button usa-button--outline" onClick={onAnswer}>
              Answer<span className="sr-only"> the request of {request.agency.shortName}</span>
            </button>
          </div>
        ) : null}
      </div>
    </article>
  )
}

function AnswerDialog({ entity, request, onClose }: { entity: EntityRecord; request: ChangeRequestItem; onClose: () => void }): ReactNode {
  const form = useContractForm(DecideChange, { defaultValues: { state: 'done', answer: '' } })
  async function answer(input: DecideChange) {
    await showEntity(await api.post(`/entities/${entity.id}/change-requests/${request.id}/decisions`, input, EntityRecord))
    announce('The answer was sent')
    onClose()
  }
  return (
    <FormDialog title={`Answer ${request.agency.shortName}`} submit="Send the answer" keep="Not now" form={form} onSubmit={answer} onClose={onClose}>
      <p className="prose">{request.wish}</p>
      <RadioGroup
        form={form}
        name="state"
        label="What did you do?"
        options={[
          { value: 'done', label: 'Done', hint: 'The record was changed. Change it first with Update.' },
          { value: 'declined', label: 'Declined', hint: 'The record stays as it is. Say why.' },
        ]}
      />
      <TextArea form={form} name="answer" label="Answer" hint="Required to decline." optional max={4_000} rows={3} />
      <AudienceHint who="sent">{`${request.agency.name} is told. Every agency can read the answer.`}</AudienceHint>
    </FormDialog>
  )
}
