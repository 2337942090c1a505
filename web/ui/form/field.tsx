import type { ReactNode } from 'react'
import { useFormState, type FieldPath, type FieldValues } from 'react-hook-form'
import type { ContractForm } from './contract-form.ts'
import { fieldId } from './form.tsx'

/** What every field takes. */
export type FieldProps<Input extends FieldValues, Output> = {
  form: ContractForm<Input, Output>
  name: FieldPath<Input>
  label: ReactNode
  hint?: ReactNode
  /** Marks the field "(optional)"; fields are required unless marked. */
  optional?: boolean
  /** A class of the grid around it: "half", "third", "quarter", "two-thirds" of .field-grid. */
  className?: string
}

export type Described = { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined; 'aria-required': true | undefined }

/** The error of one field, and the attributes that tie control, hint and error together. */
export function useField<Input extends FieldValues, Output>({ form, name, hint, optional }: FieldProps<Input, Output>): { error: string | undefined; described: Described } {
  const state = useFormState({ control: form.control, name })
  const error = form.getFieldState(name, state).error?.message
  const id = fieldId(name)
  const describedBy = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return { error, described: { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy || undefined, 'aria-required': optional ? undefined : true } }
}

/** Label above, hint under it, then the error, then the control. */
export function FieldFrame({ id, label, hint, optional, error, className, children }: { id: string; label: ReactNode; hint?: ReactNode; optional?: boolean; error?: string; className?: string; children: ReactNode }): ReactNode {
  return (
    <div className={['field', error ? 'field--error' : '', className ?? ''].filter(Boolean).join(' ')}>
      <label className="field__label" htmlFor={id}>
        {label}
        {optional ? <span className="optional"> (optional)</span> : null}
      </label>
      {hint ? (
        <span className="field__hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      {error ? (
        <span className="field__error" id={`${id}-error`}>
          {error}
        </span>
      ) : null}
      {children}
    </div>
  )
}

/** A group of fields with its legend, and under it who will see them. */
export function Fieldset({ legend, hint, optional, small, className, children }: { legend: ReactNode; hint?: ReactNode; optional?: boolean; small?: boolean; className?: string; children: ReactNode }): ReactNode {
  return (
    <fieldset className={['fieldset', small ? 'fieldset--small' : '', className ?? ''].filter(Boolean).join(' ')}>
      <legend>
        {legend}
        {optional ? <span className="optional"> (optional)</span> : null}
      </legend>
      {hint}
      <div className="fieldset__body">{children}</div>
    </fieldset>
  )
}
