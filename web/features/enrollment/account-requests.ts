import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { AccountRequest, AccountRequestPage } from '#src/modules/companies/account-requests-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export const ownAccountRequestsQuery = infiniteQueryOptions({
  queryKey: ['company-account-requests'],
  queryFn: (context) => api.get('/company-account-requests', AccountRequestPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const accountRequestQuery = (id: string) =>
  queryOptions({ queryKey: ['company-account-requests', id], queryFn: (context) => api.get(`/company-account-requests/${id}`, AccountRequest, inBackground(context)) })
