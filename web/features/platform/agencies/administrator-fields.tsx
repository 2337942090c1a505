import type { ReactNode } from 'react'
import type { FieldPath, FieldValues } from 'react-hook-form'
import type { ContractForm } from '../../../ui/form/contract-form.ts'
import { TextField } from '../../../ui/form/text-fields.tsx'

type Names<Input extends FieldValues> = Record<'name' | 'email' | 'title' | 'phone', FieldPath<Input>>

export function AdministratorFields<Input extends FieldValues, Output>({ form, names }: { form: ContractForm<Input, Output>; names: Names<Input> }): ReactNode {
  return (
    <div className="field-grid">
      <TextField form={form} name={names.name} label="Name" className="half" autoComplete="off" />
      <TextField form={form} name={names.email} label="E-mail" type="email" className="half" autoComplete="off" />
      <TextField form={form} name={names.title} label="Title" optional className="half" autoComplete="off" />
      <TextField form={form} name={names.phone} label="Telephone" type="tel" optional className="half" autoComplete="off" />
    </div>
  )
}
