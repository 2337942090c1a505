import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { ResearchPage, type ListResearch } from '#src/modules/research/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

/** Notes of a complaint, under its own key: what refreshes the complaint refreshes them. */
export const researchQuery = (id: string, filter: Pick<ListResearch, 'kind' | 'channel'> = {}) =>
  infiniteQueryOptions({
    queryKey: ['complaints', id, 'research', filter],
    queryFn: (context) => api.get(`/complaints/${id}/research-entries`, ResearchPage, { ...inBackground(context), search: { ...filter, cursor: context.pageParam, limit: 20 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
