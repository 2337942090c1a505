import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { EntityPage } from '#src/modules/entities/contract.ts'
import { HitPage, type FacetFilters, type SearchAll } from '#src/modules/search/contract.ts'
import { facetNames } from '#src/modules/search/domain/facets.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import type { SearchParams } from './routes.ts'

/** A page of hits. Words go in the body, never in an address. */
export const hitsQuery = (kind: 'agency' | 'company', words: string, params: SearchParams) =>
  infiniteQueryOptions({
    queryKey: ['searches', kind, words, params],
    queryFn: (context) => {
      const asked: Partial<SearchAll> = { words, sort: params.sort ?? 'relevance', filters: filtersOf(params), cursor: context.pageParam }
      if (kind === 'company') return api.post('/received-searches', asked, HitPage, inBackground(context))
      return api.post('/complaint-searches', { ...asked, everywhere: params.scope !== 'own' }, HitPage, inBackground(context))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    retry: false,
    enabled: words !== '',
  })

export function filtersOf(params: SearchParams): FacetFilters {
  return Object.fromEntries(facetNames.flatMap((name) => (params[name] === undefined || params[name].length === 0 ? [] : [[name, params[name]]])))
}

export const entitiesQuery = (words: string) =>
  queryOptions({ queryKey: ['entity-lists', 'box', words], queryFn: (context) => api.post('/entity-searches', { words, limit: 5 }, EntityPage, inBackground(context)), enabled: words !== '' })
