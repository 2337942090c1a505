import { queryOptions } from '@tanstack/react-query'
import { RelatedList } from '#src/modules/complaints/related-contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

/** Stands under the complaint's own key, so that refreshComplaint makes it new too. */
export const relatedQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'related'], queryFn: (context) => api.get(`/complaints/${id}/related-records`, RelatedList, inBackground(context)) })
