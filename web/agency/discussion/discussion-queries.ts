import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { Board, Candidates, Post, type Candidate } from '#src/modules/discussion/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground, queryClient } from '../../app/query-client.ts'

/** The board of a complaint or of a Non-NMLS entity. */
export type BoardOf = { kind: 'complaints' | 'entities'; id: string }

/** Under the record's key, so that what makes the record new makes its board new. `around`: begins where this post stands. */
export const boardQuery = ({ kind, id }: BoardOf, around: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [kind, id, 'discussion', around ?? 'newest'],
    queryFn: (context) => api.get(`/${kind}/${id}/posts`, Board, { ...inBackground(context), search: context.pageParam === undefined ? { post: around } : { cursor: context.pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    getPreviousPageParam: (page) => page.previous ?? undefined,
    // What stands there stays until the page of another post is there.
    placeholderData: keepPreviousData,
  })

export const postQuery = ({ kind, id }: BoardOf, postId: string) =>
  queryOptions({ queryKey: [kind, id, 'discussion-post', postId], queryFn: (context) => api.get(`/posts/${postId}`, Post, inBackground(context)), retry: false })

export async function findCandidates({ kind, id }: BoardOf, words: string, signal: AbortSignal): Promise<Candidate[]> {
  return (await api.post(`/${kind}/${id}/post-candidates`, { words }, Candidates, { signal })).items
}

export async function refreshBoard({ kind, id }: BoardOf): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [kind, id] })
}
