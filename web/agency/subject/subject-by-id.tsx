import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { LookUpSubject, type FoundSubject, type LookupKind } from '#src/modules/complaints/subject-contract.ts'
import { SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { stateOptions } from '../states.ts'
import { lookUpSubject } from './subject-queries.ts'
import { SubjectResults } from './subject-results.tsx'

const kinds = [
  { label: 'Company', options: [{ value: 'ses', label: 'SES ID' }, { value: 'nmls', label: 'NMLS ID' }, { value: 'etn', label: 'Entity Tracking Number' }, { value: 'licence', label: 'State license number' }] },
  { label: 'Branch', options: [{ value: 'branch_nmls', label: 'NMLS ID of the branch' }] },
  { label: 'Individual', options: [{ value: 'individual_nmls', label: 'NMLS ID of the individual' }, { value: 'individual_name', label: 'Name of the individual' }] },
]
const words: Record<LookupKind, { label: string; hint: string }> = {
  ses: { label: 'SES ID', hint: 'Such as SES-001187.' },
  nmls: { label: 'NMLS ID of the company', hint: 'Digits, such as 1904412.' },
  etn: { label: 'Entity Tracking Number', hint: 'Such as ETN-000012.' },
  licence: { label: 'License number', hint: 'Spaces, dashes and case do not matter.' },
  branch_nmls: { label: 'NMLS ID of the branch', hint: 'Digits, such as 1904413.' },
  individual_nmls: { label: 'NMLS ID of the individual', hint: 'Digits, such as 210345.' },
  individual_name: { label: 'Name of the individual', hint: 'First name first, or the beginning of it.' },
}

/** Enter Subject ID: one ID of a company, a branch or an individual. */
export function SubjectById({ onChoose }: { onChoose: (subject: FoundSubject) => void }): ReactNode {
  const form = useContractForm(LookUpSubject, { defaultValues: { by: 'ses', value: '', state: '' } })
  const by = useWatch({ control: form.control, name: 'by' })
  const [found, setFound] = useState<readonly FoundSubject[]>([])

  async function find(input: LookUpSubject) {
    setFound([])
    const items = await lookUpSubject(input)
    const [only] = items
    if (items.length === 1 && only) onChoose(only)
    else setFound(items)
  }

  return (
    <div className="stack">
      <Form form={form} label="Enter Subject ID" onSubmit={find}>
        <div className="field-grid">
          <SelectField form={form} name="by" label="Which ID do you have?" options={kinds} className="third" />
          <TextField form={form} name="value" label={words[by].label} hint={words[by].hint} className="third" autoComplete="off" />
          {by === 'licence' ? <SelectField form={form} name="state" label="State that gave it" className="third" options={stateOptions} /> : null}
        </div>
        <div className="row">
          <SubmitButton form={form}>Find</SubmitButton>
        </div>
      </Form>
      {found.length > 0 ? <SubjectResults caption="Several have this; choose one" found={found} onChoose={onChoose} empty="" /> : null}
    </div>
  )
}
