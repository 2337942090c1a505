import type { ReceivedRequestItem } from '#src/modules/information-requests/contract.ts'

/** The request that must be answered first: the one with the earliest due date. */
export function nextRequest(requests: readonly ReceivedRequestItem[]): ReceivedRequestItem | undefined {
  return openRequests(requests)[0]
}

export function openRequests(requests: readonly ReceivedRequestItem[]): ReceivedRequestItem[] {
  return requests.filter((request) => request.status === 'to_answer').toSorted((a, b) => a.dueOn.localeCompare(b.dueOn) || a.number.localeCompare(b.number))
}
