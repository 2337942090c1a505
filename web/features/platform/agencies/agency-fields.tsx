import type { ReactNode } from 'react'
import type { FieldPath, FieldValues } from 'react-hook-form'
import { timeZoneNames, timeZones } from '#src/kernel/time-zones.ts'
import { CheckGroup, SelectField } from '../../../ui/form/choice-fields.tsx'
import type { ContractForm } from '../../../ui/form/contract-form.ts'
import { DateField, TextField } from '../../../ui/form/text-fields.tsx'
import { componentOptions } from '../component-words.ts'

const zones = timeZones.map((value) => ({ value, label: timeZoneNames[value] }))

type Names<Input extends FieldValues> = Record<'name' | 'shortName' | 'timeZone' | 'components' | 'participatesSince', FieldPath<Input>>

/** What onboarding and a later change ask alike. */
export function AgencyFields<Input extends FieldValues, Output>({ form, names }: { form: ContractForm<Input, Output>; names: Names<Input> }): ReactNode {
  return (
    <>
      <div className="field-grid">
        <TextField form={form} name={names.name} label="Name" className="two-thirds" />
        <TextField form={form} name={names.shortName} label="Short name" hint="At most 40 characters" className="third" />
        <SelectField form={form} name={names.timeZone} label="Time zone" options={zones} className="half" />
        <DateField form={form} name={names.participatesSince} label="Takes part since" hint="From this day the participation map shows it. Empty: not yet." optional className="half" />
      </div>
      <CheckGroup form={form} name={names.components} label="Components" options={componentOptions} />
    </>
  )
}
