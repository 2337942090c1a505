import { useQuery } from '@tanstack/react-query'
import { useId, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { ageGroups } from '#src/modules/complaints/contract.ts'
import { closeReasonGroupWords, closeReasons, closeReasonWords } from '#src/modules/complaints/domain/closing.ts'
import { businessTypes, subjectKinds } from '#src/modules/complaints/domain/intake.ts'
import { statuses } from '#src/modules/complaints/domain/lifecycle.ts'
import { isOpen, kindWords, statusWords, type ListView } from '../../../agency/complaint-words.ts'
import { categoriesQuery, colleaguesQuery, companyQuery, findSubjects } from '../../../agency/queries.ts'
import { stateOptions } from '../../../agency/states.ts'
import { ComboField } from '../../../ui/form/combo-field.tsx'
import type { FilterField } from '../../../ui/list-filters.tsx'
import type { SearchPatch } from '../../../ui/list-search.ts'
import type { ComplaintSearch } from '../routes.ts'
import { dueChoices, dueRange, rangeOf } from './due-ranges.ts'
import { agencyChoicesQuery } from './saved-filters.ts'

const everyStatus = statuses.filter((status) => status !== 'draft')

/** The fields of the list's filter bar. Choices that a quick filter already made are left out. */
export function useComplaintFilters(search: ComplaintSearch, view: ListView, today: string): FilterField[] {
  const colleagues = useQuery(colleaguesQuery).data?.items ?? []
  const categories = useQuery(categoriesQuery).data?.items ?? []
  const company = useQuery({ ...companyQuery(search.companyId ?? ''), enabled: search.companyId !== undefined }).data
  const ofOthers = view === 'all_agencies' || view === 'shared'
  const agencies = useQuery({ ...agencyChoicesQuery, enabled: ofOthers }).data?.items ?? []
  const isWide = view === 'all' || view === 'all_agencies' || view === 'shared'
  const isOver = view === 'closed' || view === 'canceled'
  const isWorking = !isOver && view !== 'drafts' && view !== 'pending'
  const fields: FilterField[] = [{ kind: 'words', label: 'Words', placeholder: 'Name, ID, text; press Enter' }]
  const labelled = ({ id, name, retired }: { id: number; name: string; retired: boolean }) => ({ value: String(id), label: retired ? `${name} (earlier label)` : name })

  if (isWorking) {
    const among = isWide ? everyStatus : everyStatus.filter(isOpen)
    fields.push({ kind: 'select', name: 'status', label: 'Status', any: isWide ? 'Any' : 'Any open', options: among.map((status) => ({ value: status, label: statusWords[status] })) })
  }
  if (isWorking && view !== 'awaiting_us' && view !== 'awaiting_company')
    fields.push({ kind: 'select', name: 'waitingFor', label: 'Waiting for', any: 'Anyone', options: [{ value: 'agency', label: ofOthers ? 'The agency' : 'Your agency' }, { value: 'company', label: 'Company' }] })
  if (isWorking && view !== 'overdue') fields.push({ kind: 'custom', name: 'dueFrom', label: 'Next due', render: (state, setSearch) => <DueFilter search={state} setSearch={setSearch} today={today} /> })
  if (ofOthers) fields.push({ kind: 'select', name: 'agencyId', label: 'Agency', any: 'Any agency', options: agencies.map(({ id, name }) => ({ value: id, label: name })) })
  else if (view !== 'mine' && view !== 'drafts' && view !== 'pending')
    fields.push({ kind: 'select', name: 'pocId', label: 'Agency POC', any: 'Anyone', options: [{ value: 'nobody', label: 'Not named' }, ...colleagues.map(({ id, name }) => ({ value: id, label: name }))] })
  fields.push({ kind: 'select', name: 'productId', label: 'Product', any: 'Any product', options: categories.filter(({ level }) => level === 'product').map(labelled) })

  // Issues belong to a product: hundreds in one list would help nobody.
  const issues = categories.filter(({ id, level, parentId }) => level === 'issue' && (String(parentId) === String(search.productId) || id === search.issueId))
  if (issues.length > 0) fields.push({ kind: 'select', name: 'issueId', label: 'Issue', any: 'Any issue', more: true, options: issues.map(labelled) })
  if (view !== 'drafts') fields.push({ kind: 'select', name: 'ageGroup', label: 'Days open', any: 'Any age', more: true, options: ageGroups.map((group) => ({ value: group, label: ageWords[group] })) })
  if (isWorking) fields.push({ kind: 'select', name: 'requests', label: 'Requests', any: 'Any', more: true, options: [{ value: 'none', label: 'None sent' }, { value: 'sent', label: 'Some sent' }, { value: 'outstanding', label: 'With the company' }, { value: 'answered', label: 'All answered' }] })
  fields.push({
    kind: 'custom',
    name: 'companyId',
    label: 'Company',
    more: true,
    render: (state, setSearch) => <CompanyFilter key={company?.id} value={typeof state.companyId === 'string' ? state.companyId : ''} name={company?.name} setSearch={setSearch} />,
    chip: () => company?.name ?? 'one company',
  })
  fields.push(
    { kind: 'select', name: 'subjectKind', label: 'Kind of subject', any: 'Any kind', more: true, options: subjectKinds.map((kind) => ({ value: kind, label: kindWords[kind] })) },
    { kind: 'select', name: 'businessType', label: 'Business type', any: 'Any type', more: true, options: businessTypes.map((type) => ({ value: type, label: type })) },
    { kind: 'select', name: 'transactionState', label: 'Transaction state', any: 'Any state', more: true, options: stateOptions },
    { kind: 'text', name: 'cfpbId', label: 'CFPB ID', placeholder: 'Press Enter', more: true },
    { kind: 'date', name: 'receivedFrom', label: 'Received from', more: true },
    { kind: 'date', name: 'receivedTo', label: 'Received to', more: true },
    { kind: 'date', name: 'enteredFrom', label: 'Entered from', more: true },
    { kind: 'date', name: 'enteredTo', label: 'Entered to', more: true },
  )
  if (view === 'all' || view === 'closed')
    fields.push({ kind: 'select', name: 'closeReason', label: 'Closing reason', any: 'Any reason', more: true, options: [...closeReasons.map((reason) => ({ value: reason, label: closeReasonWords[reason] })), ...Object.entries(closeReasonGroupWords).map(([value, label]) => ({ value, label }))] })
  if (view === 'all' || view === 'all_agencies') fields.push({ kind: 'select', name: 'canceled', label: 'Canceled complaints', any: 'Shown', more: true, options: [{ value: 'without', label: 'Left out' }] })
  if (view === 'all_agencies') fields.push({ kind: 'select', name: 'ended', label: 'Closed and canceled complaints', any: 'Shown', more: true, options: [{ value: 'without', label: 'Left out' }] })
  if (search.entityId !== undefined) fields.push({ kind: 'custom', name: 'entityId', label: 'Non-NMLS entity', more: true, render: () => null, chip: () => 'one entity' })
  fields.push({ kind: 'select', name: 'without', label: 'Not given', any: 'No matter', more: true, options: [{ value: 'product', label: 'Product' }, { value: 'issue', label: 'Issue' }, { value: 'state', label: 'Transaction state' }] })
  if (isOver || isWide) fields.push({ kind: 'date', name: 'closedFrom', label: 'Closed from', more: true }, { kind: 'date', name: 'closedTo', label: 'Closed to', more: true })
  return fields
}

const ageWords: Record<(typeof ageGroups)[number], string> = { '0-15': '0 to 15 days', '16-30': '16 to 30 days', '31-60': '31 to 60 days', '61-90': '61 to 90 days', '91+': 'Over 90 days' }

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
