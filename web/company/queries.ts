import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { HistoryPage } from '#src/modules/complaints/history-contract.ts'
import { PocCandidates, ReceivedPage, ReceivedRecord, ReceivedRequestRecord, type ListReceived } from '#src/modules/information-requests/contract.ts'
import { TaskPage } from '#src/modules/notifications/contract.ts'
import { api } from '../app/api.ts'
import { inBackground } from '../app/query-client.ts'

/** Everything about a company's complaints stands under this key: what changes one may change its lists. */
export const receivedKey = ['received'] as const
export const tasksKey = ['tasks'] as const

/** An empty cursor is left out of the request. */
const firstPage = ''

export const tasksQuery = infiniteQueryOptions({
  queryKey: tasksKey,
  queryFn: (context) => api.get('/tasks', TaskPage, { search: { cursor: context.pageParam, limit: 100 }, ...inBackground(context) }),
  initialPageParam: firstPage,
  getNextPageParam: (page) => page.next,
  refetchInterval: 60_000,
})

export const receivedListQuery = (view: ListReceived['view'], limit: number) =>
  infiniteQueryOptions({
    queryKey: [...receivedKey, 'list', view, limit],
    queryFn: (context) => api.get('/received-complaints', ReceivedPage, { search: { view, cursor: context.pageParam, limit }, ...inBackground(context) }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })

export const receivedQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'complaint', id],
    queryFn: (context) => api.get(`/received-complaints/${id}`, ReceivedRecord, inBackground(context)),
  })

export const receivedHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...receivedKey, 'history', id],
    queryFn: (context) => api.get(`/received-complaints/${id}/history`, HistoryPage, { search: { cursor: context.pageParam, limit: 50 }, ...inBackground(context) }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
  })

export const candidatesQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'poc-candidates', id],
    queryFn: (context) => api.get(`/received-complaints/${id}/poc-candidates`, PocCandidates, inBackground(context)),
  })

/** Read again now and then: colleagues may be writing the same answer. */
export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'request', id],
    queryFn: (context) => api.get(`/received-requests/${id}`, ReceivedRequestRecord, inBackground(context)),
    refetchInterval: 20_000,
  })
