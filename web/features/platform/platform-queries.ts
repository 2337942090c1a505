import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { AgencyPage, AgencyRecord } from '#src/modules/agencies/onboarding-contract.ts'
import { AccountRequest, AccountRequestPage } from '#src/modules/companies/account-requests-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export const agenciesQuery = infiniteQueryOptions({
  queryKey: ['agencies'],
  queryFn: (context) => api.get('/agencies', AgencyPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export function agencyQuery(id: string) {
  return queryOptions({ queryKey: ['agencies', id], queryFn: ({ signal }) => api.get(`/agencies/${id}`, AgencyRecord, { signal }) })
}

export const accountRequestsQuery = infiniteQueryOptions({
  queryKey: ['company-account-requests'],
  queryFn: (context) => api.get('/company-account-requests', AccountRequestPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export function accountRequestQuery(id: string) {
  return queryOptions({ queryKey: ['company-account-requests', id], queryFn: ({ signal }) => api.get(`/company-account-requests/${id}`, AccountRequest, { signal }) })
}
