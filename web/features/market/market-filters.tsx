import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { addMonths, monthOf } from '#src/modules/reports/domain/market-period.ts'
import { marketBy } from '#src/modules/reports/market-contract.ts'
import { companyQuery, findSubjects } from '../../agency/queries.ts'
import { stateOptions } from '../../agency/states.ts'
import { ComboField } from '../../ui/form/combo-field.tsx'
import type { FilterField } from '../../ui/list-filters.tsx'
import type { SearchPatch } from '../../ui/list-search.ts'
import { choicesQuery } from './market-queries.ts'
import type { MarketSearch } from './routes.ts'
import { byWords, monthWords } from './market-words.ts'

/** How far back the choice of months reaches. */
const monthsBack = 120

/** The fields of the market's filter bar. An issue belongs to a product: hundreds in one list would help nobody. */
export function useMarketFilters(search: MarketSearch, today: string): FilterField[] {
  const choices = useQuery(choicesQuery).data
  const company = useQuery({ ...companyQuery(search.companyId ?? ''), enabled: search.companyId !== undefined }).data
  const months = Array.from({ length: monthsBack }, (_, back) => addMonths(monthOf(today), -back)).map((month) => ({ value: month, label: monthWords(month) }))
  const issues = choices?.issues.filter(({ id, productId }) => (search.productId !== undefined && productId === String(search.productId)) || id === String(search.issueId)) ?? []
  const options = (items: readonly { id: string; name: string }[] | undefined) => items?.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return [
    { kind: 'select', name: 'by', label: 'Rows', any: byWords.company, options: marketBy.filter((by) => by !== 'company').map((by) => ({ value: by, label: byWords[by] })) },
    { kind: 'select', name: 'from', label: 'Received from', any: 'A year before', options: months },
    { kind: 'select', name: 'to', label: 'Received to', any: 'This month', options: months },
    { kind: 'select', name: 'productId', label: 'Product', any: 'All products', options: options(choices?.products) },
    ...(issues.length > 0 ? [{ kind: 'select' as const, name: 'issueId', label: 'Issue', any: 'Any issue', more: true, options: options(issues) }] : []),
    {
      kind: 'custom', name: 'companyId', label: 'Company', more: true,
      render: (state, setSearch) => <CompanyFilter key={company?.id} value={typeof state.companyId === 'string' ? state.companyId : ''} name={company?.name} setSearch={setSearch} />,
      chip: () => company?.name ?? 'one company',
    },
    ...(search.entityId === undefined ? [] : [{ kind: 'custom' as const, name: 'entityId', label: 'Non-NMLS entity', more: true, render: () => null, chip: () => 'one entity' }]),
    { kind: 'select', name: 'state', label: 'State', any: 'All states', more: true, options: stateOptions },
    { kind: 'select', name: 'agencyId', label: 'Agency', any: 'All agencies', more: true, options: options(choices?.agencies) },
    { kind: 'select', name: 'status', label: 'Status now', any: 'Open and closed', more: true, options: [{ value: 'open', label: 'Open' }, { value: 'closed', label: 'Closed' }] },
  ]
}

function CompanyFilter({ value, name, setSearch }: { value: string; name: string | undefined; setSearch: (patch: SearchPatch) => void }): ReactNode {
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
