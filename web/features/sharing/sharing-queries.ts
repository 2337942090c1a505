import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { ZodType } from 'zod'
import { AgencyChoices } from '#src/modules/complaints/list-contract.ts'
import { AccessPage, SharingCounts, type ListAccess } from '#src/modules/sharing/access-contract.ts'
import { ReferralPage, type ListReferrals } from '#src/modules/sharing/contract.ts'
import { api, type SearchParams } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export const sharingCountsQuery = queryOptions({ queryKey: ['complaint-lists', 'sharing-counts'], queryFn: (context) => api.get('/sharing/counts', SharingCounts, inBackground(context)) })

/** Pages of one tab of a report. Under the key of all lists of complaints: what changes one, changes both. */
function tabQuery<Page extends { next: string | null }>(path: '/access-requests' | '/referrals', schema: ZodType<Page>, input: SearchParams) {
  return infiniteQueryOptions({
    queryKey: ['complaint-lists', path, input],
    queryFn: (context) => api.get(path, schema, { ...inBackground(context), search: { ...input, cursor: context.pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
export const accessListQuery = ({ tab = 'incoming', ...input }: Partial<Omit<ListAccess, 'cursor'>>) => tabQuery('/access-requests', AccessPage, { tab, ...input })
export const referralListQuery = ({ tab = 'incoming', ...input }: Partial<Omit<ListReferrals, 'cursor' | 'direction'>>) => tabQuery('/referrals', ReferralPage, { tab, ...input })

export const agenciesQuery = queryOptions({ queryKey: ['agency-choices'], queryFn: (context) => api.get('/complaint-agencies', AgencyChoices, inBackground(context)), staleTime: Infinity })
