import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { MailItem, MailPage } from '#src/modules/notifications/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export const mailsQuery = infiniteQueryOptions({
  queryKey: ['training-mailbox'],
  queryFn: (context) => api.get('/training/mailbox', MailPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50 }, withoutSession: true }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
})

export const mailQuery = (id: string) =>
  queryOptions({ queryKey: ['training-mailbox', id], queryFn: (context) => api.get(`/training/mailbox/${id}`, MailItem, { ...inBackground(context), withoutSession: true }) })
