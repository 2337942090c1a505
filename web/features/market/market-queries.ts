import { queryOptions } from '@tanstack/react-query'
import { MarketChoices, MarketRises, MarketView, type MarketFilters } from '#src/modules/reports/market-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import type { MarketSearch } from './routes.ts'

/** Under the key of all lists of complaints: what changes one, changes both. */
export const marketQuery = (search: MarketSearch) =>
  queryOptions({ queryKey: ['complaint-lists', 'market', search], queryFn: (context) => api.get('/reports/market', MarketView, { ...inBackground(context), search }) })

export const risesQuery = (filters: MarketFilters) =>
  queryOptions({ queryKey: ['complaint-lists', 'market-rises', filters], queryFn: (context) => api.get('/reports/market/rises', MarketRises, { ...inBackground(context), search: filters }) })

export const choicesQuery = queryOptions({ queryKey: ['market-choices'], queryFn: (context) => api.get('/reports/market/choices', MarketChoices, inBackground(context)), staleTime: 300_000 })
