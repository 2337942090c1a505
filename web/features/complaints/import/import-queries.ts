import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ImportDetail, ImportPreview, ImportRunPage } from '#src/modules/imports/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground, queryClient } from '../../../app/query-client.ts'

const isUnderway = (state: ImportDetail['state'] | undefined) => state === 'waiting' || state === 'running'

/** While an import is under way the list is read again by itself. */
export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: (context) => api.get('/imports', ImportRunPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 20 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(({ state }) => isUnderway(state)) ? 2_000 : false),
})

/** So is one that runs, or whose file is being looked through. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: (context) => api.get(`/imports/${id}`, ImportDetail, inBackground(context)),
    refetchInterval: ({ state: { data } }) => (isUnderway(data?.state) || (data?.check && data.check.state !== 'done') ? 1_000 : false),
  })

/** Of one version: other columns, another preview. */
export const previewQuery = (id: string, version: number) =>
  queryOptions({ queryKey: ['imports', id, 'preview', version], queryFn: (context) => api.get(`/imports/${id}/preview`, ImportPreview, inBackground(context)), staleTime: Infinity })

export function showImport(detail: ImportDetail): ImportDetail {
  queryClient.setQueryData(importQuery(detail.id).queryKey, detail)
  void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey })
  return detail
}
