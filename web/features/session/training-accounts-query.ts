import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { TrainingAccounts, type TrainingAccount as Contract } from '#src/modules/accounts/contract.ts'
import { api, ApiProblem } from '../../app/api.ts'

export type TrainingAccount = z.infer<typeof Contract>

/** Codes change every 30 seconds, so they are read often. 404 (production) means that there are none. */
export const trainingAccountsQuery = queryOptions({
  queryKey: ['training-accounts'],
  queryFn: async ({ signal }): Promise<TrainingAccount[]> => {
    try {
      return await api.get('/training/accounts', TrainingAccounts, { signal, background: true, withoutSession: true })
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 404) return []
      throw problem
    }
  },
  refetchInterval: (query) => (query.state.data?.length === 0 ? false : 4000),
  staleTime: 3000,
})
