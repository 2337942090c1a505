import { queryOptions } from '@tanstack/react-query'
import { AgencyChoices, SavedFilterList } from '#src/modules/complaints/list-contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

export const savedFiltersQuery = queryOptions({ queryKey: ['saved-filters'], queryFn: (context) => api.get('/saved-filters', SavedFilterList, inBackground(context)), staleTime: 60_000 })

export const agencyChoicesQuery = queryOptions({ queryKey: ['agency-choices'], queryFn: (context) => api.get('/complaint-agencies', AgencyChoices, inBackground(context)), staleTime: Infinity })
