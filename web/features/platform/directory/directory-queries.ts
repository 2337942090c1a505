import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { DirectoryRunPage, DirectoryRunReport, DirectorySettingsView } from '#src/modules/directory/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

export const directorySettingsQuery = queryOptions({ queryKey: ['directory-settings'], queryFn: ({ signal }) => api.get('/directory-settings', DirectorySettingsView, { signal }) })

/** While an import is under way the list is read again by itself. */
export const runsQuery = infiniteQueryOptions({
  queryKey: ['directory-runs'],
  queryFn: (context) => api.get('/directory-runs', DirectoryRunPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 20 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(({ state }) => state === 'waiting' || state === 'running') ? 2_000 : false),
})

export function runQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['directory-runs', id],
    queryFn: (context) => api.get(`/directory-runs/${id}`, DirectoryRunReport, { ...inBackground(context), search: { cursor: context.pageParam, limit: 100 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (report) => report.changes.next ?? undefined,
    refetchInterval: (query) => {
      const state = query.state.data?.pages[0]?.run.state
      return state === 'waiting' || state === 'running' ? 2_000 : false
    },
  })
}
