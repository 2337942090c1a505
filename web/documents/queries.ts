import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { DocumentPreview } from '#src/modules/documents/preview-contract.ts'
import { mostSelected, OpeningCounts, OpeningPage } from '#src/modules/documents/selection-contract.ts'
import { api } from '../app/api.ts'
import { inBackground } from '../app/query-client.ts'

/** Asked again while it is being made. */
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['document-previews', id],
    queryFn: (context) => api.get(`/documents/${id}/preview`, DocumentPreview, inBackground(context)),
    refetchInterval: (query) => (query.state.data?.kind === 'making' ? 2000 : false),
    staleTime: 60_000,
  })

export const openingsKey = ['document-openings'] as const

/** Of the first so many documents of a page, as many as are asked for at once. */
export const openingCountsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: [...openingsKey, 'counts', ids],
    queryFn: (context) => api.post('/documents/openings', { ids: ids.slice(0, mostSelected) }, OpeningCounts, inBackground(context)),
    enabled: ids.length > 0,
  })

export const openingsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...openingsKey, 'of', id],
    queryFn: (context) => api.get(`/documents/${id}/openings`, OpeningPage, { search: { cursor: context.pageParam, limit: 50 }, ...inBackground(context) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
