import { QueryClient, type QueryFunctionContext } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

/*
 * One cache for the whole web. Queries are options objects beside their feature:
 *   export const complaintQuery = (id: string) => queryOptions({
 *     queryKey: ['complaints', id],
 *     queryFn: (context) => api.get(`/complaints/${id}`, ComplaintRecord, inBackground(context)),
 *   })
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status < 500),
    },
    mutations: { retry: false },
  },
})

const asked = new Map<string, number>()

/**
 * Options for `api.get` in a query function: the signal, and whether the request is made in the background.
 * The first read of a page in this tab is the person's doing; polling and refetching on focus are not.
 */
export function inBackground({ signal, queryKey }: Pick<QueryFunctionContext, 'signal' | 'queryKey'>): { signal: AbortSignal; background: boolean } {
  const key = JSON.stringify(queryKey)
  const last = asked.get(key)
  asked.set(key, lastDeed)
  return { signal, background: last === lastDeed }
}

// Counts what the person did. A refetch after no deed at all is the program's own.
let lastDeed = 0
for (const deed of ['pointerdown', 'keydown'] as const) addEventListener(deed, () => (lastDeed += 1), { capture: true, passive: true })
