import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { answerClasses, MailCounts, MailLogPage, MailState } from '#src/modules/notifications/mail-log-contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

/** The page's state, in its address. */
export const MailSearch = z.object({
  state: MailState.optional().catch(undefined),
  answer: z.enum(answerClasses).optional().catch(undefined),
  domain: z.string().max(254).optional().catch(undefined),
  agencyId: z.string().optional().catch(undefined),
  companyId: z.string().optional().catch(undefined),
  from: z.string().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
})
export type MailSearch = z.infer<typeof MailSearch>

export const mailsKey = ['mails'] as const

export const mailLogQuery = (search: MailSearch) =>
  infiniteQueryOptions({
    queryKey: [...mailsKey, 'log', search],
    queryFn: (context) => api.get('/mails', MailLogPage, { ...inBackground(context), search: { ...search, cursor: context.pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const mailCountsQuery = queryOptions({ queryKey: [...mailsKey, 'counts'], queryFn: (context) => api.get('/mails/counts', MailCounts, inBackground(context)), refetchInterval: 30_000 })
