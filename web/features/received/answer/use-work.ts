import { useQuery, useQueryClient } from '@tanstack/react-query'
import { AnswerWork } from '#src/modules/information-requests/answer-contract.ts'
import { ApiProblem, api, newIdempotencyKey } from '../../../app/api.ts'
import { receivedKey, tasksKey, workQuery } from '../../../company/queries.ts'

export function useWork(requestId: string) {
  return useQuery(workQuery(requestId))
}

/** Sends a change of what goes on around an answer, and shows all that it may have changed. */
export function useChangeWork(requestId: string) {
  const client = useQueryClient()
  const path = `/received-requests/${requestId}`
  async function take(change: Promise<AnswerWork>): Promise<void> {
    try {
      client.setQueryData(workQuery(requestId).queryKey, await change)
    } catch (problem) {
      // Somebody else was faster: the page must show it.
      if (problem instanceof ApiProblem && problem.status < 500) void client.invalidateQueries({ queryKey: receivedKey })
      throw problem
    }
    void client.invalidateQueries({ queryKey: tasksKey })
    await client.invalidateQueries({ queryKey: receivedKey })
  }
  return {
    post: (what: string, body: unknown) => take(api.post(`${path}/${what}`, body, AnswerWork, { idempotencyKey: newIdempotencyKey() })),
    put: (what: string, body: unknown) => take(api.put(`${path}/${what}`, body, AnswerWork)),
    remove: (what: string) => take(api.delete(`${path}/${what}`, AnswerWork)),
  }
}
