import { useQuery } from '@tanstack/react-query'
import { useId, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { statuses } from '#src/modules/complaints/domain/lifecycle.ts'
import { isOpen, statusWords, type ListView } from '../../../agency/complaint-words.ts'
import { categoriesQuery, colleaguesQuery, companyQuery, findSubjects } from '../../../agency/queries.ts'
import { ComboField } from '../../../ui/form/combo-field.tsx'
import type { FilterField } from '../../../ui/list-filters.tsx'
import type { SearchPatch } from '../../../ui/list-search.ts'
import type { ComplaintSearch } from '../routes.ts'
import { dueChoices, dueRange, rangeOf } from './due-ranges.ts'

const anyStatus: Partial<Record<ListView, string>> = { all: 'Any', all_agencies: 'Any', drafts: 'Draft', pending: 'Pending' }
const everyStatus = statuses.filter((status) => status !== 'draft')

/** The fields of the list's filter bar. Choices that a quick filter already made are left out. */
export function useComplaintFilters(search: ComplaintSearch, view: ListView, today: string): FilterField[] {
  const colleagues = useQuery(colleaguesQuery).data?.items ?? []
  const products = useQuery(categoriesQuery).data?.items.filter((category) => category.level === 'product') ?? []
  const company = useQuery({ ...companyQuery(search.companyId ?? ''), enabled: search.companyId !== undefined }).data
  const isWide = view === 'all' || view === 'all_agencies'
  const fields: FilterField[] = [{ kind: 'words', label: 'Words', placeholder: 'Name, ID, text; press Enter' }]

  if (view !== 'drafts' && view !== 'pending') {
    const among = isWide ? everyStatus : everyStatus.filter(isOpen)
    fields.push({ kind: 'select', name: 'status', label: 'Status', any: anyStatus[view] ?? 'Any open', options: among.map((status) => ({ value: status, label: statusWords[status] })) })
  }
  if (view === 'open' || view === 'mine' || view === 'overdue' || isWide)
    fields.push({
      kind: 'select',
      name: 'waitingFor',
      label: 'Waiting for',
      any: 'Anyone',
      options: [
        { value: 'agency', label: view === 'all_agencies' ? 'The agency' : 'Your agency' },
        { value: 'company', label: 'Company' },
      ],
    })
  if (view !== 'drafts' && view !== 'overdue') fields.push({ kind: 'custom', name: 'dueFrom', label: 'Next due', render: (state, setSearch) => <DueFilter search={state} setSearch={setSearch} today={today} /> })
  if (!isWide && view !== 'mine' && view !== 'drafts' && view !== 'pending' || view === 'all')
    fields.push({ kind: 'select', name: 'pocId', label: 'Agency POC', any: 'Anyone', options: [{ value: 'nobody', label: 'Not named' }, ...colleagues.map(({ id, name }) => ({ value: id, label: name }))] })
  fields.push({
    kind: 'select',
    name: 'productId',
    label: 'Product',
    any: 'Any product',
    options: products.map(({ id, name, retired }) => ({ value: String(id), label: retired ? `${name} (earlier label)` : name })),
  })
  fields.push({
    kind: 'custom',
    name: 'companyId',
    label: 'Company',
    more: true,
    render: (state, setSearch) => <CompanyFilter key={company?.id} value={typeof state.companyId === 'string' ? state.companyId : ''} name={company?.name} setSearch={setSearch} />,
    chip: () => company?.name ?? 'one company',
  })
  fields.push({ kind: 'date', name: 'receivedFrom', label: 'Received from', more: true }, { kind: 'date', name: 'receivedTo', label: 'Received to', more: true })
  return fields
}

type Setting = { setSearch: (patch: SearchPatch) => void }

function CompanyFilter({ value, name, setSearch }: Setting & { value: string; name: string | undefined }): ReactNode {
  const form = useForm({ values: { companyId: value } })
  return (
    <ComboField
      form={form}
      name="companyId"
      label="Company"
      filter
      placeholder="Name, SES ID or NMLS ID"
      initialLabel={name}
      search={async (words, signal) => {
        const found = await findSubjects(words, signal)
        return found.filter((match) => match.kind === 'company').map((match) => ({ value: match.companyId, label: match.companyName, detail: [match.sesId, match.place].filter(Boolean).join(' · ') }))
      }}
      none="No company was found"
      onChoose={(option) => {
        if (option) setSearch({ companyId: option.value })
        else if (value) setSearch({ companyId: undefined })
      }}
    />
  )
}

function DueFilter({ search, setSearch, today }: Setting & { search: Readonly<Record<string, unknown>>; today: string }): ReactNode {
  const id = useId()
  const from = typeof search.dueFrom === 'string' ? search.dueFrom : undefined
  const to = typeof search.dueTo === 'string' ? search.dueTo : undefined
  const current = rangeOf({ dueFrom: from, dueTo: to }, today)
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        Next due
      </label>
      <select id={id} className="usa-select" value={current} onChange={(event) => setSearch(dueRange(event.target.value, today))}>
        {dueChoices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {current === 'other' ? <option value="other">{`${from ?? 'Before'} to ${to ?? 'later'}`}</option> : null}
      </select>
    </div>
  )
}
