import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'
import { emptyAsUndefined } from './text-fields.tsx'

export type Option = { value: string; label: string; hint?: ReactNode }
export type OptionGroup = { label: string; options: readonly Option[] }

/** One of a list. `choose` is the first, empty entry; `numeric` makes the value a number. */
export function SelectField<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { options: readonly (Option | OptionGroup)[]; choose?: string; numeric?: boolean }): ReactNode {
  const { form, name, label, hint, optional, className, options, choose = 'Choose…', numeric } = props
  const { error, described } = useField(props)
  const absent = emptyAsUndefined(optional || numeric)
  const setValueAs = (value: unknown) => (numeric && typeof value === 'string' && value !== '' ? Number(value) : absent(value))
  return (
    <FieldFrame id={described.id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <select {...described} {...form.register(name, { setValueAs })} className="usa-select">
        <option value="">{choose}</option>
        {options.map((option) =>
          'options' in option ? (
            <optgroup key={option.label} label={option.label}>
              {option.options.map(optionOf)}
            </optgroup>
          ) : (
            optionOf(option)
          ),
        )}
      </select>
    </FieldFrame>
  )
}

function optionOf({ value, label }: Option): ReactNode {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  )
}

/** A check box; with `panel`, framed, for a choice with consequences that its hint explains. */
export function CheckField<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { panel?: boolean }): ReactNode {
  const { form, name, label, hint, className, panel } = props
  const { error, described } = useField({ ...props, optional: true })
  return (
    <div className={['field', error ? 'field--error' : '', className ?? ''].filter(Boolean).join(' ')}>
      {error ? (
        <span className="field__error" id={`${described.id}-error`}>
          {error}
        </span>
      ) : null}
      <div className={panel ? 'check check--panel' : 'check'}>
        <input {...described} {...form.register(name)} type="checkbox" />
        <label htmlFor={described.id}>{label}</label>
        {hint ? (
          <span className="check__hint" id={`${described.id}-hint`}>
            {hint}
          </span>
        ) : null}
      </div>
    </div>
  )
}

/** One of a few, all in view. The value is the option's text. */
export function RadioGroup<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { options: readonly Option[] }): ReactNode {
  return <Choices {...props} type="radio" />
}

/** Any of a few. The value is a list of texts. */
export function CheckGroup<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { options: readonly Option[] }): ReactNode {
  return <Choices {...props} type="checkbox" />
}

function Choices<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { options: readonly Option[]; type: 'radio' | 'checkbox' }): ReactNode {
  const { form, name, label, hint, optional, className, options, type } = props
  const { error, described } = useField(props)
  return (
    <fieldset className={['field', error ? 'field--error' : '', className ?? ''].filter(Boolean).join(' ')} aria-describedby={described['aria-describedby']}>
      <legend className="field__label">
        {label}
        {optional ? <span className="optional"> (optional)</span> : null}
      </legend>
      {hint ? (
        <span className="field__hint" id={`${described.id}-hint`}>
          {hint}
        </span>
      ) : null}
      {error ? (
        <span className="field__error" id={`${described.id}-error`}>
          {error}
        </span>
      ) : null}
      {options.map((option) => {
        const id = `${described.id}-${option.value}`
        return (
          <div className="check" key={option.value}>
            <input id={id} type={type} value={option.value} {...form.register(name)} aria-describedby={option.hint ? `${id}-hint` : undefined} />
            <label htmlFor={id}>{option.label}</label>
            {option.hint ? (
              <span className="check__hint" id={`${id}-hint`}>
                {option.hint}
              </span>
            ) : null}
          </div>
        )
      })}
    </fieldset>
  )
}
