import { useQuery } from '@tanstack/react-query'
import { askedStandings, askedStandingWords } from '#src/modules/information-requests/domain/request-standing.ts'
import { categoriesQuery, colleaguesQuery, companyQuery } from '../../agency/queries.ts'
import { stateOptions } from '../../agency/states.ts'
import type { FilterField } from '../../ui/list-filters.tsx'
import type { RequestSearch } from './routes.ts'

/** The fields of the request list's filter bar. */
export function useRequestFilters(search: RequestSearch): FilterField[] {
  const colleagues = useQuery(colleaguesQuery).data?.items ?? []
  const categories = useQuery(categoriesQuery).data?.items ?? []
  const company = useQuery({ ...companyQuery(search.companyId ?? ''), enabled: search.companyId !== undefined }).data
  const labelled = ({ id, name, retired }: { id: number; name: string; retired: boolean }) => ({ value: String(id), label: retired ? `${name} (earlier label)` : name })
  const issues = categories.filter(({ id, level, parentId }) => level === 'issue' && (String(parentId) === String(search.productId) || id === search.issueId))
  const fields: FilterField[] = [
    { kind: 'words', label: 'Words', placeholder: 'Request or answer text, ID; press Enter' },
    { kind: 'select', name: 'pocId', label: 'Agency POC', any: 'Anyone', options: [{ value: 'nobody', label: 'Not named' }, ...colleagues.map(({ id, name }) => ({ value: id, label: name }))] },
    { kind: 'select', name: 'standing', label: 'How it stands', any: 'No matter', more: true, options: askedStandings.map((value) => ({ value, label: askedStandingWords[value] })) },
    { kind: 'select', name: 'productId', label: 'Product', any: 'Any product', more: true, options: categories.filter(({ level }) => level === 'product').map(labelled) },
  ]
  if (issues.length > 0) fields.push({ kind: 'select', name: 'issueId', label: 'Issue', any: 'Any issue', more: true, options: issues.map(labelled) })
  fields.push(
    { kind: 'select', name: 'transactionState', label: 'Transaction state', any: 'Any state', more: true, options: stateOptions },
    { kind: 'select', name: 'without', label: 'Not given', any: 'No matter', more: true, options: [{ value: 'product', label: 'Product' }, { value: 'issue', label: 'Issue' }, { value: 'state', label: 'Transaction state' }] },
    { kind: 'select', name: 'canceled', label: 'Of canceled complaints', any: 'Shown', more: true, options: [{ value: 'without', label: 'Left out' }] },
    { kind: 'date', name: 'sentFrom', label: 'Sent from', more: true },
    { kind: 'date', name: 'sentTo', label: 'Sent to', more: true },
    { kind: 'date', name: 'dueFrom', label: 'Due from', more: true },
    { kind: 'date', name: 'dueTo', label: 'Due to', more: true },
  )
  // Set by a link from a company's record or a report; here it is only shown and taken away.
  if (search.companyId !== undefined) fields.push({ kind: 'select', name: 'companyId', label: 'Company', any: 'Any company', more: true, options: [{ value: search.companyId, label: company?.name ?? 'One company' }] })
  return fields
}
