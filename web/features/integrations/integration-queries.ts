import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiTokens, OwnApiTokens } from '#src/modules/integrations/contract.ts'
import { Deliveries, DeliveryRecord, WebhookItem, WebhookList, type Delivery } from '#src/modules/integrations/webhook-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export const ownTokensQuery = queryOptions({ queryKey: ['account', 'api-tokens'], queryFn: ({ signal }) => api.get('/account/api-tokens', OwnApiTokens, { signal }) })
export const tokensQuery = queryOptions({ queryKey: ['api-tokens'], queryFn: ({ signal }) => api.get('/api-tokens', ApiTokens, { signal }) })
export const webhooksKey = ['webhooks']
export const webhooksQuery = queryOptions({ queryKey: [...webhooksKey, 'list'], queryFn: ({ signal }) => api.get('/webhooks', WebhookList, { signal }) })
export const webhookQuery = (id: string) => queryOptions({ queryKey: [...webhooksKey, 'one', id], queryFn: ({ signal }) => api.get(`/webhooks/${id}`, WebhookItem, { signal }) })

export const deliveriesQuery = (id: string, { state, event }: { state: Delivery['state'] | undefined; event: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: [...webhooksKey, 'deliveries', id, state ?? 'all', event ?? 'all'],
    queryFn: (context) => api.get(`/webhooks/${id}/deliveries`, Deliveries, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50, state, event } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // What waits changes by itself.
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some((item) => item.state === 'waiting') === true ? 3_000 : false),
  })

export const deliveryQuery = (id: string, deliveryId: string) => queryOptions({ queryKey: [...webhooksKey, 'delivery', id, deliveryId], queryFn: ({ signal }) => api.get(`/webhooks/${id}/deliveries/${deliveryId}`, DeliveryRecord, { signal }) })
