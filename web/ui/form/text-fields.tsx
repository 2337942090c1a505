import type { InputHTMLAttributes, ReactNode } from 'react'
import { useWatch, type FieldValues } from 'react-hook-form'
import { Meter } from '../meter.tsx'
import { charactersSentence, countCharacters } from './characters.ts'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

type InputProps = Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'autoComplete' | 'inputMode' | 'placeholder' | 'maxLength' | 'autoFocus' | 'readOnly'>

export function TextField<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & InputProps & { inputClassName?: string; numeric?: boolean }): ReactNode {
  const { form, name, label, hint, optional, className, inputClassName, numeric = false, type = 'text', ...input } = props
  const { error, described } = useField(props)
  return (
    <FieldFrame id={described.id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <input {...input} {...described} {...form.register(name, numeric ? { setValueAs: asNumber } : undefined)} type={type} className={inputClassName ? `usa-input ${inputClassName}` : 'usa-input'} />
    </FieldFrame>
  )
}

/** An empty field is absent; what is no number is left for the contract to refuse. */
function asNumber(value: unknown): unknown {
  return value === '' || value === undefined ? undefined : Number(value)
}

/** Several lines. With `max`, counts characters as the server does; `foot` stands beside the count. */
export function TextArea<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { max?: number; rows?: number; placeholder?: string; foot?: ReactNode }): ReactNode {
  const { form, name, label, hint, optional, className, max, rows = 5, placeholder, foot } = props
  const { error, described } = useField(props)
  return (
    <FieldFrame id={described.id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <textarea {...described} {...form.register(name)} rows={rows} placeholder={placeholder} className="usa-textarea" />
      {max !== undefined || foot ? (
        <div className="field__foot">
          {max === undefined ? null : <Counter {...props} max={max} />}
          {foot}
        </div>
      ) : null}
    </FieldFrame>
  )
}

function Counter<Input extends FieldValues, Output>({ form, name, max }: FieldProps<Input, Output> & { max: number }): ReactNode {
  const value: unknown = useWatch({ control: form.control, name })
  const count = countCharacters(typeof value === 'string' ? value : '')
  const sentence = charactersSentence(count, max)
  return (
    <>
      <span className={count > max ? 'late num' : 'num'}>{sentence}</span>
      <Meter value={count} max={max} label="Characters used" />
      {/* Read out only near the end: each key would be too much. */}
      <span className="sr-only" role="status">
        {count > max * 0.9 ? sentence : ''}
      </span>
    </>
  )
}

/** A calendar date in the browser's own picker; value "YYYY-MM-DD". */
export function DateField<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { min?: string; max?: string }): ReactNode {
  const { form, name, label, hint, optional, className, min, max } = props
  const { error, described } = useField(props)
  return (
    <FieldFrame id={described.id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <input {...described} {...form.register(name, { setValueAs: emptyAsUndefined(optional) })} type="date" min={min} max={max} className="usa-input" />
    </FieldFrame>
  )
}

/** Optional fields left empty are absent for the contract, not an empty text. */
export function emptyAsUndefined(optional: boolean | undefined) {
  return (value: unknown): unknown => (optional && value === '' ? undefined : value)
}
