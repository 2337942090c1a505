import type { ReactNode } from 'react'
import { useFieldArray } from 'react-hook-form'
import { DateField, TextField } from '../../ui/form/text-fields.tsx'
import type { AgencyForm } from './working-days.tsx'

/** The agency's own days off. */
export function HolidayList({ form }: { form: AgencyForm }): ReactNode {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'ownHolidays' })
  return (
    <fieldset className="field stack">
      <legend className="field__label">Your own days off</legend>
      {fields.length === 0 ? <p className="muted">None. Add state holidays that are not federal ones.</p> : null}
      {fields.map((field, index) => (
        <div key={field.id} className="field-grid field-grid--row">
          <DateField form={form} name={`ownHolidays.${index}.date`} label={`Day ${String(index + 1)}`} className="third" />
          <TextField form={form} name={`ownHolidays.${index}.name`} label="Its name" className="third" />
          <button type="button" className="usa-button usa-button--quiet" onClick={() => remove(index)} aria-label={`Remove day ${String(index + 1)}`}>
            Remove
          </button>
        </div>
      ))}
      <div>
        <button type="button" className="usa-button usa-button--quiet" onClick={() => append({ date: '', name: '' })}>
          Add a day off
        </button>
      </div>
    </fieldset>
  )
}
