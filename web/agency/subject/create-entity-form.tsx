import { useEffect, useRef, useState, type ReactNode } from 'react'
import { CreateEntity, EntityRecord } from '#src/modules/entities/contract.ts'
import type { FoundSubject } from '#src/modules/complaints/subject-contract.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { blankEntity, EntityFields } from './entity-fields.tsx'
import { lookUpSubject, type Clues } from './subject-queries.ts'

/** Create New Non-NMLS Entity, filled with what was searched for. */
export function CreateEntityForm({ clues, onCreated, onBack }: { clues: Clues; onCreated: (subject: FoundSubject) => void; onBack: () => void }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const form = useContractForm(CreateEntity, {
    defaultValues: { ...blankEntity, name: clues.name ?? '', city: clues.city ?? '', state: clues.state ?? '', phone: clues.phone ?? '', website: clues.website ?? '', people: clues.employee ?? '', description: clues.keywords ?? '' },
  })

  async function create(input: CreateEntity) {
    const record = await api.post('/entities', input, EntityRecord, { idempotencyKey: key })
    void queryClient.invalidateQueries({ queryKey: ['entity-lists'] })
    const [subject] = await lookUpSubject({ by: 'etn', value: record.etn, state: undefined })
    announce(`${record.etn} was created`)
    if (subject) onCreated(subject)
  }

  return (
    <section className="stack" aria-labelledby="create-entity">
      <h2 id="create-entity" ref={heading} tabIndex={-1}>
        Create New Non-NMLS Entity
      </h2>
      <p className="muted">Your agency keeps this record; other agencies can ask you to change it. No information request can be sent to it until it has become a company.</p>
      <Form form={form} label="Create New Non-NMLS Entity" onSubmit={create}>
        <EntityFields form={form} />
        <div className="row">
          <SubmitButton form={form}>Create the entity</SubmitButton>
          <button type="button" className="usa-button usa-button--outline" onClick={onBack}>
            Back to the search
          </button>
        </div>
      </Form>
    </section>
  )
}
