import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { AgreementList, HeldWork, UserCounts, UserPage, UserRecord, type ListUsers } from '#src/modules/users/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground, queryClient } from '../../app/query-client.ts'

export const usersKey = ['users'] as const

type ListInput = Partial<Omit<ListUsers, 'cursor'>>

/** A list of users. Words go in the body, never in an address. */
export const usersQuery = (input: ListInput, words: string) =>
  infiniteQueryOptions({
    queryKey: [...usersKey, 'list', input, words],
    queryFn: (context) => {
      const cursor = context.pageParam
      if (words) return api.post('/user-searches', { ...input, words, cursor }, UserPage, inBackground(context))
      return api.get('/users', UserPage, { ...inBackground(context), search: { ...input, cursor } })
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const userCountsQuery = queryOptions({ queryKey: [...usersKey, 'counts'], queryFn: (context) => api.get('/users/counts', UserCounts, inBackground(context)) })
export const userQuery = (id: string) => queryOptions({ queryKey: [...usersKey, 'record', id], queryFn: (context) => api.get(`/users/${id}`, UserRecord, inBackground(context)) })
export const heldWorkQuery = (id: string) => queryOptions({ queryKey: [...usersKey, 'held', id], queryFn: (context) => api.get(`/users/${id}/held-work`, HeldWork, inBackground(context)) })
export const agreementsQuery = (id: string) => queryOptions({ queryKey: [...usersKey, 'agreements', id], queryFn: (context) => api.get(`/users/${id}/confidentiality-agreements`, AgreementList, inBackground(context)) })

/** After a change: the record as it is now, and every list and count. */
export async function showUser(next: UserRecord): Promise<void> {
  queryClient.setQueryData(userQuery(next.id).queryKey, next)
  await queryClient.invalidateQueries({ queryKey: usersKey })
}
