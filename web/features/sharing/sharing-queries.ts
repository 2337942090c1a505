import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { useState } from 'react'
import { AgencyChoices } from '#src/modules/complaints/list-contract.ts'
import { AccessPage, ComplaintSight, SharingCounts, type ListAccess } from '#src/modules/sharing/access-contract.ts'
import { ReferralPage, type ListReferrals } from '#src/modules/sharing/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { sentenceOf } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'

/** Under the complaint's key, so that refreshComplaint makes it new. */
export const sightQuery = (id: string) => queryOptions({ queryKey: ['complaints', id, 'access'], queryFn: (context) => api.get(`/complaints/${id}/access`, ComplaintSight, inBackground(context)) })

export const sharingCountsQuery = queryOptions({ queryKey: ['complaint-lists', 'sharing-counts'], queryFn: (context) => api.get('/sharing/counts', SharingCounts, inBackground(context)) })

export const accessListQuery = (input: Partial<Omit<ListAccess, 'cursor'>>) =>
  infiniteQueryOptions({
    queryKey: ['complaint-lists', 'access', input],
    queryFn: (context) => api.get('/access-requests', AccessPage, { ...inBackground(context), search: { ...input, cursor: context.pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const referralListQuery = (input: Partial<Omit<ListReferrals, 'cursor' | 'direction'>>) =>
  infiniteQueryOptions({
    queryKey: ['complaint-lists', 'referrals', input],
    queryFn: (context) => api.get('/referrals', ReferralPage, { ...inBackground(context), search: { ...input, cursor: context.pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const agenciesQuery = queryOptions({ queryKey: ['agency-choices'], queryFn: (context) => api.get('/complaint-agencies', AgencyChoices, inBackground(context)), staleTime: Infinity })

/** Fetches a tab as a file and hands it to the browser. A file that broke off is never handed over. */
export function useSheet(path: string, name: string) {
  const [state, setState] = useState<{ working: boolean; problem: string }>({ working: false, problem: '' })
  async function save(format: 'csv' | 'xlsx', input: object) {
    if (state.working) return
    setState({ working: true, problem: '' })
    announce('The file is being made')
    try {
      const address = URL.createObjectURL(await api.download(path, { ...input, format }))
      const link = document.createElement('a')
      link.href = address
      link.download = `${name}.${format}`
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
