import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { useState } from 'react'
import { AgencyRequestPage, RequestViewCounts, type ListAgencyRequests } from '#src/modules/information-requests/request-list-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { sentenceOf } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'

export type RequestInput = Partial<Omit<ListAgencyRequests, 'cursor'>>

/** Under the key of all lists of complaints: what changes one, changes both. Words go in the body, never in an address. */
export const agencyRequestsQuery = (input: RequestInput, words: string) =>
  infiniteQueryOptions({
    queryKey: ['complaint-lists', 'requests', input, words],
    queryFn: (context) => {
      const cursor = context.pageParam
      if (!words) return api.get('/information-requests', AgencyRequestPage, { ...inBackground(context), search: { ...input, cursor } })
      return api.post('/information-requests/searches', { ...input, words, cursor }, AgencyRequestPage, inBackground(context))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const requestCountsQuery = queryOptions({ queryKey: ['complaint-lists', 'request-counts'], queryFn: (context) => api.get('/information-requests/counts', RequestViewCounts, inBackground(context)) })

/** Fetches the list as a file and hands it to the browser. A file that broke off is never handed over. */
export function useRequestExport() {
  const [state, setState] = useState<{ working: boolean; problem: string }>({ working: false, problem: '' })
  async function save(format: 'csv' | 'xlsx', { limit: _limit, ...input }: RequestInput, words: string) {
    if (state.working) return
    setState({ working: true, problem: '' })
    announce('The file is being made')
    try {
      const file = await api.download('/information-requests/exports', { ...input, ...(words ? { words } : {}), format })
      const address = URL.createObjectURL(file)
      const link = document.createElement('a')
      link.href = address
      link.download = `information-requests.${format}`
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
      setState({ working: false, problem: '' })
      announce('The file was saved')
    } catch (error) {
      setState({ working: false, problem: error instanceof TypeError ? 'The file could not be made in full, so it was thrown away. Try again.' : sentenceOf(error) })
    }
  }
  return { ...state, save }
}
