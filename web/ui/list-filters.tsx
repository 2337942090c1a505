import { useEffect, useId, useState, type ReactNode } from 'react'
import { announce } from './live-region.tsx'
import { Chips, type Chip } from './chips.tsx'
import { formatDate } from './format-date.ts'
import { Icon } from './icon.tsx'
import { useListSearch, type SearchPatch } from './list-search.ts'

/*
 * The one filter bar. Fields are bound to the search params of the route (validate them there with Zod).
 *   const filters: FilterField[] = [
 *     { kind: 'words', label: 'Words', placeholder: 'Name, ID, text; press Enter' },
 *     { kind: 'select', name: 'status', label: 'Status', any: 'Any open', options: [{ value: 'pending', label: 'Pending' }] },
 *     { kind: 'multi', name: 'tags', label: 'Tags', options, more: true },
 *     { kind: 'date', name: 'receivedFrom', label: 'Received after', more: true },
 *     { kind: 'text', name: 'city', label: 'City', more: true },
 *   ]
 *   <ListFilters fields={filters} side={<button …>Columns</button>} />
 *     { kind: 'custom', name: 'companyId', label: 'Company', more: true, render: (search, setSearch) => <CompanyFilter … />, chip: (value) => nameOf(value) },
 * Those with `more: true` stand behind "More" and, once set, as chips.
 */
export type FilterOption = { value: string; label: string }
export type FilterField = { label: string; more?: boolean } & (
  | { kind: 'words'; placeholder?: string }
  | { kind: 'text'; name: string; placeholder?: string }
  | { kind: 'date'; name: string }
  | { kind: 'select'; name: string; any: string; options: readonly FilterOption[] }
  | { kind: 'multi'; name: string; options: readonly FilterOption[] }
  | { kind: 'custom'; name: string; render: (search: Readonly<Record<string, unknown>>, setSearch: (patch: SearchPatch) => void) => ReactNode; chip?: (value: string) => string }
)

export function ListFilters({ fields, side }: { fields: readonly FilterField[]; side?: ReactNode }): ReactNode {
  const { search, words, setSearch, setWords, clear } = useListSearch()
  const [open, setOpen] = useState(false)
  const id = useId()
  const more = fields.filter((field) => field.more)
  const chips = chipsFor(fields, search, setSearch)
  const render = (field: FilterField) => <Filter key={field.label} field={field} search={search} words={words} setSearch={setSearch} setWords={setWords} />

  return (
    <div className="filters" role="search" aria-label="Filter this list">
      <div className="filters__row" data-open={open}>
        {fields.filter((field) => !field.more).map(render)}
        {fields.length > 1 ? (
          <button type="button" className={more.length > 0 ? 'usa-button usa-button--quiet' : 'usa-button usa-button--quiet filters__phone'} aria-expanded={open} aria-controls={open && more.length > 0 ? id : undefined} onClick={() => setOpen(!open)}>
            <Icon name="filter_list" />
            {more.length > 0 ? <><span className="filters__wide">More</span><span className="filters__phone">Filters</span></> : 'Filters'}
          </button>
        ) : null}
      </div>
      {open && more.length > 0 ? (
        <div id={id} className="filters__more columns">
          {more.map(render)}
        </div>
      ) : null}
      {chips.length > 0 || side ? (
        <div className="filters__chips">
          <Chips items={chips} onClear={() => clear(namesOf(more))} />
          {side ? <div className="filters__side">{side}</div> : null}
        </div>
      ) : null}
    </div>
  )
}

type FilterProps = { field: FilterField; search: Readonly<Record<string, unknown>>; words: string; setSearch: (patch: SearchPatch) => void; setWords: (words: string) => void }

function Filter({ field, search, words, setSearch, setWords }: FilterProps): ReactNode {
  const id = useId()
  const label = (
    <label className="field__label" htmlFor={id}>
      {field.label}
    </label>
  )
  switch (field.kind) {
    case 'words':
      return (
        <div className="field field--words">
          {label}
          <EnterInput id={id} value={words} placeholder={field.placeholder} onEnter={setWords} />
        </div>
      )
    case 'text':
      return (
        <div className="field">
          {label}
          <EnterInput id={id} value={textOf(search[field.name])} placeholder={field.placeholder} onEnter={(value) => setSearch({ [field.name]: value })} />
        </div>
      )
    case 'date':
      return (
        <div className="field">
          {label}
          <input id={id} type="date" className="usa-input" value={textOf(search[field.name])} onChange={(event) => setSearch({ [field.name]: event.target.value })} />
        </div>
      )
    case 'select':
      return (
        <div className="field">
          {label}
          <select id={id} className="usa-select" value={textOf(search[field.name])} onChange={(event) => setSearch({ [field.name]: event.target.value })}>
            <option value="">{field.any}</option>
            {field.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      )
    case 'custom':
      return field.render(search, setSearch)
    case 'multi': {
      const chosen = listOf(search[field.name])
      return (
        <fieldset className="field">
          <legend className="field__label">{field.label}</legend>
          {field.options.map((option) => (
            <div className="check" key={option.value}>
              <input id={`${id}-${option.value}`} type="checkbox" checked={chosen.includes(option.value)} onChange={(event) => setSearch({ [field.name]: event.target.checked ? [...chosen, option.value] : chosen.filter((value) => value !== option.value) })} />
              <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
            </div>
          ))}
        </fieldset>
      )
    }
  }
}

/** Searches on Enter (and when an emptied field is left), never on every key. */
function EnterInput({ id, value, placeholder, onEnter }: { id: string; value: string; placeholder?: string; onEnter: (value: string) => void }): ReactNode {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  return (
    <input
      id={id}
      type="search"
      className="usa-input"
      autoComplete="off"
      enterKeyHint="search"
      placeholder={placeholder}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed === '' && value !== '') onEnter('')
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        onEnter(typed)
        announce('Searching')
      }}
    />
  )
}

/** A chip for each set filter that is not in view. */
export function chipsFor(fields: readonly FilterField[], search: Readonly<Record<string, unknown>>, setSearch: (patch: SearchPatch) => void): Chip[] {
  return fields.flatMap((field) => {
    if (!field.more || field.kind === 'words') return []
    const { name, label } = field
    const remove = () => setSearch({ [name]: undefined })
    if (field.kind === 'multi') {
      const chosen = listOf(search[name])
      return chosen.map((value) => ({ key: `${name}-${value}`, label: `${label}: ${labelOf(field.options, value)}`, onRemove: () => setSearch({ [name]: chosen.filter((other) => other !== value) }) }))
    }
    const value = textOf(search[name])
    if (!value) return []
    if (field.kind === 'date') return [{ key: name, label: `${label} ${formatDate(value, 'year')}`, onRemove: remove }]
    return [{ key: name, label: `${label}: ${field.kind === 'select' ? labelOf(field.options, value) : field.kind === 'custom' ? (field.chip?.(value) ?? value) : value}`, onRemove: remove }]
  })
}

function namesOf(fields: readonly FilterField[]): string[] {
  return fields.flatMap((field) => (field.kind === 'words' ? [] : [field.name]))
}

function labelOf(options: readonly FilterOption[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((item): item is string => typeof item === 'string')
  return typeof value === 'string' && value ? [value] : []
}
