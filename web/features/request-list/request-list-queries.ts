import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { AgencyRequestPage, RequestViewCounts, type ListAgencyRequests } from '#src/modules/information-requests/request-list-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export type RequestInput = Partial<Omit<ListAgencyRequests, 'cursor'>>

/** Under the key of all lists of complaints: what changes one, changes both. Words go in the body, never in an address. */
export const agencyRequestsQuery = (input: RequestInput, words: string) =>
  infiniteQueryOptions({
    queryKey: ['complaint-lists', 'requests', input, words],
    queryFn: (context) => {
      const cursor = context.pageParam
      if (!words) return api.get('/information-requests', AgencyRequestPage, { ...inBackground(context), search: { ...input, cursor } })
      return api.post('/information-requests/searches', { ...input, words, cursor }, AgencyRequestPage, inBackground(context))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const requestCountsQuery = queryOptions({ queryKey: ['complaint-lists', 'request-counts'], queryFn: (context) => api.get('/information-requests/counts', RequestViewCounts, inBackground(context)) })

/** The list as a file, its words in the body as well. */
export function requestFile(format: 'csv' | 'xlsx', { limit: _limit, ...input }: RequestInput, words: string): Promise<Blob> {
  return api.download('/information-requests/exports', { ...input, ...(words ? { words } : {}), format })
}
