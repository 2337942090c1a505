import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useFormState, type FieldErrors, type FieldPath, type FieldValues } from 'react-hook-form'
import { sentenceOf } from '../error-state.tsx'
import { announce } from '../live-region.tsx'
import type { ContractForm } from './contract-form.ts'

/*
 * The one form of the product.
 *   const form = useContractForm(CloseComplaint, { defaultValues })
 *   <Form form={form} onSubmit={(input) => api.post(`/complaints/${id}/closures`, input, ComplaintRecord).then(show)}>
 *     <SelectField form={form} name="reason" label="Reason" options={reasons} />
 *     <TextArea form={form} name="notes" label="Notes" max={10000} hint="Seen by agencies only" />
 *     <div className="row"><SubmitButton form={form}>Close the complaint</SubmitButton></div>
 *   </Form>
 * `onSubmit` gets the contract's output; when it throws an ApiProblem, its `fields` go to the fields by their path, the rest
 * into the summary at the top. A group of fields: <Fieldset legend="Name and address" hint={<AudienceHint …/>}>.
 */
export type FormProps<Input extends FieldValues, Output> = {
  form: ContractForm<Input, Output>
  onSubmit: (input: Output, pressed: string | undefined) => unknown
  /** For a button outside (sticky bar, dialog foot): <button form={id}>. */
  id?: string
  label?: string
  children: ReactNode
}

type ProblemLike = Error & { fields: Readonly<Record<string, string>> }

export function Form<Input extends FieldValues, Output>({ form, onSubmit, id, label, children }: FormProps<Input, Output>): ReactNode {
  const [attempt, setAttempt] = useState(0)
  const pressed = useRef<string | undefined>(undefined)

  async function send(input: Output) {
    form.clearErrors('root')
    try {
      await onSubmit(input, pressed.current)
    } catch (error) {
      takeProblem(form, error)
      setAttempt((count) => count + 1)
    }
  }

  return (
    <form
      id={id}
      className="form"
      noValidate
      aria-label={label}
      onSubmit={(event) => {
        event.stopPropagation()
        const { submitter } = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent : { submitter: null }
        pressed.current = submitter instanceof HTMLButtonElement && submitter.value ? submitter.value : undefined
        void form.handleSubmit(send, () => setAttempt((count) => count + 1))(event)
      }}
    >
      <ErrorSummary form={form} attempt={attempt} />
      {children}
    </form>
  )
}

/** Puts a refusal of the server into the form: a sentence per field, the rest as the form's own. */
export function takeProblem<Input extends FieldValues, Output>(form: ContractForm<Input, Output>, error: unknown): void {
  const entries = isProblem(error) ? Object.entries(error.fields) : []
  for (const [path, message] of entries) form.setError(path as FieldPath<Input>, { type: 'server', message })
  if (entries.length === 0) form.setError('root.server', { type: 'server', message: sentenceOf(error) })
}

/** Every error as a link to its field. It takes the focus after each failed attempt. */
export function ErrorSummary<Input extends FieldValues, Output>({ form, attempt }: { form: ContractForm<Input, Output>; attempt: number }): ReactNode {
  const { errors } = useFormState({ control: form.control })
  const box = useRef<HTMLDivElement>(null)
  const title = useId()
  const list = flatten(errors)

  const focused = useRef(0)

  // The errors may come a render after the attempt, so the focus waits for the list; once per attempt, never while typing.
  const shown = attempt > 0 && list.length > 0
  useEffect(() => {
    if (!shown || focused.current === attempt) return
    focused.current = attempt
    box.current?.focus({ preventScroll: true })
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [attempt, shown])

  if (!shown) return null
  return (
    <div ref={box} className="error-summary" tabIndex={-1} role="group" aria-labelledby={title}>
      <h2 id={title}>{list.length === 1 ? 'One thing needs your attention' : `${String(list.length)} things need your attention`}</h2>
      <ul>
        {list.map(({ path, message }) => (
          <li key={path}>
            {path.startsWith('root') ? (
              message
            ) : (
              <a href={`#${fieldId(path)}`} onClick={(event) => focusField(event, path)}>
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

export function SubmitButton<Input extends FieldValues, Output>({ form, value, tone = 'primary', formId, children }: { form: ContractForm<Input, Output>; value?: string; tone?: 'primary' | 'outline'; formId?: string; children: ReactNode }): ReactNode {
  const { isSubmitting } = useFormState({ control: form.control })
  return (
    <button
      type="submit"
      form={formId}
      value={value}
      className={tone === 'primary' ? 'usa-button main-action' : 'usa-button usa-button--outline main-action'}
      aria-disabled={isSubmitting}
      onClick={(event) => {
        if (!isSubmitting) return
        event.preventDefault()
        announce('Still working')
      }}
    >
      {isSubmitting ? 'Working…' : children}
    </button>
  )
}

/** The ID of a field's control: the target of the summary's links and of labels. */
export function fieldId(path: string): string {
  return `field-${path.replace(/[^\w-]/g, '-')}`
}

function focusField(event: React.MouseEvent, path: string): void {
  event.preventDefault()
  const id = fieldId(path)
  const field = document.getElementById(id) ?? document.querySelector<HTMLElement>(`[id^="${id}-"]`)
  field?.focus()
  field?.scrollIntoView({ block: 'center' })
}

function flatten(errors: FieldErrors, prefix = ''): { path: string; message: string }[] {
  return Object.entries(errors).flatMap(([name, error]) => {
    const path = prefix ? `${prefix}.${name}` : name
    if (!isRecord(error)) return []
    if (typeof error.message === 'string' && typeof error.type !== 'object') return [{ path, message: error.message || 'This is not valid.' }]
    return flatten(error as FieldErrors, path)
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Element)
}

function isProblem(error: unknown): error is ProblemLike {
  return error instanceof Error && 'fields' in error && isRecord(error.fields)
}
