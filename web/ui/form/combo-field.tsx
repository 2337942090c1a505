import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useController, type FieldValues } from 'react-hook-form'
import { announce } from '../live-region.tsx'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

export type ComboOption = { value: string; label: string; detail?: string }

/**
 * A field that finds while one types (WAI-ARIA combobox with a list): the form's value is the chosen option's `value`.
 *   <ComboField form={form} name="companyId" label="Company" search={(words, signal) => api.get(…)} initialLabel={draft.companyName} />
 * `onChoose` gets the whole option (null when it is cleared). `none` is said when nothing is found.
 */
export type ComboFieldProps<Input extends FieldValues, Output, Item extends ComboOption> = FieldProps<Input, Output> & {
  search: (words: string, signal: AbortSignal) => Promise<readonly Item[]>
  onChoose?: (option: Item | null) => void
  initialLabel?: string
  placeholder?: string
  none?: ReactNode
  /** Searches from this many letters on. */
  from?: number
  /** In a filter bar nothing is required, and nothing is marked optional. */
  filter?: boolean
}

export function ComboField<Input extends FieldValues, Output, Item extends ComboOption>(props: ComboFieldProps<Input, Output, Item>): ReactNode {
  const { form, name, label, hint, optional, className, search, onChoose, initialLabel = '', placeholder, none = 'Nothing found', from = 1, filter = false } = props
  const { error, described } = useField({ ...props, optional: optional || filter })
  const { field } = useController({ control: form.control, name })
  const [typed, setTyped] = useState(initialLabel)
  const [chosen, setChosen] = useState(initialLabel)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [left, setLeft] = useState(false)
  const [hurried, setHurried] = useState(false)
  const found = useFound(typed, open && typed.trim().length >= from && typed !== chosen, search)
  const listId = `${described.id}-list`
  const options = found.options
  const shown = open && (options.length > 0 || found.state !== 'idle')

  useEffect(() => setActive(-1), [options])

  // Enter came before the answer, as clerks do who type a whole ID: the only one that is found was meant.
  useEffect(() => {
    if (!hurried || found.state === 'searching') return
    setHurried(false)
    const [only, ...others] = options
    if (only && others.length === 0) choose(only)
  })

  function choose(option: Item | null) {
    setTyped(option?.label ?? '')
    setChosen(option?.label ?? '')
    setOpen(false)
    field.onChange(option?.value ?? (optional ? undefined : ''))
    onChoose?.(option)
    if (option) announce(`${option.label} chosen`)
  }

  function onKeyDown(event: KeyboardEvent) {
    const active_ = options[active]
    if (event.key === 'Escape' && open) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    } else if (event.key === 'Enter' && shown) {
      // While the list is open Enter means the list, also before anything was found: it must not send the form.
      event.preventDefault()
      const only = options.length === 1 ? options[0] : undefined
      if (active_ ?? (found.state === 'found' && only)) choose(active_ ?? only ?? null)
      else if (found.state === 'searching') setHurried(true)
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !open) {
      // Closed by Escape, or left and come back to: the same words are looked up again.
      event.preventDefault()
      setOpen(true)
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && options.length > 0) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((at) => (at === -1 && step === -1 ? options.length - 1 : (at + step + options.length) % options.length))
    }
  }

  return (
    <FieldFrame id={described.id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <div className="combo">
        <input
          {...described}
          ref={field.ref}
          type="text"
          role="combobox"
          className="usa-input"
          autoComplete="off"
          placeholder={placeholder}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={listId}
          aria-activedescendant={shown && active >= 0 ? `${listId}-${String(active)}` : undefined}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setOpen(true)
            setHurried(false)
            if (chosen && event.target.value !== chosen) {
              setChosen('')
              field.onChange(optional ? undefined : '')
              onChoose?.(null)
            }
          }}
          onKeyDown={onKeyDown}
          onFocus={() => setLeft(false)}
          onBlur={() => {
            setOpen(false)
            setHurried(false)
            setLeft(true)
            field.onBlur()
          }}
        />
        <ul id={listId} role="listbox" className="combo__list" aria-label={typeof label === 'string' ? label : 'Found'} hidden={!shown}>
          {options.map((option, index) => (
            <li
              key={option.value}
              id={`${listId}-${String(index)}`}
              role="option"
              aria-selected={index === active}
              className="combo__option"
              ref={(row) => {
                if (index === active) row?.scrollIntoView({ block: 'nearest' })
              }}
              // Before the field loses the focus, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault()
                choose(option)
              }}
            >
              {option.label}
              {option.detail ? <span className="muted small"> {option.detail}</span> : null}
            </li>
          ))}
          {options.length === 0 ? (
            <li className="combo__note" role="option" aria-selected="false" aria-disabled="true">
              {found.state === 'failed' ? 'The search did not answer. Type on to try again.' : found.state === 'found' ? none : 'Searching…'}
            </li>
          ) : null}
        </ul>
        <span className="sr-only" role="status">
          {shown && found.state === 'found' ? `${String(options.length)} found` : ''}
        </span>
        {/* Words alone are no choice: whoever goes on without one should know. */}
        {left && typed.trim() !== '' && typed !== chosen && !error ? <p className="field__hint">Nothing is chosen yet. Choose from the list, or empty the box.</p> : null}
      </div>
    </FieldFrame>
  )
}

type Found<Item> = { options: readonly Item[]; state: 'idle' | 'searching' | 'found' | 'failed' }

function useFound<Item>(words: string, wanted: boolean, search: (words: string, signal: AbortSignal) => Promise<readonly Item[]>): Found<Item> {
  const [found, setFound] = useState<Found<Item>>({ options: [], state: 'idle' })
  const latest = useRef(search)
  latest.current = search
  useEffect(() => {
    if (!wanted) {
      setFound({ options: [], state: 'idle' })
      return
    }
    const control = new AbortController()
    setFound((before) => ({ options: before.options, state: 'searching' }))
    const timer = setTimeout(() => {
      latest.current(words.trim(), control.signal).then(
        (options) => setFound({ options, state: 'found' }),
        () => {
          if (!control.signal.aborted) setFound({ options: [], state: 'failed' })
        },
      )
    }, 150)
    return () => {
      clearTimeout(timer)
      control.abort()
    }
  }, [words, wanted])
  return found
}
