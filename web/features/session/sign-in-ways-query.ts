import { queryOptions } from '@tanstack/react-query'
import { SignInWays } from '#src/modules/accounts/sso/contract.ts'
import { api } from '../../app/api.ts'

/** Which ways to sign in are offered here: a setting of the installation. */
export const signInWaysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: ({ signal }) => api.get('/session/ways', SignInWays, { signal, withoutSession: true }),
  staleTime: Infinity,
})
