import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { TrainingAccounts, TrainingPlatformAccounts, type TrainingAccount as Contract } from '#src/modules/accounts/contract.ts'
import { api, ApiProblem } from '../../app/api.ts'

export type TrainingAccount = Omit<z.infer<typeof Contract>, 'kind'> & { kind: 'agency' | 'company' | 'platform' }

/** Codes change every 30 seconds, so they are read often. 404 (production) means that there are none. */
export const trainingAccountsQuery = queryOptions({
  queryKey: ['training-accounts'],
  queryFn: async ({ signal }): Promise<TrainingAccount[]> => {
    const options = { signal, background: true, withoutSession: true }
    try {
      const [members, operators] = await Promise.all([api.get('/training/accounts', TrainingAccounts, options), api.get('/training/platform-accounts', TrainingPlatformAccounts, options)])
      return [...members, ...operators.map((account) => ({ ...account, organisation: 'Runs the system', organisationCode: 'platform', kind: 'platform' as const }))]
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 404) return []
      throw problem
    }
  },
  refetchInterval: (query) => (query.state.data?.length === 0 ? false : 4000),
  staleTime: 3000,
})
