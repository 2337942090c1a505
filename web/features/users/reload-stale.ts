import { UserRecord } from '#src/modules/users/contract.ts'
import { ApiProblem } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { userQuery } from './user-queries.ts'

/** When somebody else was quicker, the page shows what is there now before the refusal is said. */
export async function reloadStale<T>(userId: string, sent: Promise<T>): Promise<T> {
  try {
    return await sent
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.code === 'stale_version') {
      const current = UserRecord.safeParse(problem.current)
      if (current.success) queryClient.setQueryData(userQuery(userId).queryKey, current.data)
    }
    throw problem
  }
}
