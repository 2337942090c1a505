import { infiniteQueryOptions } from '@tanstack/react-query'
import { CompanyPage, ListedPage, type SearchCompanies } from '#src/modules/companies/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export type CompanyFilters = Partial<Omit<SearchCompanies, 'cursor' | 'words'>>

/** Companies by what is asked. The words go in the body, never in an address. */
export const companiesQuery = (filters: CompanyFilters, words: string) =>
  infiniteQueryOptions({
    queryKey: ['company-lists', filters, words],
    queryFn: (context) => api.post('/company-searches', { ...filters, ...(words === '' ? {} : { words }), cursor: context.pageParam }, CompanyPage, inBackground(context)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** A company's branches or individuals. */
export const listedQuery = (companyId: string, kind: 'branch' | 'individual', words: string, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['companies', companyId, kind, words, limit],
    queryFn: (context) => api.post(`/companies/${companyId}/${kind}-searches`, { limit, ...(words === '' ? {} : { words }), cursor: context.pageParam }, ListedPage, inBackground(context)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
