import { useQuery } from '@tanstack/react-query'
import { useId, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { closeReasons, closeReasonWords } from '#src/modules/complaints/domain/closing.ts'
import { requestStandings, standingWords } from '#src/modules/information-requests/domain/request-standing.ts'
import { filterWords, statusFilterWords } from '#src/modules/reports/domain/filter-words.ts'
import { periodWords } from '#src/modules/reports/domain/period.ts'
import { dateWords, groupingWords, periods, type FilterName, type ReportDefinition } from '#src/modules/reports/domain/report.ts'
import { reportStatuses } from '#src/modules/reports/report-contract.ts'
import { categoriesQuery, colleaguesQuery, companyQuery, findSubjects } from '../../agency/queries.ts'
import { stateOptions } from '../../agency/states.ts'
import { ComboField } from '../../ui/form/combo-field.tsx'
import type { FilterField } from '../../ui/list-filters.tsx'
import type { SearchPatch } from '../../ui/list-search.ts'
import type { ReportSearch } from './routes.ts'

type Setting = { search: Readonly<Record<string, unknown>>; setSearch: (patch: SearchPatch) => void }

/** The filter bar of a report: what a row stands for, the period, and the filters of its definition. */
export function useReportFilters(report: ReportDefinition, search: ReportSearch): FilterField[] {
  const colleagues = useQuery(colleaguesQuery).data?.items ?? []
  const categories = useQuery(categoriesQuery).data?.items ?? []
  const company = useQuery({ ...companyQuery(search.companyId ?? ''), enabled: search.companyId !== undefined }).data
  const labelled = ({ id, name, retired }: { id: number; name: string; retired: boolean }) => ({ value: String(id), label: retired ? `${name} (earlier label)` : name })
  const issues = categories.filter(({ id, level, parentId }) => level === 'issue' && (parentId === search.productId || id === search.issueId))
  const [first = 'month', ...others] = report.groupings
  const ofName: Record<FilterName, () => FilterField[]> = {
    status: () => [{ kind: 'select', name: 'status', label: filterWords.status, any: 'Any', options: reportStatuses.filter((status) => report.scope === 'all' || (status !== 'open' && status !== 'closed')).map((status) => ({ value: status, label: statusFilterWords[status] })) }],
    standing: () => [{ kind: 'select', name: 'standing', label: filterWords.standing, any: 'No matter', options: requestStandings.map((value) => ({ value, label: standingWords[value] })) }],
    closeReason: () => [{ kind: 'select', name: 'closeReason', label: filterWords.closeReason, any: 'Any reason', options: closeReasons.map((value) => ({ value, label: closeReasonWords[value] })) }],
    pocId: () => [{ kind: 'select', name: 'pocId', label: filterWords.pocId, any: 'Everyone', options: [{ value: 'nobody', label: 'Not named' }, ...colleagues.map(({ id, name }) => ({ value: id, label: name }))] }],
    companyId: () => [
      {
        kind: 'custom', name: 'companyId', label: filterWords.companyId, more: true,
        render: (state, setSearch) => <CompanyFilter key={company?.id} search={state} setSearch={setSearch} name={company?.name} />,
        chip: () => company?.name ?? 'one company',
      },
    ],
    productId: () => [{ kind: 'select', name: 'productId', label: filterWords.productId, any: 'All products', options: categories.filter(({ level }) => level === 'product').map(labelled) }],
    issueId: () => (issues.length > 0 ? [{ kind: 'select', name: 'issueId', label: filterWords.issueId, any: 'Any issue', more: true, options: issues.map(labelled) }] : []),
    state: () => [{ kind: 'select', name: 'state', label: filterWords.state, any: 'All states', more: true, options: stateOptions }],
  }
  return [
    { kind: 'select', name: 'by', label: 'Rows', any: groupingWords[first], options: others.map((by) => ({ value: by, label: groupingWords[by] })) },
    { kind: 'custom', name: 'period', label: dateWords[report.dates], render: (state, setSearch) => <PeriodFilter report={report} search={state} setSearch={setSearch} />, chip: (value) => periodWords[periods.find((period) => period === value) ?? report.usualPeriod] },
    ...report.filters.flatMap((name) => ofName[name]()),
    { kind: 'date', name: 'from', label: `${dateWords[report.dates]} from`, more: true },
    { kind: 'date', name: 'to', label: `${dateWords[report.dates]} to`, more: true },
  ]
}

/** A named period takes the place of days that were given. */
function PeriodFilter({ report, search, setSearch }: Setting & { report: ReportDefinition }): ReactNode {
  const id = useId()
  const ownDays = search.from !== undefined || search.to !== undefined
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {dateWords[report.dates]}
      </label>
      <select
        id={id}
        className="usa-select"
        value={ownDays ? 'days' : typeof search.period === 'string' ? search.period : report.usualPeriod}
        onChange={(event) => setSearch({ period: event.target.value === report.usualPeriod ? undefined : event.target.value, from: undefined, to: undefined })}
      >
        {ownDays ? <option value="days">Days given under More</option> : null}
        {periods.map((period) => (
          <option key={period} value={period}>
            {periodWords[period]}
          </option>
        ))}
      </select>
    </div>
  )
}

function CompanyFilter({ search, setSearch, name }: Setting & { name: string | undefined }): ReactNode {
  const value = typeof search.companyId === 'string' ? search.companyId : ''
  const form = useForm({ values: { companyId: value } })
  return (
    <ComboField
      form={form}
      name="companyId"
      label={filterWords.companyId}
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
