import type { ReactNode } from 'react'
import type { FieldValues, Path } from 'react-hook-form'
import { addDays } from '#src/kernel/calendar.ts'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { CheckField } from '../../ui/form/choice-fields.tsx'
import { DateField, TextArea, TextField } from '../../ui/form/text-fields.tsx'

/** Title, text and due date of a request: the same when it is written and when it is changed. */
export function RequestFields<Input extends FieldValues & { title?: string; description?: string; dueOn?: string | null; acknowledgeOnly?: boolean }, Output>({ form, today }: { form: ContractForm<Input, Output>; today: string }): ReactNode {
  const name = (field: 'title' | 'description' | 'dueOn' | 'acknowledgeOnly') => field as Path<Input>
  return (
    <div className="field-grid">
      <TextField form={form} name={name('title')} label="Title" hint="What the company looks for in its list, such as “Payment history since June”." />
      <TextArea form={form} name={name('description')} label="What shall the company answer?" hint="Number several questions: 1., 2., 3." max={10_000} rows={9} />
      <DateField form={form} name={name('dueOn')} label="Due" optional min={addDays(today, 1)} hint="Left empty, it is asked for when you send." className="half" />
      <CheckField form={form} name={name('acknowledgeOnly')} label="Acknowledge receipt only" hint="The company only confirms that it received the complaint." />
    </div>
  )
}
