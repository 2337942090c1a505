import type { ReactNode } from 'react'
import { useController } from 'react-hook-form'
import type { UpdateAgencyProfile } from '#src/modules/agencies/profile-contract.ts'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { fieldId } from '../../ui/form/form.tsx'
import type { z } from 'zod'
import type { UpdateAgencyProfile as Contract } from '#src/modules/agencies/profile-contract.ts'

export type AgencyForm = ContractForm<z.input<typeof Contract>, UpdateAgencyProfile>
const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export function WorkingDays({ form }: { form: AgencyForm }): ReactNode {
  const { field, fieldState } = useController({ control: form.control, name: 'workingDays' })
  const chosen = field.value ?? []
  const id = fieldId('workingDays')
  return (
    <fieldset className={fieldState.error ? 'field field--error' : 'field'} aria-describedby={fieldState.error ? `${id}-error` : undefined}>
      <legend className="field__label">Working days</legend>
      {fieldState.error ? (
        <span className="field__error" id={`${id}-error`}>
          {fieldState.error.message}
        </span>
      ) : null}
      <div className="row">
        {names.map((name, index) => (
          <div key={name} className="check">
            <input
              type="checkbox"
              id={`${id}-${String(index + 1)}`}
              checked={chosen.includes(index + 1)}
              onChange={(event) => field.onChange(event.target.checked ? [...chosen, index + 1].sort() : chosen.filter((day) => day !== index + 1))}
            />
            <label htmlFor={`${id}-${String(index + 1)}`}>{name}</label>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
