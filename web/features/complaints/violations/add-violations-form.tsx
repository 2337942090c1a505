import { useNavigate, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFieldArray } from 'react-hook-form'
import { AddViolations, ViolationPage } from '#src/modules/violations/contract.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { forgetTyped, useContractForm } from '../../../ui/form/contract-form.ts'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { CitationFields } from './citation-fields.tsx'

const blank = { description: '', citationId: undefined, citation: '', level: undefined }

/** Several at once; what was typed is kept should the page be left. */
export function AddViolationsForm({ complaintId, company }: { complaintId: string; company: string }): ReactNode {
  const navigate = useNavigate()
  const memoryKey = `violations-${complaintId}`
  const form = useContractForm(AddViolations, { defaultValues: { violations: [blank] }, memoryKey })
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'violations' })
  const back = { to: '/complaints/$id/violations', params: { id: complaintId }, search: {} } as const
  return (
    <Form
      form={form}
      label="Add alleged violations"
      onSubmit={async (input) => {
        await api.post(`/complaints/${complaintId}/alleged-violations`, input, ViolationPage)
        forgetTyped(memoryKey)
        announce(input.violations.length === 1 ? 'The alleged violation is added' : `${String(input.violations.length)} alleged violations are added`)
        await navigate(back)
        await refreshComplaint(complaintId)
      }}
    >
      <AudienceHint who="hidden">{`Agencies with access see alleged violations. ${company} never does.`}</AudienceHint>
      {fields.map((field, index) => (
        <Fieldset key={field.id} legend={fields.length === 1 ? 'Alleged violation' : `Alleged violation ${String(index + 1)}`}>
          <TextArea form={form} name={`violations.${index}.description`} label="Description" hint="What the company did or failed to do" max={10_000} rows={4} />
          <CitationFields form={form} names={{ citationId: `violations.${index}.citationId`, citation: `violations.${index}.citation`, level: `violations.${index}.level` }} />
          {fields.length > 1 ? (
            <p>
              <button type="button" className="link-button danger" onClick={() => remove(index)}>
                Take this one away<span className="sr-only">: alleged violation {index + 1}</span>
              </button>
            </p>
          ) : null}
        </Fieldset>
      ))}
      <p>
        <button type="button" className="usa-button usa-button--quiet" onClick={() => append(blank)}>
          + Add Alleged Violation
        </button>
      </p>
      <StickyBar note="All of them are saved, or none.">
        <SubmitButton form={form}>{fields.length === 1 ? 'Save Alleged Violation' : `Save ${String(fields.length)} Alleged Violations`}</SubmitButton>
        <Link className="usa-button usa-button--outline" {...back} onClick={() => forgetTyped(memoryKey)}>
          Leave without saving
        </Link>
      </StickyBar>
    </Form>
  )
}
