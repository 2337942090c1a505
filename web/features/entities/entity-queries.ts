import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ComplaintPage } from '#src/modules/complaints/contract.ts'
import { EntityHistory, EntityPage, EntityRecord, type SearchEntities } from '#src/modules/entities/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground, queryClient } from '../../app/query-client.ts'

export type EntityFilters = Partial<Pick<SearchEntities, 'state' | 'limit'>>
const paging = { initialPageParam: undefined as string | undefined, getNextPageParam: (page: { next: string | null }) => page.next ?? undefined }

/** Entities by what is asked. The words go in the body, never in an address. */
export const entitiesQuery = (filters: EntityFilters, words: string) =>
  infiniteQueryOptions({
    queryKey: ['entity-lists', filters, words],
    queryFn: (context) => api.post('/entity-searches', { ...filters, ...(words === '' ? {} : { words }), cursor: context.pageParam }, EntityPage, inBackground(context)),
    ...paging,
  })

export const entityQuery = (id: string) => queryOptions({ queryKey: ['entities', id, 'record'], queryFn: (context) => api.get(`/entities/${id}`, EntityRecord, inBackground(context)) })

export const entityComplaintsQuery = (id: string, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['entities', id, 'complaints', limit],
    queryFn: (context) => api.get(`/entities/${id}/complaints`, ComplaintPage, { ...inBackground(context), search: { cursor: context.pageParam, limit } }),
    ...paging,
  })

export const entityHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['entities', id, 'history'],
    queryFn: (context) => api.get(`/entities/${id}/history`, EntityHistory, { ...inBackground(context), search: { cursor: context.pageParam, limit: 20 } }),
    ...paging,
  })

/** After a change: the record, its history, and the lists that it stands in. */
export async function showEntity(record: EntityRecord): Promise<void> {
  queryClient.setQueryData(entityQuery(record.id).queryKey, record)
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['entities'] }), queryClient.invalidateQueries({ queryKey: ['entity-lists'] }), queryClient.invalidateQueries({ queryKey: ['tasks'] })])
}
