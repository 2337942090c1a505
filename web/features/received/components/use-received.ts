import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReceivedRecord } from '#src/modules/information-requests/contract.ts'
import { receivedQuery } from '../../../company/queries.ts'

const route = getRouteApi('/signed-in/received/$id')
export type Received = ReceivedRecord
export type ReceivedContent = NonNullable<ReceivedRecord['content']>

export function useReceivedId(): string {
  return route.useParams().id
}

/** The complaint inside a tab. The page around it has loaded it; null for those who see no content. */
export function useContent(): { record: Received; content: ReceivedContent } | null {
  const { data } = useQuery(receivedQuery(useReceivedId()))
  return data?.content ? { record: data, content: data.content } : null
}
