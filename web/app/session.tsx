import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { CurrentSession } from '#src/modules/accounts/contract.ts'
import { api, ApiProblem } from './api.ts'
import { queryClient } from './query-client.ts'

/**
 * Who is signed in; null when nobody is. Read again every minute in the background: when it has ended meanwhile,
 * the sign-in opens over the page, which stays as it is.
 */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<CurrentSession | null> => {
    const known = Boolean(queryClient.getQueryData<CurrentSession | null>(['session']))
    try {
      return await api.get('/session', CurrentSession, { signal, background: known, withoutSession: !known })
    } catch (problem) {
      if (!known && problem instanceof ApiProblem && problem.status === 401) return null
      throw problem
    }
  },
  staleTime: 60_000,
  refetchInterval: (query) => (query.state.data ? 60_000 : false),
})

export type Session = CurrentSession

/** The session inside signed-in pages. There is always one there: the route looked before it opened. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data) throw new Error('You are signed out. Load the page again to sign in.')
  return data
}

/** The session on pages for everybody: null while signed out or not yet known. */
export function useSessionIfAny(): Session | null {
  return useQuery(sessionQuery).data ?? null
}

/** May this person ever do this? Only for entries of navigation; a record's own `can` decides its buttons. */
export function useMay(action: string): boolean {
  return useSession().can.includes(action)
}

export async function signOut(): Promise<void> {
  await api.delete('/session', undefined, { withoutSession: true })
  queryClient.clear()
  // A fresh page: nothing of the last person stays in memory.
  location.assign('/')
}
