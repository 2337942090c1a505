import type { ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { RadioGroup } from '../../../ui/form/choice-fields.tsx'
import { Fieldset } from '../../../ui/form/field.tsx'
import type { ContractForm } from '../../../ui/form/contract-form.ts'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { HandlerChoices } from '../review/handler-choices.tsx'
import type { SubmitChoice } from './submit-choice.ts'

const ways = [
  { value: 'bypass', label: 'Bypass Preliminary Review', hint: 'You become the Agency POC, and the complaint is in progress.' },
  { value: 'preliminary', label: 'Send for preliminary review', hint: 'A colleague checks it first, and names who works on it. For complaints of weight, or typed in for somebody else.' },
]

/** What follows the submission: going on oneself, or asking a colleague, who is told. */
export function SubmitFields({ form }: { form: ContractForm<SubmitChoice, SubmitChoice> }): ReactNode {
  const review = useWatch({ control: form.control, name: 'review' })
  return (
    <Fieldset legend="What comes next">
      <div className="stack">
        <RadioGroup form={form} name="review" label={<span className="sr-only">What comes next</span>} options={ways} />
        {review === 'preliminary' ? (
          <>
            <HandlerChoices form={form} name="reviewerId" label="Who shall review it?" hint="The person is told by e-mail and gets a task. Any Supervisor or Manager of your agency may step in." withoutMe />
            <TextArea form={form} name="note" label="Note to the reviewer" optional max={4_000} rows={3} hint={<AudienceHint who="hidden">Agencies with access. Never the company.</AudienceHint>} />
          </>
        ) : null}
      </div>
    </Fieldset>
  )
}
