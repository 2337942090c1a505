import { useState, type ReactNode } from 'react'
import { get, useController, useFormState, type FieldValues } from 'react-hook-form'
import { FieldFrame, type FieldProps } from './field.tsx'
import { fieldId } from './form.tsx'

/** A list of short texts, one a line: addresses, domains. The value is a list; empty lines are none. */
export function LinesField<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { rows?: number; placeholder?: string }): ReactNode {
  const { form, name, label, hint, optional, className, rows = 3, placeholder } = props
  const { field } = useController({ control: form.control, name })
  const state = useFormState({ control: form.control, name })
  const value: unknown = field.value
  // What is typed is kept as it is, line breaks at the end too; the list follows it.
  const [typed, setTyped] = useState(() => linesOf(value).join('\n'))
  const shown = sameLines(typed, value) ? typed : linesOf(value).join('\n')
  const id = fieldId(name)
  const error = firstProblem(get(state.errors, name), linesOf(value))
  const describedBy = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return (
    <FieldFrame id={id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <textarea
        id={id}
        ref={field.ref}
        name={name}
        rows={rows}
        placeholder={placeholder}
        className="usa-textarea"
        spellCheck={false}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy || undefined}
        aria-required={optional ? undefined : true}
        value={shown}
        onBlur={field.onBlur}
        onChange={(event) => {
          setTyped(event.target.value)
          field.onChange(split(event.target.value))
        }}
      />
    </FieldFrame>
  )
}

function split(text: string): string[] {
  return text.split(/[\n,;]/).map((line) => line.trim()).filter((line) => line !== '')
}

function linesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((line): line is string => typeof line === 'string') : []
}

function sameLines(text: string, value: unknown): boolean {
  return split(text).join('\n') === linesOf(value).join('\n')
}

/** The list's own problem, or that of its first wrong line, which it names. */
function firstProblem(error: unknown, lines: readonly string[]): string | undefined {
  if (!isRecord(error)) return undefined
  if (typeof error.message === 'string' && error.message !== '') return error.message
  for (const [index, one] of Object.entries(error)) if (isRecord(one) && typeof one.message === 'string') return `${lines[Number(index)] ?? ''}: ${one.message}`
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
