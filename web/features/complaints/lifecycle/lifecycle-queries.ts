import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { Closures } from '#src/modules/complaints/lifecycle-contract.ts'
import { CertificatePage, DuePage, Retention } from '#src/modules/retention/contract.ts'
import { ReceiverList, ReferralList } from '#src/modules/sharing/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

export const closuresQuery = (id: string) => queryOptions({ queryKey: ['complaints', id, 'closures'], queryFn: (context) => api.get(`/complaints/${id}/closures`, Closures, inBackground(context)) })

export const referralsQuery = (id: string) => queryOptions({ queryKey: ['complaints', id, 'referrals'], queryFn: (context) => api.get(`/complaints/${id}/referrals`, ReferralList, inBackground(context)) })

export const retentionQuery = (id: string) => queryOptions({ queryKey: ['complaints', id, 'retention'], queryFn: (context) => api.get(`/complaints/${id}/retention`, Retention, inBackground(context)) })

export const receiversQuery = queryOptions({ queryKey: ['referral-receivers'], queryFn: (context) => api.get('/referral-receivers', ReceiverList, inBackground(context)), staleTime: 60_000 })

export const dueQuery = infiniteQueryOptions({
  queryKey: ['complaint-lists', 'retention-due'],
  queryFn: (context) => api.get('/retention/due', DuePage, { ...inBackground(context), search: { days: 90, cursor: context.pageParam } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const certificatesQuery = infiniteQueryOptions({
  queryKey: ['complaint-lists', 'disposal-certificates'],
  queryFn: (context) => api.get('/retention/certificates', CertificatePage, { ...inBackground(context), search: { cursor: context.pageParam } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})
